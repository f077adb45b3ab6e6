"""Hypothesis without a clock: a slow machine is no fault of a formula."""

from hypothesis import settings

settings.register_profile("explain", deadline=None, max_examples=200)
settings.load_profile("explain")
