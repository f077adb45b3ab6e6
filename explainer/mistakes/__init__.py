"""The catalogue of mistakes: every one with its reason, its right idea and an example."""
