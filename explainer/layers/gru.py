"""A recurrent layer whose gates mix the old state with a new one: torch.nn.GRU."""

from __future__ import annotations

from explainer.layers.libraries import keras
from explainer.layers.recurrent import Gates, recurrent

gru = recurrent(
    "gru",
    Gates(
        ("unrolled.gate_reset", "unrolled.gate_update", "unrolled.gate_state"),
        "A GRU makes three things of each position: the reset gate, the update gate, and the "
        "values of a new state.",
        kept="the three gates",
    ),
    about="Reads a sequence position by position, and lets gates mix the state before with a new "
    "one.",
    name="GRU",
    of_keras=keras("GRU", differs="meant.keras_gru"),
)
