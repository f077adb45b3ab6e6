"""A recurrent layer unrolled over its positions, with the one set of weights that all use."""

from __future__ import annotations

from explainer.layers.traits import Does
from explainer.network.node import Node
from explainer.page import drawings as d
from explainer.page import nodes as n
from explainer.page.sentences import say
from explainer.page.wording import joined

# A bias beside each of the two matrices.
BIASES = 2
# Beyond these the lower or narrower part of a block is drawn larger than it is.
MOST_READ, MOST_STATE = 12, 30


def unrolled_blocks(node: Node) -> list[n.Block]:
    """The picture for a recurrent layer; nothing for others."""
    if node.layer.does is not Does.RECURS:
        return []
    positions, read = node.inputs[0]
    state, gates = node.settings["hidden_size"], len(node.layer.gates)
    biases = BIASES * node.settings["bias"]
    drawing = d.Unrolled(
        positions=positions,
        read=read,
        state=state,
        states=tuple(say(f"unrolled.{law.name}") for law in node.layer.outputs),
        gates=tuple(say(key) for key in node.layer.gates),
        biases=biases,
        looks=(
            say("unrolled.reads", count=read),
            say("unrolled.states", count=state),
            say("unrolled.biases"),
        ),
        shared=say("unrolled.shared", positions=positions),
        counted=_counted(gates, state, read),
    )
    told = [say("unrolled.sentence", gates=gates, state=state, read=read)]
    layers, both = node.settings["num_layers"], node.settings["bidirectional"]
    if layers > 1:
        key = "unrolled.layers_directions" if both else "unrolled.layers"
        told.append(say(key, layers=layers))
    elif both:
        told.append(say("unrolled.directions"))
    scaled = read <= MOST_READ * state and state <= MOST_STATE * read
    caption = say(
        "unrolled.caption_scaled" if scaled else "unrolled.caption", name=n.User(node.name)
    )
    return [n.Figure(drawing, caption, joined(told, by=" "))]


def _counted(gates: int, state: int, read: int) -> n.Inlines:
    """The weights of a set, as a product."""
    rows = f"{gates} · {state:,}" if gates > 1 else f"{state:,}"
    product = (n.Words(f"{rows} · ({read:,} + {state:,})"),)
    return say("unrolled.counted", product=product, count=gates * state * (read + state))
