"""Questions, solutions, sheets and keys as pages."""
