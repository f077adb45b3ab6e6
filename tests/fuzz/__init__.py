"""Model files that nobody has thought of, and what has to hold for each of them.

    python -m tests.fuzz --models 100000 --pdf 1000 --fresh 1000 --seed 1

Everything is drawn from a seed and the number of the model, so that `--seed S --only N` gives
the same model, options and command line again.
"""
