"""Formulas over a whole network: sums, training, inference, optimizers, units."""
