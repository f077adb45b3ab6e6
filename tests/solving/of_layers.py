"""What is worked out of one layer, or of all layers of the network."""

from __future__ import annotations

from tests.solving.counting import product
from tests.solving.facts import Facts, NotSaidError, Shape
from tests.solving.kinds import Work


def work_of(facts: Facts) -> Work:
    if facts.layer is None:
        raise NotSaidError("which layer, and what it takes")
    return Work(facts.layer, facts.layer.takes, facts)


def rows(facts: Facts) -> int:
    work = work_of(facts)
    names = facts.order.get(len(work.size), ())
    if "rows" not in names:
        raise NotSaidError("which number is the rows")
    return work.output()[names.index("rows")]


def works(facts: Facts) -> list[tuple[Work, Shape]]:
    """Every layer of the network with what it puts out."""
    if not facts.network:
        raise NotSaidError("the layers of the network")
    outputs: dict[str, Shape] = {"input": facts.image}
    found, last = [], "input"
    for layer in facts.network:
        sources = layer.sources or (last,)
        for name in sources:
            if name not in outputs:
                raise NotSaidError(f"what {name} puts out")
        takes = tuple(outputs[name] for name in sources)
        work = Work(layer, takes, facts)
        outputs[layer.name], last = work.output(), layer.name
        found.append((work, outputs[layer.name]))
    return found


def all_parameters(facts: Facts) -> int:
    return sum(work.weights() + work.biases() for work, _ in works(facts))


def all_outputs(facts: Facts) -> int:
    if facts.not_stored is None:
        raise NotSaidError("which outputs are stored")
    stored = [work for work, _ in works(facts) if work.layer.name not in facts.not_stored]
    image = 0 if "input" in facts.not_stored else product(facts.image)
    return image + sum(work.stored() for work in stored)


def frozen_parameters(facts: Facts) -> int:
    frozen = [work for work, _ in works(facts) if work.layer.name in facts.frozen]
    return sum(work.weights() + work.biases() for work in frozen)
