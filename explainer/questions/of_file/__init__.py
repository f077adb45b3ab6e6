"""The questions that a model file asks, answered: what they show, change, fit and judge."""
