"""The static site of worked examples: pages, their scripts, the search index."""
