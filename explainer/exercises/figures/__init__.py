"""Exercises as one JSON object, from which every platform's file is written."""
