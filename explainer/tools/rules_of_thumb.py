"""What people work out by hand: 4 × weights for Adam, and the matrix of im2col."""

from __future__ import annotations

from explainer.maths import largest
from explainer.maths.formulary import Formulary
from explainer.memory.textbook.sums import totals_of
from explainer.network.case import Case
from explainer.network.units import in_unit, readable_units
from explainer.tools.finding import Known, Printed, Tool
from explainer.tools.printing import in_binary_unit

adam = Formulary()
columns = Formulary()


@adam.formula(name="size_with_adam", unit="bytes")
def size_with_adam(parameters, b):
    """A parameter is stored with its gradient and Adam's two values, which makes four numbers."""
    return 4 * parameters * b


@columns.formula(name="im2col")
def im2col(*X):
    """The largest matrix decides: the layers run one after the other and use the same memory."""
    return largest(*X)


@columns.formula(name="size_of_im2col", unit="bytes")
def size_of_im2col(im2col, b):
    """The matrix is made for one <image|example> at a time."""
    return im2col * b


def _parameters(case: Case) -> Known:
    sums = totals_of(case.graph).given("parameters")
    return Known(sums | {"b": case.plan.bytes_per_value}, missing="" if sums else "not_given")


def _columns(case: Case) -> Known:
    if case.graph.totals is not None:
        return Known(missing="layers")
    sizes: dict[str, int] = {}
    for node in case.graph.nodes:
        if node.count("im2col"):
            sizes[node.kind] = max(node.count("im2col"), sizes.get(node.kind, 0))
    if not sizes:
        return Known(missing="no_convolution")
    return Known({"X": sizes, "b": case.plan.bytes_per_value})


def _decimal_unit(size: int, _: int) -> str:
    unit = readable_units(size)[0]
    return f"{in_unit(size, unit)} {unit}"


ADAM = Tool(
    "4_x_weights",
    "4 × weights, for Adam",
    "https://huggingface.co/docs/accelerate/usage_guides/model_size_estimator",
    adam,
    lambda _: (Printed("size_with_adam", _decimal_unit),),
    _parameters,
    beside="adam",
)

IM2COL = Tool(
    "im2col",
    "im2col, the largest matrix",
    "https://github.com/BVLC/caffe/blob/master/src/caffe/util/im2col.cpp",
    columns,
    lambda _: (Printed("size_of_im2col", lambda size, _: in_binary_unit(size)),),
    _columns,
    beside="workspace",
)
