"""How long `explain` takes: `python -m tests.benchmarks` prints it, as ratios in one run.

Nothing is asserted: a machine may be busy. Each time of a command is of the processor, the least
of several, and what is compared runs in turns. `python -m tests.benchmarks floors` prints only
what is held against the imports of the libraries.
"""
