"""Diagnoses, answers of a class, the catalogue of mistakes and claims as pages."""
