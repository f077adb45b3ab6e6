"""A network as it is run: what every account, question and page is about."""
