"""A recurrent layer without gates: torch.nn.RNN."""

from __future__ import annotations

from explainer.layers.libraries import keras
from explainer.layers.recurrent import Gates, recurrent
from explainer.layers.setting_types import Choice
from explainer.layers.settings import Setting

rnn = recurrent(
    "rnn",
    Gates(("unrolled.gate_state",)),
    Setting("nonlinearity", Choice(("tanh", "relu")), "tanh",
            about="The activation function that makes the new state."),
    about="Reads a sequence position by position, and makes a new state of each and the state "
    "before.",
    name="RNN",
    of_keras=keras("SimpleRNN", differs="meant.keras_lstm", one_bias=True),
)  # fmt: skip
