"""Pooling keeps its input; where it takes the largest value, also which one that was."""

from __future__ import annotations

from explainer.memory.framework.extras import INDICES
from explainer.memory.framework.forward import Forward
from explainer.memory.framework.storage import Value


def maximum(run: Forward, image: Value) -> Value:
    """The indices are made in inference too, and thrown away there."""
    indices = run.extra(INDICES)
    return run.make([image], keeps=[image.storage, indices], made=[indices])


def average(run: Forward, image: Value) -> Value:
    """The input is kept, although only its size is needed."""
    return run.make([image], keeps=[image.storage])


def adaptive_average(run: Forward, image: Value) -> Value:
    """To a single place torch takes the mean, which keeps nothing."""
    return mean(run, image) if run.node.output[:2] == (1, 1) else average(run, image)


def mean(run: Forward, image: Value) -> Value:
    """The gradient of a mean is the same for every value."""
    return run.make([image])


def upsampled(run: Forward, image: Value) -> Value:
    """Only `area` keeps the input: it is an average pooling."""
    area = run.node.settings["mode"] == "area"
    return adaptive_average(run, image) if area else run.make([image])
