"""What `import explainer` gives: explain, compare, reconcile, diagnose, mistakes."""
