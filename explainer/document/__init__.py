"""From a derivation to a page: blocks, sentences and figures as data, for every renderer."""
