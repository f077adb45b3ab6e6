# mypy: allow-subclassing-any
"""Kinds of layer that the program doesn't have: they try what none of its own uses yet.

`weigh` takes a sequence, L × c, and weighs its places by how alike they are: it gives the
weighed sequence and, as `weigh.state`, the mean over all places. Inside it makes the L × L
likenesses for a moment, and the scores that softmax makes of them, which autograd keeps.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

from explainer.layers import LAYERS
from explainer.layers.layer import SEQUENCE, Layer
from explainer.layers.tensor_law import TensorLaw
from explainer.layers.traits import Backward, Does, Module, Saved
from explainer.memory.framework import network
from explainer.memory.framework.forward import Forward
from explainer.memory.framework.kinds import run_layer
from explainer.memory.framework.storage import INSIDE
from explainer.memory.framework.tape import Value

weigh = Layer(
    "weigh",
    about="Weighs the places of a sequence by how alike they are.",
    reference="",
    takes=SEQUENCE,
    does=Does.NORMALISES,
    backward=Backward(Saved.INPUT),
    module=Module("Weigh"),
    caffe=False,
    outputs=(TensorLaw("state", ("c_in",)),),
    inner=(
        TensorLaw("likenesses", ("L_in", "L_in"), kept=False),
        TensorLaw("scores", ("L_in", "L_in")),
    ),
)


@weigh.formula()
def weights():
    """Nothing is learnt: the sequence is weighed by itself."""
    return 0


@weigh.formula()
def activations(L_in, c_in):
    """The weighed sequence, its mean over all places, and a score for each pair of places."""
    return L_in * c_in + c_in + L_in * L_in


def weighed(run: Forward, sequence: Value) -> tuple[Value, Value]:
    """What torch makes, in the order of the module below."""
    square = run.shape_of("scores")
    likenesses = run.make([sequence, sequence], keeps=[sequence.storage], shape=square, what=INSIDE)
    scores = run.make([likenesses], keeps_output=True, shape=square, what=INSIDE)
    run.ledger.drop(likenesses.storage)
    output = run.make([sequence, scores], keeps=[sequence.storage, scores.storage])
    state = run.make([sequence], shape=run.shape_of("state"))
    run.ledger.drop(scores.storage)
    return output, state


def weighing_module():
    """The same in torch, which has the channels before the places."""
    import torch

    class Weigh(torch.nn.Module):
        def forward(self, sequence):
            scores = torch.bmm(sequence.transpose(1, 2), sequence).softmax(-1)
            return torch.bmm(sequence, scores), sequence.mean(2)

    return Weigh


def run_made_up(run: Forward, *sources: Value) -> Value | tuple[Value, ...]:
    """What torch makes of these kinds goes by no rule that the program has."""
    if run.node.layer is weigh:
        return weighed(run, *sources)
    return run_layer(run, *sources)


@contextmanager
def made_up_kinds(*, torch: bool = False) -> Iterator[None]:
    """Have the kinds among the program's own; torch: in `verify` too."""
    with ExitStack() as stack:
        stack.enter_context(patch.dict(LAYERS, {"weigh": weigh}))
        stack.enter_context(patch.object(network, "run_layer", run_made_up))
        if torch:
            from explainer.torch_network import plain_modules

            found = patch.object(plain_modules, "Weigh", weighing_module(), create=True)
            stack.enter_context(found)
        yield
