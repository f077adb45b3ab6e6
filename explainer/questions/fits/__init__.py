"""`--fits`: the largest batch and the largest image that train in so much memory."""
