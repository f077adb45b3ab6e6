"""A layer that uses the parameters of another one, which `shares: NAME` names.

A layer of the same kind is the same module applied again, and shares all of its parameters. One
of another kind shares its weights, where they have the same shape, as the last layer of a
language model those of its embedding.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from explainer.errors import ModelFileError
from explainer.language import later, sentence
from explainer.layers.layer import Shape
from explainer.layers.of_any_kind import SHARED
from explainer.layers.traits import Does
from explainer.network.node import Node
from explainer.network.symbols import derive_all
from explainer.spec import LayerSpec


def sharing(node: Node, owner: Node, spec: LayerSpec) -> Node:
    """The layer with the parameters of the owner; ModelFileError where these don't fit it."""
    same = node.layer is owner.layer
    own, others = _tensors(node), _tensors(owner)
    if not same:
        own, others = own[:1], others[:1]
    if not own or own != others:
        raise _unfit(spec, owner, own, others)
    if not same and Does.RECURS in (node.layer.does, owner.layer.does):
        raise _recurrent(spec, owner)
    names = list(SHARED) if same else list(SHARED)[:1]
    borrowed = {name: node.count(name) for name in names if node.count(name)}
    return _with_borrowed(replace(node, shares=owner.index, borrowed=borrowed))


def _with_borrowed(node: Node) -> Node:
    """The layer counted anew, without what it borrows."""
    formulas = node.layer.formulas_for(node.situation)
    values: dict[str, Any] = {**node.values, "w_shared": node.borrowed["weights"]}
    derive_all(formulas, values)
    return replace(node, formulas=formulas, values=values)


def _recurrent(spec: LayerSpec, owner: Node) -> ModelFileError:
    """Weights of a recurrent layer are read at every step, in ways that no other kind has."""
    assert spec.shares is not None
    label, owner_label = _label(spec), _label(owner)
    fault = sentence("shares.recurrent", layer=label, owner=owner_label)
    return ModelFileError(
        spec.shares[1], fault, layer=label, advice=sentence("shares.recurrent_try")
    )


def _label(layer: LayerSpec | Node) -> str:
    return str(later("layer.label", name=f'"{layer.name}"', kind=layer.kind))


def _tensors(node: Node) -> list[Shape]:
    return node.layer.tensors(node) if node.layer.tensors else []


def _unfit(spec: LayerSpec, owner: Node, own: list[Shape], others: list[Shape]) -> ModelFileError:
    assert spec.shares is not None
    label, owner_label = _label(spec), _label(owner)
    for tensors, whose in ((own, label), (others, owner_label)):
        if not tensors:
            return ModelFileError(
                spec.shares[1], sentence("shares.nothing", layer=whose), layer=label,
                advice=sentence("shares.nothing_try"),
            )  # fmt: skip
    return ModelFileError(
        spec.shares[1],
        sentence("shares.unfit", owner=owner_label),
        layer=label,
        sum=tuple(
            sentence("shares.row", layer=whose, shapes=_shown(tensors))
            for tensors, whose in ((own, label), (others, owner_label))
        ),
        advice=sentence("shares.unfit_try"),
    )


def _shown(tensors: list[Shape]) -> str:
    return ", ".join("×".join(map(str, shape)) for shape in tensors)
