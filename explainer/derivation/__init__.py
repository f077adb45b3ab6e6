"""From a case to every formula with its numbers; and the figures counted once more."""
