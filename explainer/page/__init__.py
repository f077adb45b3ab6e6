"""What a page is made of: blocks, sentences, steps, tables and figures as data."""
