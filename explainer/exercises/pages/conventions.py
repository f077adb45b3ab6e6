"""What a question takes for granted: how sizes are written, what isn't named, what words mean.

Each is said once, and only where a question that is asked depends on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise

from explainer.exercises import Question, Variant
from explainer.exercises.text_numbers import needs_network
from explainer.exercises.text_settings import parts_of, settings_shown, settings_unsaid
from explainer.layers.prelu import prelu
from explainer.layers.traits import Does
from explainer.network.node import Node
from explainer.page import nodes as n
from explainer.page.sentences import say
from explainer.page.setting_text import setting_texts
from explainer.page.wording import joined

OF_SIZE = ("H_out", "activations", "total")
OF_PARAMETERS = ("weights", "biases", "parameters", "total")
OF_VALUES = ("activations", "total")
# The settings on which sizes depend, among those that may be left unsaid; on the others parameters.
SIZING = ("dilation", "ceil_mode")


def conventions(questions: Iterable[Question], variant: Variant) -> list[n.Inlines]:
    """The sentences that these questions need, in a fixed order."""
    asked = [about for question in questions for about in _asked_about(question, variant)]
    nodes = list({node.index: node for node, _ in asked}.values())
    found = [say(f"exercise.shape_{rank}") for rank in _ranks(nodes)]
    found += [say(key) for key, holds in OF_LAYERS.items() if any(map(holds, nodes))]
    unsaid = [
        (setting, value)
        for setting, value in settings_unsaid(nodes)
        if any(
            count in (OF_SIZE if setting.name in SIZING else OF_PARAMETERS) for _, count in asked
        )
    ]
    if unsaid:
        found.append(say("exercise.unsaid", settings=joined(setting_texts(unsaid))))
    for key, (counts, holds) in OF_COUNTS.items():
        if any(count in counts and holds(node) for node, count in asked):
            found.append(say(key))
    return found + _shared(asked, variant)


def _shared(asked: Iterable[tuple[Node, str]], variant: Variant) -> list[n.Inlines]:
    """Whose parameters layers use, where it matters to a count that is asked."""
    sharing = {node.index: node for node, count in asked if count in OF_PARAMETERS}
    found = []
    for node in sharing.values():
        if node.shares is not None:
            owner = variant.case.graph.nodes[node.shares]
            key = "shares_all" if owner.layer is node.layer else "shares_weights"
            names = {"layer": n.User(node.name), "owner": n.User(owner.name)}
            found.append(say(f"exercise.{key}", **names))
    return found


def _asked_about(question: Question, variant: Variant) -> list[tuple[Node, str]]:
    """The layers that a question is about, each with the counts that it takes.

    All of the network's sizes are worked out one after the other, whatever is added up; and
    among the lines in which an error is looked for may be those of the size.
    """
    nodes = [node for node in variant.case.graph.nodes if node.sources]
    count = question.quantity.rpartition(".")[2]
    counts: tuple[str, ...] = (count, "activations")
    if needs_network(question):
        return [(node, one) for node in nodes for one in counts]
    nodes = [node for node in nodes if node.name == question.layer]
    counts = counts if question.kind == "find_the_error" else counts[:1]
    return [(node, one) for node in nodes for one in counts]


def _ranks(nodes: Iterable[Node]) -> list[int]:
    """How many numbers the shapes have that are named; a number of features says what it is."""
    return sorted({len(shape) for node in nodes for shape in node.inputs if len(shape) > 1})


def _has_several_numbers(node: Node) -> bool:
    return any(
        isinstance(value, tuple) and len(set(value)) > 1
        for setting, value in settings_shown(node)
        if setting.name != "normalized_shape"
    )


def _names_channels_first(node: Node) -> bool:
    return len(parts_of(node.settings.get("normalized_shape"))) > 1


def _keeps_a_side(node: Node) -> bool:
    return any(isinstance(value, tuple) and None in value for _, value in settings_shown(node))


def _pads_same(node: Node) -> bool:
    return bool(node.settings.get("padding") == "same")


def _rounds_up(node: Node) -> bool:
    return bool(node.settings.get("ceil_mode", False))


def _normalises(node: Node) -> bool:
    return node.layer.does.normalises and node.layer.tensors is not None


def _has_slopes(node: Node) -> bool:
    return node.layer is prelu


def _recurs(node: Node) -> bool:
    return node.layer.does is Does.RECURS


def _has_two_parts(node: Node) -> bool:
    return node.layer.does is Does.SEPARATES


def _adds_biases_at_last(node: Node) -> bool:
    return _has_two_parts(node) and bool(node.settings["bias"])


def _has_two_biases(node: Node) -> bool:
    return _recurs(node) and bool(node.settings["bias"])


def _has_gates(node: Node) -> bool:
    return _recurs(node) and "gates" in node.values


def _has_cell(node: Node) -> bool:
    return len(node.beside) > 1


# What settings mean, wherever they are named.
OF_LAYERS: dict[str, Callable[[Node], bool]] = {
    "exercise.in_order": _has_several_numbers,
    "exercise.channels_first": _names_channels_first,
    "exercise.unchanged_side": _keeps_a_side,
}
# What matters only to some counts.
OF_COUNTS: dict[str, tuple[tuple[str, ...], Callable[[Node], bool]]] = {
    "exercise.same": (OF_SIZE, _pads_same),
    "exercise.rounded_up": (OF_SIZE, _rounds_up),
    "exercise.scales": (OF_PARAMETERS, _normalises),
    "exercise.slopes": (OF_PARAMETERS, _has_slopes),
    "exercise.two_biases": (("biases", "parameters", "total"), _has_two_biases),
    "exercise.biases_of_second": (("biases", "parameters", "total"), _adds_biases_at_last),
    "exercise.stored_between": (OF_VALUES, _has_two_parts),
    "exercise.stored_states": (OF_VALUES, lambda node: _recurs(node) and not _has_gates(node)),
    "exercise.stored_gates": (OF_VALUES, lambda node: _has_gates(node) and not _has_cell(node)),
    "exercise.stored_cell": (OF_VALUES, lambda node: _has_gates(node) and _has_cell(node)),
}


def is_a_chain(variant: Variant) -> bool:
    """Whether every layer takes what the layer before it gives, and nothing else."""
    return all(later.sources == (one.index,) for one, later in pairwise(variant.case.graph.nodes))


def takes_of(node: Node, variant: Variant) -> n.Inlines:
    """The layers whose outputs a layer takes; nothing where each takes that of the last."""
    if is_a_chain(variant):
        return ()
    return joined([(n.User(variant.case.graph.nodes[index].name),) for index in node.sources])
