"""A case, what is asked about it, and everything worked out, each once."""
