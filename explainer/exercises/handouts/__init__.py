"""Handouts made in numbers: sheets, keys and their files, on all cores."""
