"""The chapters of the report, and its figures for JSON."""
