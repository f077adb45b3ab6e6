"""The differences in inference: each account has a moment of its own at which most is alive."""

from __future__ import annotations

from explainer.memory.bridge.sums import (
    Bridge,
    Difference,
    compared,
    extras,
    those_that_differ,
    values_by_layer,
)
from explainer.memory.framework.simulation import prediction
from explainer.memory.textbook.account import inference_of
from explainer.memory.textbook.alive import peak_of_inference
from explainer.network.case import Case
from explainer.network.tokens import bytes_of_tokens
from explainer.once import once


@once
def inference_bridge(case: Case) -> Bridge:
    """From the textbook's total of inference to the peak of a forward pass."""
    book, found = inference_of(case), prediction(case)
    assert book.total is not None, "bare totals have no framework account"
    textbook = _alive(case)
    images = sum(textbook.pop(node.name, 0) for node in case.graph.inputs)
    images += bytes_of_tokens(case)
    differences = [
        Difference("parameters", found.peak.parameters - book.parameters),
        Difference("buffers", found.peak.buffers),
        Difference("images_stay", found.peak.input - images),
        *compared(
            textbook,
            values_by_layer(found.held),
            lambda _: "at_textbooks_moment",
            "at_frameworks_moment",
        ),
        *extras(found.held),
    ]
    return Bridge(book.total, those_that_differ(differences), found.peak.total)


def _alive(case: Case) -> dict[str, int]:
    """The tensors of the textbook's largest set, by layer, for the batch."""
    each = case.plan.batch * case.plan.bytes_per_value
    peak = peak_of_inference(case.graph)
    return {
        case.graph.nodes[index].name: size * each
        for index, size in zip(peak.alive, peak.sizes, strict=True)
    }
