"""The laws of layers that read a sequence step by step, and the mistakes made with them.

Every position meets two sorts of weights: those of its input, and those of the state that the
position before has left. A layer with gates has both once for each gate.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from explainer.layers.counts import attach_parameters, has_bias
from explainer.layers.layer import SEQUENCE, Layer, Situation
from explainer.layers.libraries import ClassName
from explainer.layers.setting_types import Count, Flag, Real
from explainer.layers.settings import Setting
from explainer.layers.tensor_law import TensorLaw
from explainer.layers.traits import Backward, Built, Does, Example, Module, Saved

# The numbers of the catalogue's examples, as far as they follow from each other.
SAMPLE: Mapping[str, int] = {
    "h": 8, "c_in": 6, "c_out": 16, "L_in": 32, "L_out": 32, "layers": 2, "directions": 2,
}  # fmt: skip


@dataclass(frozen=True)
class Gates:
    """What a kind makes for every value of a state, and keeps at each position.

    names: what its matrices make, in torch's order, by keys of sentences; one where it has no
    gates. says: which they are.
    kept: what it keeps of each position beside the state; cell: whether a cell is among it.
    """

    names: tuple[str, ...]
    says: str = ""
    kept: str = ""
    cell: bool = False

    @property
    def count(self) -> int:
        """How many matrices meet what is read, and as many the state."""
        return len(self.names)


def sample_of(gates: Gates) -> dict[str, int]:
    """Two layers in both directions: what follows from the numbers above."""
    rows = SAMPLE["directions"] * gates.count * SAMPLE["h"]
    kept = (gates.count + gates.cell) * bool(gates.kept)
    return {
        **SAMPLE,
        **({"gates": gates.count} if gates.says else {}),
        "weights_x": rows * (SAMPLE["c_in"] + SAMPLE["c_out"]),
        "weights_h": rows * SAMPLE["layers"] * SAMPLE["h"],
        "inside": SAMPLE["c_out"] * (1 + SAMPLE["layers"] * kept),
    }


def both_directions(situation: Situation) -> bool:
    """Whether it reads the sequence backwards as well."""
    return bool(situation.settings["bidirectional"])


def one_direction(situation: Situation) -> bool:
    """Whether it reads the sequence forwards only."""
    return not both_directions(situation)


def several_layers(situation: Situation) -> bool:
    """Whether layers stand on each other."""
    return bool(situation.settings["num_layers"] > 1)


def one_layer(situation: Situation) -> bool:
    """Whether a single layer reads the sequence."""
    return not several_layers(situation)


def matrices(gates: int) -> Callable[[Built], list[tuple[int, ...]]]:
    """For each layer and direction the weights of the input, of the state, and two biases."""

    def shapes(layer: Built) -> list[tuple[int, ...]]:
        rows = gates * layer.settings["hidden_size"]
        found: list[tuple[int, ...]] = []
        for number in range(layer.settings["num_layers"]):
            read = layer.output[-1] if number else layer.inputs[0][-1]
            one: list[tuple[int, ...]] = [(rows, read), (rows, layer.settings["hidden_size"])]
            one += [(rows,), (rows,)] if layer.settings["bias"] else []
            found += one * (1 + layer.settings["bidirectional"])
        return found

    return shapes


def on_cuda(device: str, _: str) -> str:
    """On CUDA cuDNN reads the sequence, and keeps a reserve of its own."""
    return "cudnn_reserve" if device == "cuda" else ""


def recurrent(
    kind: str,
    gates: Gates,
    *more: Setting,
    about: str,
    name: str,
    states: tuple[str, ...] = ("state",),
    lacks: Callable[[str, str], str] = on_cuda,
    of_keras: ClassName,
) -> Layer:
    """A kind with its sizes, its weights and what it stores.

    more: settings of its own; name: torch's class; states: what it hands out of the end.
    lacks: where something is kept that is not derived. of_keras: the class that Keras has.
    """
    layer = Layer(
        kind,
        about=about,
        reference=f"https://docs.pytorch.org/docs/stable/generated/torch.nn.{name}.html",
        takes=SEQUENCE,
        does=Does.RECURS,
        backward=Backward(Saved.INPUT, lacks=lacks),
        module=Module(name, with_torch_names, channels=True),
        declares="input_size",
        gates=gates.names,
        elsewhere=(of_keras,),
        caffe=False,
        tensors=matrices(gates.count),
        example=Example({"hidden_size": 8}),
        varied=("hidden_size",),
        sample=sample_of(gates),
        outputs=tuple(TensorLaw(state, ("c_out",)) for state in states),
        inner=(
            TensorLaw(
                _inside(gates),
                ("L_out", "inside"),
                when=lambda s: bool(gates.kept) or several_layers(s),
                in_inference=False,
            ),
            TensorLaw("below", ("L_out", "c_out"), kept=False, when=several_layers),
        ),
        settings=(
            Setting("hidden_size", Count(), symbols=("h",), aliases=("units",),
                    about="How many values a state has, in each direction."),
            Setting("num_layers", Count(), 1, symbols=("layers",),
                    about="How many layers stand on each other, each reading the one below."),
            *more,
            Setting("bias", Flag(), True, aliases=("use_bias",),
                    about="Whether a bias is added beside each matrix."),
            Setting("dropout", Real(Fraction(0), Fraction(1)), 0,
                    symbols=("dropped",),
                    about="The share of the values between two layers that is set to 0."),
            Setting("bidirectional", Flag(), False, symbols=("directions",),
                    about="Whether it reads the sequence backwards as well, with weights of its "
                    "own."),
        ),
    )  # fmt: skip
    _attach_sizes(layer)
    _attach_weights(layer, gates)
    _attach_biases(layer, gates)
    attach_parameters(layer)
    _attach_activations(layer, gates, len(states))
    _attach_products(layer)
    return layer


def _inside(gates: Gates) -> str:
    """What the tensor is called that holds what a layer keeps at each position."""
    if not gates.kept:
        return "states"
    return "gates_and_cell" if gates.cell else "gates"


def _attach_sizes(layer: Layer) -> None:
    size = layer.formula(name="c_out", topic="sizes", when=both_directions)(of_both_directions)
    size.mistake(
        "one_direction_put_out",
        directions=1,
        when=both_directions,
        says="At each position the states of both directions stand side by side.",
    )
    layer.formula(name="c_out", topic="sizes", when=one_direction)(of_one_direction)


def of_both_directions(directions, h):
    """At each position the states of both directions stand side by side as its channels."""
    return directions * h


def of_one_direction(h):
    """At each position the values of its state are the channels."""
    return h


def weights_of_inputs(c_in, c_out, h, layers=1, directions=1, gates=1):
    """Each value of the new state has one weight for each channel of the position."""
    return directions * gates * h * (c_in + (layers - 1) * c_out)


OF_ALL_INPUTS = (
    "The first layer reads the input, and each other layer what the one below it puts out."
)


def weights_of_states(h, layers=1, directions=1, gates=1):
    """Each has one more weight for each value of the state that the position before has left."""
    return layers * directions * gates * h * h


def all_weights(weights_x, weights_h):
    """Both are learnt: what reads the input, and what reads the state."""
    return weights_x + weights_h


def gates_forgotten(weights, gates):
    """Every gate has two matrices of its own."""
    return weights / gates


def directions_forgotten(weights, directions):
    """The way back has weights of its own: it is a second layer beside the first."""
    return weights / directions


def positions_given_weights(weights, L_in):
    """All positions share the weights: the same matrices meet one position after the other."""
    return weights * L_in


def _attach_weights(layer: Layer, gates: Gates) -> None:
    if gates.says:
        layer.formula(name="gates", says=gates.says)(lambda: gates.count)
    known = {} if gates.says else {"gates": 1}
    says = "Each value of each gate has one weight for each channel of the position that is read."
    layer.formula(name="weights_x", when=one_layer, parts=known, says=says if gates.says else "")(
        weights_of_inputs
    )
    every = layer.formula(name="weights_x", when=several_layers, parts=known, says=OF_ALL_INPUTS)(
        weights_of_inputs
    )
    every.mistake(
        "first_input_for_all_layers",
        c_out="c_in",
        when=several_layers,
        says="Only the first layer reads the input: the others read states.",
    )
    every.mistake(
        "one_direction_passed_on",
        c_out="h",
        when=lambda s: several_layers(s) and both_directions(s),
        says="The next layer reads the states of both directions, side by side.",
    )
    layer.formula(name="weights_h", parts=known)(weights_of_states)
    right = layer.formula(name="weights")(all_weights)
    right.mistake(
        "state_weights_forgotten",
        weights_h=0,
        says="The state is read as well, by weights of its own: "
        "without them no position would know of those before it.",
    )
    if gates.says:
        right.mistake_around()(gates_forgotten)
    right.mistake_around(when=both_directions)(directions_forgotten)
    right.mistake_around()(positions_given_weights)


def biases_of_gates(h, layers=1, directions=1, gates=1):
    """Each gate has two biases, one beside each of its two matrices."""
    return 2 * layers * directions * gates * h


def one_bias_for_each_gate(biases):
    """PyTorch has two, one for each matrix. Keras has one in LSTM and SimpleRNN, and two in GRU."""
    return biases / 2


def _attach_biases(layer: Layer, gates: Gates) -> None:
    known = {} if gates.says else {"gates": 1}
    says = "" if gates.says else "There are two biases, one beside each of the two matrices."
    right = layer.formula(name="biases", when=has_bias, parts=known, says=says)(biases_of_gates)
    right.mistake_around(when=has_bias)(one_bias_for_each_gate)


def _attach_activations(layer: Layer, gates: Gates, states: int) -> None:
    if gates.kept:
        _attach_inside(layer, gates)
    else:
        layer.formula(name="inside", when=several_layers)(below)
    stored = layer.formula(name="activations", topic="sums", says=STORED[states])(
        {1: with_one_state, 2: with_two_states}[states]
    )
    if gates.kept:
        stored.mistake(
            "gates_not_stored",
            inside=0,
            says="To go back through a position its gates are needed, so they are kept.",
        )
    stored.mistake(
        "one_position_stored",
        L_out=1,
        says="Training goes back through all positions, so what each has made is kept.",
    )
    layer.mistake(instead_of=stored)(states_not_counted)


STORED = {
    1: "Every position keeps what it makes; the last state is put out once more by itself.",
    2: "Every position keeps what it makes; the last state and the last cell are put out once "
    "more by themselves.",
}


def below(c_out, layers):
    """At each position the layers below keep what the next one reads."""
    return (layers - 1) * c_out


def with_one_state(L_out, c_out, inside=0):
    """What every position keeps, and the last state."""
    return L_out * (c_out + inside) + c_out


def with_two_states(L_out, c_out, inside=0):
    """What every position keeps, the last state and the last cell."""
    return L_out * (c_out + inside) + 2 * c_out


def states_not_counted(L_out, c_out, inside=0):
    """What is put out by itself is a tensor of its own beside the sequence."""
    return L_out * (c_out + inside)


def _attach_inside(layer: Layer, gates: Gates) -> None:
    law = with_cells if gates.cell else of_gates
    alone = f"At each position it keeps {gates.kept}."
    together = (
        f"At each position every layer keeps {gates.kept}, and all but the last layer its state."
    )
    layer.formula(name="inside", when=one_layer, says=alone)(law)
    layer.formula(name="inside", when=several_layers, says=together)(law)


def of_gates(h, gates, c_out, layers=1, directions=1):
    """The gates of every layer, and the states that the layers above read."""
    return layers * directions * gates * h + (layers - 1) * c_out


def with_cells(h, gates, c_out, layers=1, directions=1):
    """The gates and cells of every layer, and the states that the layers above read."""
    return layers * directions * (gates + 1) * h + (layers - 1) * c_out


def macs_of_positions(L_out, weights):
    """At every position each weight is used once."""
    return L_out * weights


def _attach_products(layer: Layer) -> None:
    products = layer.formula(name="macs")(macs_of_positions)
    products.mistake(
        "positions_forgotten",
        L_out=1,
        says="The same weights are used again at every position.",
    )


def with_torch_names(layer: Built) -> dict[str, Any]:
    """The settings, for torch's class: sequences have their positions behind the batch."""
    return {**layer.settings, "batch_first": True}
