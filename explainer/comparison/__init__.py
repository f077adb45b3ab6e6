"""Two networks beside each other: what differs, by which factor, and why."""
