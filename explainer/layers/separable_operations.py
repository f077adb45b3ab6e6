"""What torch runs for a convolution in two parts: two convolutions."""

from __future__ import annotations

from explainer.layers.operations import CONVOLUTION, INPUT, Operation, Running
from explainer.layers.padding import pads_unevenly
from explainer.layers.traits import Built

BETWEEN = ("H_out", "W_out", "c_mid")


def operations(layer: Built, _: Running) -> tuple[Operation, ...]:
    """Two convolutions; the first one pads, and keeps its input or what it made of it to do so."""
    keeps = () if pads_unevenly(layer) else (INPUT,)
    learns = (1, 2) if layer.settings["bias"] else (1,)
    return (
        Operation(
            CONVOLUTION, makes="by channel", axes=BETWEEN, learns=(0,), keeps=keeps, pads=True
        ),
        Operation(CONVOLUTION, ("by channel",), learns=learns, keeps=("by channel",)),
    )
