"""Diagnoses, answers of a class and the catalogue as JSON and CSV."""
