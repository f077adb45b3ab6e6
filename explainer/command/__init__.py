"""The parts of the command line: arguments, outputs, listings, progress, completion."""
