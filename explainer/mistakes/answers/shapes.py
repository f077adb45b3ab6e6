"""Answers about a whole output: 13×13×64 for 12×12×64."""

from __future__ import annotations

from collections.abc import Iterator

from explainer.layers.layer import Shape
from explainer.mistakes.answers.diagnosis import Answer, Diagnosis
from explainer.mistakes.answers.reading import shape_in
from explainer.mistakes.engine.explanation import Explanation
from explainer.mistakes.engine.slips import Slips
from explainer.mistakes.engine.verdict import Verdict
from explainer.mistakes.engine.workings import made
from explainer.mistakes.engine.wrong_nodes import earlier


def diagnose_shape(answer: Answer, slips: Slips) -> Diagnosis:
    """The diagnosis of an output's sizes; UsageError where they are none."""
    graph = slips.world.graph
    index, shape = shape_in(answer.value, answer.quantity, graph)
    right = graph.nodes[index].output
    found = tuple(explain_shape(index, shape, slips)) if shape != right else ()
    verdict = Verdict.EXPLAINED if found else Verdict.NOT_EXPLAINED
    return Diagnosis(
        answer=answer,
        case=slips.world.case,
        exact=right,
        exact_unit="sizes",
        figure=right,
        unit="sizes",
        verdict=Verdict.RIGHT if shape == right else verdict,
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
                    key=(name,),
                )
