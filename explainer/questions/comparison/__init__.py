"""`--set` and `explain compare`: two networks side by side, and why they differ."""
