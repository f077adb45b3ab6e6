"""The chapters of the derivation to work through, a file each."""
