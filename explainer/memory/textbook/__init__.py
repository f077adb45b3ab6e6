"""The textbook account: sums of formulas over a network."""
