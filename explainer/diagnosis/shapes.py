"""Answers about a whole output: 13×13×64 for 12×12×64."""

from __future__ import annotations

from collections.abc import Iterator

from explainer.claims.slips import Slips
from explainer.claims.workings import earlier, made
from explainer.diagnosis.reading import shape_in
from explainer.diagnosis.result import Answer, Diagnosis, Explanation, Verdict
from explainer.layers.layer import Shape


def diagnose_shape(answer: Answer, slips: Slips) -> Diagnosis:
    """The diagnosis of an output's sizes; UsageError where they are none."""
    graph = slips.world.graph
    index, shape = shape_in(answer.value, answer.quantity, graph)
    right = graph.nodes[index].output
    found = tuple(explain_shape(index, shape, slips)) if shape != right else ()
    verdict: Verdict = "right" if shape == right else "explained" if found else "not explained"
    return Diagnosis(
        answer=answer,
        case=slips.world.case,
        exact=right,
        exact_unit="sizes",
        figure=right,
        unit="sizes",
        verdict=verdict,
        explanations=found,
    )


def explain_shape(index: int, shape: Shape, slips: Slips) -> Iterator[Explanation]:
    """The single mistakes, in the layer or in one before it, that give this output."""
    graph = slips.world.graph
    for place in (index, *earlier(graph, index)):
        for name in slips.spoilt.names_of_sizes(place):
            wrong = slips.spoilt.with_mistake(name, place, index)
            if wrong is None or place not in wrong.made:
                continue
            if wrong.graph.nodes[index].output == shape:
                mistake = wrong.made[place][0]
                yield Explanation(
                    (name,),
                    0,
                    (mistake,),
                    (made(mistake, wrong.graph.nodes[place].values),),
                    output=shape,
                    layer=graph.nodes[place].name,
                    carried=place != index,
                    layers=1,
                )
