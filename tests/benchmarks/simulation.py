"""How long the simulation of a training step takes, within this process."""

from __future__ import annotations

import time
from pathlib import Path

from explainer.memory.framework.simulation import training_step
from explainer.network.case import Case
from explainer.network.graph import build
from explainer.network.plan import Plan
from explainer.readers import read


def simulated(model: Path, turns: int) -> float:
    """The shortest of several times of the processor, in seconds; the model is read before."""
    graph = build(read(model))
    times = []
    for _ in range(turns):
        start = time.process_time()
        training_step(Case(graph, Plan(batch=32, optimizer="adam")))
        times.append(time.process_time() - start)
    return min(times)
