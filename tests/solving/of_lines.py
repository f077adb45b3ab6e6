"""Which lines of a working are wrong: those that don't follow from what stands before them."""

from __future__ import annotations

from tests.solving.counting import product
from tests.solving.facts import Facts, Layer, Line, NotSaidError
from tests.solving.kinds import AXES, GATES, Work
from tests.solving.of_layers import work_of

AXIS_LETTERS = {2: "l", 3: "hw", 4: "dhw"}


def wrong_lines(facts: Facts) -> list[int]:
    """The numbers of the lines that don't follow from the question and the lines before."""
    said: dict[str, int] = {}
    wrong = []
    for line in facts.lines:
        if line.value is None:
            continue
        if line.value != _follows(line, said, facts):
            wrong.append(line.number)
        said[line.symbol] = line.value
    return wrong


def _follows(line: Line, said: dict[str, int], facts: Facts) -> int:
    """What a line gives, if those before it are right."""
    work, symbol = work_of(facts), line.symbol
    if symbol == "weights":
        return work.weights()
    if symbol == "gates":
        return GATES[work.layer.kind]
    if symbol == "weights_x":
        return work.rows() * sum(work.read_by_layers())
    if symbol == "weights_h":
        return work.rows() * work.number("hidden_size") * work.number("num_layers")
    if symbol == "inside":
        return work.inside()
    if symbol == "c_mid":
        return work.between()
    if symbol == "activations" and work.layer.kind in (*GATES, "separable_conv2d"):
        return work.stored()
    if symbol == "biases":
        return said["weights"] if _has_shifts(work.layer) else work.biases()
    if symbol == "parameters":
        return said["weights"] + said.get("biases", work.biases())
    if symbol == "size":
        return said["activations"] * facts.number("b")
    if symbol.startswith("P_"):
        return _padded_same(work, AXIS_LETTERS[len(work.size)].index(symbol[-1]))
    sizes = dict(zip(_symbols(work), work.output(), strict=True))
    if symbol == "activations":
        return product([said.get(name, size) for name, size in sizes.items()])
    if symbol not in sizes:
        raise NotSaidError(f"what {symbol} is")
    return sizes[symbol]


def _symbols(work: Work) -> tuple[str, ...]:
    """The names of the output's sizes, by how many there are."""
    return {
        1: ("n_out",),
        2: ("L_out", "c_out"),
        3: ("H_out", "W_out", "c_out"),
        4: ("D_out", "H_out", "W_out", "c_out"),
    }[len(work.output())]


def _padded_same(work: Work, axis: int) -> int:
    """How many zeros stand around an axis, so that there are ⌈size / stride⌉ places."""
    axes = AXES[work.layer.kind]
    kernel, step, apart = (work.each(s, axes)[axis] for s in ("kernel_size", "stride", "dilation"))
    size, span = work.size[axis], (kernel - 1) * apart + 1
    return max((-(-size // step) - 1) * step + span - size, 0)


def _has_shifts(layer: Layer) -> bool:
    """Whether its biases are counted by its weights, one beside each."""
    return "norm" in layer.kind
