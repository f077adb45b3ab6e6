"""How long `explain` takes: `python -m tests.benchmarks` prints it, as ratios in one run.

Nothing is asserted: a machine may be busy. Each time is the shortest of several, and what
is compared runs in turns.
"""
