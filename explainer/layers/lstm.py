"""A recurrent layer with a cell that gates guard: torch.nn.LSTM."""

from __future__ import annotations

from explainer.layers.libraries import keras
from explainer.layers.recurrent import Gates, on_cuda, recurrent


def in_one_operation(device: str, dtype: str) -> str:
    """On the CPU oneDNN reads the sequence in these types of numbers."""
    by_onednn = dtype in ("float32", "bfloat16", "mixed_bfloat16")
    return "onednn_workspace" if device == "cpu" and by_onednn else on_cuda(device, dtype)


lstm = recurrent(
    "lstm",
    Gates(
        (
            "unrolled.gate_input",
            "unrolled.gate_forget",
            "unrolled.gate_cell",
            "unrolled.gate_output",
        ),
        "An LSTM makes four things of each position: the input gate, the forget gate, the output "
        "gate, and the new values for its cell.",
        kept="the four gates and the cell",
        cell=True,
    ),
    about="Reads a sequence position by position, and keeps a cell that gates fill, empty and "
    "read.",
    name="LSTM",
    of_keras=keras("LSTM", differs="meant.keras_lstm", one_bias=True),
    states=("state", "cell"),
    lacks=in_one_operation,
)
