"""One engine for claims of a file and answers of a person: which mistakes give a number."""
