"""What Adafactor keeps: of each plane of squared gradients only the rows' and columns' means.

The planes lie along the last two axes of a tensor, as torch lays it out: the taps of a
kernel, k_h × k_w, for every pair of channels. A tensor of one axis has no plane, and each
of its values is kept.
"""

from __future__ import annotations

from typing import Any

from explainer.layers.traits import Does
from explainer.maths import Formula, total
from explainer.maths.formulary import Condition, Formulary
from explainer.network.graph import Graph
from explainer.network.node import Node
from explainer.network.optimizers.optimizer import rows_and_columns
from explainer.network.tensor_shapes import tensor_shapes

factored = Formulary("training")
factored_sum = Formulary()


def mixes_channels(node: Node) -> bool:
    """Whether it is a convolution whose kernels see all channels of a group, in one part."""
    return node.layer.does.convolves and "depth_multiplier" not in node.settings


def kernels_over(axes: int) -> Condition:
    """The condition for convolutions with windows of so many axes, in either direction."""
    return lambda node: mixes_channels(node) and len(node.settings["kernel_size"]) == axes


def scales_over(axes: int) -> Condition:
    """The condition for layers that learn a scale for every value, of so many axes."""
    return lambda node: (
        not node.layer.does.sums_products
        and len(node.inputs[0]) == axes
        and any(sorted(one) == sorted(node.inputs[0]) for one in tensor_shapes(node))
    )


def convolves_images(node: Node) -> bool:
    """Whether it is a convolution over height and width, and not a transposed one."""
    return node.layer.does is Does.CONVOLVES and kernels_over(2)(node)


def keeps_channels_apart(node: Node) -> bool:
    """Whether it is a convolution whose kernels lie in one channel each, and nothing more."""
    return node.layer.does is Does.CONVOLVES and not mixes_channels(node)


def separates(node: Node) -> bool:
    """Whether it is a convolution in two parts: channel by channel, and then across them."""
    return node.layer.does is Does.SEPARATES


def convolves_sequences(node: Node) -> bool:
    """Whether a kernel is one plane: torch lays out those of a transposed one the other way."""
    return node.layer.does is Does.CONVOLVES and kernels_over(1)(node)


def has_matrix(node: Node) -> bool:
    """Whether its weights are one matrix, of features by features."""
    return node.layer.does is Does.CONNECTS and len(node.inputs[0]) == 1


def has_no_plane(node: Node) -> bool:
    """Whether all its tensors have a single axis."""
    return all(len(shape) == 1 for shape in tensor_shapes(node))


@factored.formula(name="state", when=lambda node: not has_no_plane(node))  # for any shape
def state_of_planes(rows, columns, vectors=0):
    """Each row and each column of every plane has one value; tensors of one axis are kept whole."""
    return rows + columns + vectors


# Where a layer's own sizes say it, what follows stands in place of the formula above.
@factored.formula(name="state", when=kernels_over(2))
def state_of_kernels(k_h, k_w, c_in, c_out, g=1, biases=0):
    """Each plane of k_h × k_w taps has a value for every row and every column; a bias has one."""
    return (k_h + k_w) * (c_in / g) * c_out + biases


@factored.formula(name="state", when=convolves_sequences)
def state_of_short_kernels(k_l, c_in, c_out, g=1, biases=0):
    """Each kernel is a plane with a value for each of its c_in / g rows and k_l columns; a bias
    has one.
    """
    return (c_in / g + k_l) * c_out + biases


@factored.formula(name="state", when=kernels_over(3))
def state_of_solid_kernels(k_d, k_h, k_w, c_in, c_out, g=1, biases=0):
    """Each plane of k_h × k_w taps has a value for every row and every column; a bias has one."""
    return (k_h + k_w) * k_d * (c_in / g) * c_out + biases


@factored.formula(name="state", when=keeps_channels_apart)
def state_of_flat_kernels(k_h, k_w, c_out, biases=0):
    """Each of the c_out kernels is a plane of k_h × k_w taps, with a value for every row and
    every column; a bias has one.
    """
    return (k_h + k_w) * c_out + biases


@factored.formula(name="state", when=separates)
def state_of_separable_kernels(k_h, k_w, c_mid, c_out, biases=0):
    """Each of the c_mid kernels of the first part is a plane of k_h × k_w taps, and each weight of
    the second part one of 1 × 1: a plane has a value for every row and every column, a bias one.
    """
    return (k_h + k_w) * c_mid + (1 + 1) * c_mid * c_out + biases


@factored.formula(name="state", when=has_matrix)
def state_of_matrix(n_in, n_out, biases=0):
    """The weights are one plane with a value for every row and every column; a bias has one."""
    return n_out + n_in + biases


@factored.formula(name="state", when=scales_over(2))
def state_of_scales_in_rows(c_in, L_in, tensors):
    """Each tensor of scales or shifts is one plane, with a value for every row and column."""
    return (c_in + L_in) * tensors


@factored.formula(name="state", when=scales_over(3))
def state_of_scales(c_in, H_in, W_in, tensors):
    """Scales, and shifts, have a plane for each channel, with a value for every row and column."""
    return (H_in + W_in) * c_in * tensors


@factored.formula(name="state", when=scales_over(4))
def state_of_solid_scales(c_in, D_in, H_in, W_in, tensors):
    """Scales, and shifts, have a plane for each slice, with a value for every row and column."""
    return (H_in + W_in) * D_in * c_in * tensors


@factored.formula(name="state", when=has_no_plane)
def state_of_vectors(weights, biases=0):
    """A tensor of one axis is kept in full: a value for every parameter."""
    return weights + biases


@factored.mistake(instead_of=state_of_kernels, when=convolves_images)
def kernel_factored_as_one_matrix(k_h, k_w, c_in, c_out, g=1, biases=0):
    """The planes are the last two axes, k_h × k_w: the kernels are not laid out as one matrix."""
    return c_out + k_h * k_w * (c_in / g) + biases


@factored.mistake(instead_of=state_of_kernels, when=lambda node: not has_no_plane(node))
def second_moment_in_full(parameters):
    """Only the means of rows and columns are kept: their product stands for the whole plane."""
    return parameters


@factored_sum.formula()
def state(*S):
    """Add up what is kept beside the parameters of all layers that learn, kind by kind."""
    return total(*S)


def state_values(node: Node) -> dict[str, Any]:
    """The numbers that the formulas look up, by their symbols."""
    tensors = sum(1 for part in ("weights", "biases") if node.count(part))
    return {**node.values, "tensors": tensors, **_planes_of(node)}


def _planes_of(node: Node) -> dict[str, int]:
    """The rows and columns of all planes, and the values of tensors that have none."""
    shapes = tensor_shapes(node)
    planes = [rows_and_columns(shape) for shape in shapes if len(shape) > 1]
    return {
        "rows": sum(rows for rows, _ in planes),
        "columns": sum(columns for _, columns in planes),
        "vectors": sum(shape[0] for shape in shapes if len(shape) == 1),
    }


def state_formula(node: Node) -> Formula:
    """The formula that holds for a layer with parameters."""
    return factored.formulas_for(node)["state"]


def state_in(node: Node) -> int:
    """The values that Adafactor keeps for one layer; 0 where it has no parameters."""
    if not node.count("parameters"):
        return 0
    formula = state_formula(node)
    return int(formula.value(formula.arguments(state_values(node))))


def state_by_kind(graph: Graph, frozen: frozenset[int]) -> dict[str, int]:
    """The sums over the layers of each kind that learn; kinds without any left out."""
    sums: dict[str, int] = {}
    for node in graph.nodes:
        if node.index not in frozen and (kept := state_in(node)):
            sums[node.kind] = sums.get(node.kind, 0) + kept
    return sums
