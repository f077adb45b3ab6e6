"""Exercises for learning platforms, each written from the one JSON."""
