"""Prediction in int8, by ONNX's operator QLinearConv: what the whole numbers need beside them.

Its weights are int8 with a float32 scale and an int8 zero point for each output channel; its
biases are int32 and need neither, since their scale is that of the input times that of the
weights, and their zero point is 0; a tensor has one scale and one zero point as a whole.
https://onnx.ai/onnx/operators/onnx__QLinearConv.html
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from explainer.maths import total
from explainer.maths.formulary import Formulary, bytes_of
from explainer.memory.textbook.account import account_values
from explainer.network.case import Case
from explainer.network.node import Node
from explainer.network.tokens import has_tokens
from explainer.network.units import BYTES
from explainer.once import once

int8_inference = Formulary("training", {"b": 1})


@int8_inference.formula(part="weights")
def bytes_of_weights(weights_int8, b):
    """Weights of convolutions and dense layers are rounded to whole numbers of one byte."""
    return weights_int8 * b


@int8_inference.formula(part="biases")
def bytes_of_biases(biases_int32, b_int32):
    """A bias is added to a sum of products of whole numbers; the sum is an `int32`, and so is the
    bias.
    """
    return biases_int32 * b_int32


bytes_of_biases.mistake(
    "biases_as_weights",
    b_int32="b",
    says="A sum of products of `int8` numbers does not fit into an `int8`: the sum and the bias "
    "are `int32`.",
)


@int8_inference.formula(part="others", when=lambda v: v["others"] > 0)
def bytes_of_others(others, b_float32):
    """What is neither a convolution nor a dense layer keeps its parameters in `float32`."""
    return others * b_float32


@int8_inference.formula(part="channel_scales")
def bytes_of_channel_scales(channels_int8, b_float32, b):
    """For each output channel a `float32` scale and a zero point say which real numbers its
    weights stand for.
    """
    return channels_int8 * total(b_float32, b)


@int8_inference.formula(part="tensor_scales")
def bytes_of_tensor_scales(tensors_int8, b_float32, b):
    """Every stored tensor has one `float32` scale and one zero point for all of its values."""
    return tensors_int8 * total(b_float32, b)


@int8_inference.formula(part="tensors")
def bytes_of_tensors(alive, b, batch=1):
    """The values that are alive at once take one byte each."""
    return alive * batch * b


@int8_inference.formula(part="tensors", when=has_tokens)
def bytes_of_tensors_and_tokens(alive, tokens, b, batch=1):
    """The values that are alive at once take one byte each, and a token takes 8."""
    return alive * batch * b + 8 * tokens * batch


@int8_inference.formula(part="int8_inference")
def bytes_of_int8_inference(
    weights_int8,
    biases_int32,
    channels_int8,
    tensors_int8,
    alive,
    b,
    b_int32,
    b_float32,
    batch=1,
    others=0,
):
    """Weights and values take one byte each; biases, scales, zero points and other parameters are
    added.
    """
    scales = total(channels_int8, tensors_int8) * total(b_float32, b)
    numbers = weights_int8 * b + biases_int32 * b_int32
    return numbers + others * b_float32 + scales + alive * batch * b


bytes_of_int8_inference.mistake(
    "scales_forgotten",
    channels_int8=0,
    tensors_int8=0,
    says="Without its scale and its zero point a whole number does not say what it stands for.",
)


@int8_inference.formula(part="int8_inference", when=has_tokens)
def bytes_of_int8_inference_with_tokens(
    weights_int8,
    biases_int32,
    channels_int8,
    tensors_int8,
    alive,
    tokens,
    b,
    b_int32,
    b_float32,
    batch=1,
    others=0,
):
    """Weights and values take one byte each, and a token 8; biases, scales, zero points and other
    parameters are added.
    """
    scales = total(channels_int8, tensors_int8) * total(b_float32, b)
    numbers = weights_int8 * b + biases_int32 * b_int32
    values = alive * batch * b + 8 * tokens * batch
    return numbers + others * b_float32 + scales + values


@dataclass(frozen=True)
class Int8Inference:
    """The parts of prediction in int8, in bytes for the whole batch."""

    weights: int
    biases: int
    others: int
    channel_scales: int
    tensor_scales: int
    tensors: int
    total: int


def int8_values(case: Case) -> dict[str, Any]:
    """The numbers that the formulas look up, by their symbols."""
    whole = [node for node in case.graph.nodes if node.layer.does.sums_products]
    every = sum(node.count("parameters") for node in case.graph.nodes)
    weights = sum(node.count("weights") for node in whole)
    biases = sum(node.count("biases") for node in whole)
    return {
        **account_values(case),
        "weights_int8": weights,
        "biases_int32": biases,
        "others": every - weights - biases,
        "channels_int8": sum(node.output[-1] for node in whole),
        "tensors_int8": sum(map(_tensors_of, case.graph.nodes)),
        "b_int32": BYTES["float32"],
        "b_float32": BYTES["float32"],
    }


def _tensors_of(node: Node) -> int:
    """How many stored tensors are a layer's own; tokens have no scale."""
    own = node.storage == node.index and not node.tokens
    return own + len(node.beside) + len(node.kept_inside)


@once
def int8_inference_of(case: Case) -> Int8Inference | None:
    """What prediction takes, part by part; None for bare totals and other types of number."""
    if case.graph.totals is not None or case.plan.dtype != "int8":
        return None
    values = int8_values(case)
    formulas = int8_inference.formulas_for(values)
    names = ("weights", "biases", "others", "channel_scales", "tensor_scales", "tensors")
    parts = [formulas.get(bytes_of(name)) for name in (*names, "int8_inference")]
    return Int8Inference(*(int(f.value(f.arguments(values))) if f else 0 for f in parts))
