"""What is asked beside the report itself: a room each, with its numbers, its page, its figures."""
