"""What can be asked of an example: each option with its values, and every pair of options.

A part of a report may say something else beside each other part, so the options are asked
alone and two by two. Their values are such that each sort of answer comes up: a batch of one
and of many, a memory that is too small and one that is not, all layers frozen and one.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import explainer
from explainer.network.graph import Graph

# An option's name and a value.
Choice = tuple[str, Any]

ALWAYS: tuple[Choice, ...] = (
    *(("batch", 1), ("batch", 32)),
    *(("dtype", "float16"), ("dtype", "mixed_float16"), ("dtype", "int8")),
    *(("optimizer", "sgd"), ("optimizer", "adam"), ("optimizer", "adafactor")),
    *(("loss", "none"), ("accumulate", 4), ("threads", 2), ("device", "cuda")),
    *(("fits", "1kB"), ("fits", "300MB"), ("fits", "80GB")),
    ("sensitivity", True),
    *(("devices", 1), ("devices", 3)),
    *(("detail", "full"), ("detail", "handout")),
)
WITH_LAYERS: tuple[Choice, ...] = (("checkpoint", 1), ("checkpoint", 2), ("checkpoint", "best"))


def choices(graph: Graph) -> tuple[Choice, ...]:
    """The options and values that may be asked of a network."""
    if graph.totals is not None:
        return ALWAYS
    return (*ALWAYS, *WITH_LAYERS, *_of_its_layers(graph))


def _of_its_layers(graph: Graph) -> Iterator[Choice]:
    learning = [node for node in graph.nodes if node.count("weights")]
    yield "freeze", [learning[0].name]
    yield "freeze", ["*"]
    for node in (learning[0], graph.nodes[-1]):
        yield "layer", node.name
    yield "set", {f"{learning[0].name}.bias": False}
    yield "set", {f"{learning[0].name}.out_channels": 2 * learning[0].output[-1]}


def pairs(of: tuple[Choice, ...]) -> list[dict[str, Any]]:
    """Nothing asked, each choice alone, and each two that aren't of one option."""
    two = [dict(pair) for pair in combinations(of, 2) if pair[0][0] != pair[1][0]]
    return [{}, *(dict([choice]) for choice in of), *two]


def written(model: str, asked: dict[str, Any]) -> explainer.Document | None:
    """The report; None where the network doesn't allow what is asked, which is said clearly."""
    try:
        return explainer.explain(model, **asked)
    except (explainer.UsageError, explainer.ModelFileError):
        return None
