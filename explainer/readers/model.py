"""A tree of Given → ModelSpec: the keys of a model file, and what each has to hold."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from explainer.language import later, sentence
from explainer.network.loss import LOSSES
from explainer.network.optimizers import optimizer_names
from explainer.network.units import BYTES
from explainer.readers.blocks import check_nesting, check_weight
from explainer.readers.cited import linked, read_source, read_sources
from explainer.readers.entries import Lists, read_blocks
from explainer.readers.expect import (
    described,
    expect_keys,
    expect_list,
    expect_mapping,
    expect_name,
    expect_one_of,
    expect_prose,
    expect_text,
    expect_whole,
    refuse,
)
from explainer.readers.inputs import (
    INPUT_ADVICE,
    INPUTS,
    are_tokens,
    named_input,
    read_input,
    read_inputs,
    read_layout,
    refuse_alone,
)
from explainer.readers.questions import read_questions
from explainer.readers.wording import is_blank, quoted, suggestion
from explainer.readers.write_out import WrittenOut, write_out
from explainer.spec import ClaimSpec, Given, InputSpec, ModelSpec, Place, Says, TotalsSpec

KEYS = (
    "name", "about", "input", "inputs", "layout", "batch", "dtype", "optimizer", "loss", "freeze",
    "layers", "outputs", "blocks", "totals", "claims", "questions", "source",
)  # fmt: skip
# What people write for a key.
MEANT = {
    **dict.fromkeys(("input_shape", "input_size", "image", "image_size"), "input"),
    **dict.fromkeys(("shape", "size", "input_dim"), "input"),
    **dict.fromkeys(("model", "network", "net", "architecture", "sequential"), "layers"),
    **dict.fromkeys(("batch_size", "batchsize", "images"), "batch"),
    **dict.fromkeys(("precision", "type", "datatype"), "dtype"),
    **dict.fromkeys(("data_format", "format", "order"), "layout"),
    **dict.fromkeys(("frozen", "trainable"), "freeze"),
    **dict.fromkeys(("modules", "functions", "subnets"), "blocks"),
    **dict.fromkeys(("criterion", "loss_function"), "loss"),
    "optim": "optimizer",
}
TOTALS = ("activations", "parameters", "miscellaneous")
CLAIM = (
    "quantity", "value", "unit", "says", "source", "quote", "reason", "mistakes", "note", "with",
)  # fmt: skip
PROSE = ("quote", "reason", "note")
OVERRIDES = ("input", "batch", "dtype", "optimizer")
# What a claim may have been made for: a program was measured on so many threads.
MADE_FOR = (*OVERRIDES, INPUTS, "threads")
SETTABLE = (*OVERRIDES, "loss", "layout")
MOST_FROZEN = 100
PRINTED = re.compile(r"[-+]?(?:[0-9]{1,3}(?:[,_][0-9]{3})+|[0-9]+)?(?:\.[0-9]+)?")


def read_model(root: Given) -> ModelSpec:
    """The model that a tree of values describes."""
    model = expect_mapping(root, later("model.noun"), later("model.empty_try"))
    expect_keys(model, KEYS, later("model.noun_within"), meant=MEANT)
    totals = read_totals(model["totals"]) if "totals" in model else None
    layout = read_layout(model["layout"]) if "layout" in model else None
    inputs = read_inputs(model, layout) if "inputs" in model else ()
    written = _read_layers(root, model, inputs)
    if totals and "layers" in model:
        fault = sentence("model.layers_and_totals")
        refuse(model["totals"], fault, sentence("model.layers_and_totals_try"))
    claims = (
        [read_claim(one, layout, inputs) for one in expect_list(model["claims"], "claims")]
        if ("claims" in model)
        else []
    )
    sources = read_sources(model["source"]) if "source" in model else ()
    return ModelSpec(
        name=_read_name(root, model),
        input=inputs[0].shape if inputs else _read_input(root, model, layout),
        inputs=inputs,
        layers=written.layers,
        outputs=_read_outputs(model["outputs"], written) if "outputs" in model else (),
        place=root.place,
        totals=totals,
        freeze=_read_freeze(model["freeze"]) if "freeze" in model else (),
        claims=linked(claims, sources),
        questions=read_questions(model["questions"]) if "questions" in model else (),
        sources=sources,
        about=expect_prose(model["about"], "about") if "about" in model else "",
        layout=layout,
        written=model.get("input"),
        tokens=inputs[0].tokens if inputs else "input" in model and are_tokens(model["input"]),
        **read_circumstances(model),
    )


def read_circumstances(given: Mapping[str, Given]) -> dict[str, Any]:
    """The batch, dtype, optimizer, loss and threads, as far as they are given."""
    found: dict[str, Any] = {}
    if "batch" in given:
        found["batch"] = expect_whole(given["batch"], "batch", 1)
    if "dtype" in given:
        found["dtype"] = expect_one_of(given["dtype"], "dtype", BYTES)
    if "optimizer" in given:
        found["optimizer"] = expect_one_of(given["optimizer"], "optimizer", optimizer_names())
    if "threads" in given:
        found["threads"] = expect_whole(given["threads"], "threads", 1)
    if "loss" in given:
        found["loss"] = expect_one_of(given["loss"], "loss", LOSSES)
    return found


def _read_freeze(given: Given) -> tuple[Given, ...]:
    """The names of layers that don't learn; which they are is found when shapes are known."""
    names = expect_list(given, "freeze", later("hint.write_so", written="freeze: [conv1, layer1]"))
    if len(names) > MOST_FROZEN:
        fault = sentence("model.many_frozen", count=len(names), most=str(MOST_FROZEN))
        refuse(given, fault, sentence("model.many_frozen_try"))
    return tuple(
        replace(name, value=expect_name(name, later("model.frozen_name"))) for name in names
    )


def _read_name(root: Given, model: Mapping[str, Given]) -> str:
    """The network's name, which is the file's where none is given."""
    if "name" in model:
        return expect_name(model["name"])
    file = root.place.file
    stem = PurePath(file).stem
    return "network" if file.startswith("<") or is_blank(stem) else stem


def _read_input(root: Given, model: Mapping[str, Given], layout: str | None) -> tuple[int, ...]:
    if "input" in model:
        return read_input(model["input"], layout)
    if "totals" in model:
        return ()
    refuse(root, sentence("model.no_input"), INPUT_ADVICE)


def _read_outputs(given: Given, written: WrittenOut) -> tuple[tuple[str, Place], ...]:
    """The layers whose outputs are the network's, by their full names."""
    names = expect_list(given, "outputs", later("hint.write_so", written="outputs: [main, side]"))
    found: dict[str, Place] = {}
    for one in names:
        name = expect_name(one, later("outputs.name"))
        layer = written.called.get(name)
        if layer is None or layer not in {each.name for each in written.layers}:
            known = [each.name for each in written.layers]
            refuse(one, sentence("outputs.no_layer", name=quoted(name)), suggestion(name, known))
        if layer in found:
            refuse(one, sentence("outputs.twice", name=quoted(name)), sentence("hint.keep_one"))
        found[layer] = one.place
    return tuple(found.items())


def _read_layers(
    root: Given, model: Mapping[str, Given], inputs: Sequence[InputSpec]
) -> WrittenOut:
    blocks = read_blocks(model["blocks"]) if "blocks" in model else {}
    arguments = {kind: block.arguments for kind, block in blocks.items()}
    entries = Lists(arguments).read(model["layers"]) if "layers" in model else ()
    if not entries and "totals" not in model:
        refuse(root, sentence("model.no_layers"), sentence("model.no_layers_try"))
    check_nesting(entries, blocks)
    check_weight(entries, blocks)
    return write_out(entries, blocks, {each.name: each.place for each in inputs})


def read_totals(given: Given) -> TotalsSpec:
    """Bare totals in place of layers."""
    advice = later("hint.write_so", written="totals: {activations: …, parameters: …}")
    totals = expect_mapping(given, "totals", advice)
    expect_keys(totals, TOTALS, "totals")
    if not totals.keys() & {"activations", "parameters"}:
        refuse(given, sentence("totals.lack_both"), advice)
    found = {k: expect_whole(v, f"totals.{k}", 0) for k, v in totals.items()}
    activations, parameters = found.get("activations"), found.get("parameters")
    return TotalsSpec(activations, parameters, found.get("miscellaneous", 0), given.place)


def read_claim(given: Given, layout: str | None, inputs: Sequence[InputSpec] = ()) -> ClaimSpec:
    """A published figure, its value as it was printed; its input is in the file's layout.

    inputs: those of the network, where it has several: a claim is made for these alone.
    """
    advice = later("hint.write_so", written="{quantity: conv1.weights, value: 1728, unit: values}")
    claim = expect_mapping(given, later("claim.noun"), advice)
    expect_keys(claim, CLAIM, later("claim.noun_within"))
    for key in CLAIM[:2]:
        if key not in claim:
            refuse(given, sentence("claim.lacks", key=key), advice)
    return ClaimSpec(
        quantity=expect_name(claim["quantity"], "quantity"),
        value=_read_printed(claim["value"]),
        unit=expect_name(claim["unit"], "unit") if "unit" in claim else "values",
        source=read_source(claim["source"]) if "source" in claim else None,
        overrides=_read_overrides(claim["with"], layout, inputs) if "with" in claim else {},
        place=given.place,
        says=Says(expect_one_of(claim["says"], "says", list(Says)))
        if "says" in claim
        else Says.EXACTLY,
        mistakes=_read_mistakes(claim["mistakes"]) if "mistakes" in claim else None,
        **{key: expect_prose(claim[key], key) for key in PROSE if key in claim},
    )


def _read_mistakes(given: Given) -> tuple[tuple[str, ...], ...]:
    """The mistakes that a source's working allows, several together joined by +, or none."""
    if given.value == ():
        return ()
    advice = later("hint.write_so", written="mistakes: [input_depth_forgotten]")
    names = (
        expect_name(one, later("claim.mistake")) for one in expect_list(given, "mistakes", advice)
    )
    return tuple(tuple(part.strip() for part in name.split("+")) for name in names)


def _read_printed(given: Given) -> str:
    """A number as somebody printed it: its digits say how far it was rounded."""
    text = expect_text(given, "value").strip()
    if not any(map(str.isdigit, text)) or not PRINTED.fullmatch(text):
        fault = sentence("model.claim_value", value=described(given))
        refuse(given, fault, sentence("model.claim_value_try"))
    return text


def _read_overrides(
    given: Given, layout: str | None, inputs: Sequence[InputSpec]
) -> Mapping[str, Given]:
    """What a claim was made for, where that is not what the file says; checked already here."""
    overrides = expect_mapping(given, "with", later("hint.write_so", written="with: {batch: 32}"))
    expect_keys(overrides, MADE_FOR, "with")
    if "input" in overrides:
        if inputs:
            refuse_alone(overrides["input"], inputs)
        read_input(overrides["input"], layout)
    read_circumstances(overrides)
    named = _read_named_inputs(overrides, layout, inputs)
    return {key: given for key, given in overrides.items() if key != INPUTS} | named


def _read_named_inputs(
    overrides: Mapping[str, Given], layout: str | None, inputs: Sequence[InputSpec]
) -> dict[str, Given]:
    """Those of several inputs that a claim was made for, each by `inputs.` and its name."""
    if INPUTS not in overrides:
        return {}
    advice = later("hint.write_so", written="with: {inputs: {left: 64x64x3}}")
    given = expect_mapping(overrides[INPUTS], INPUTS, advice)
    for name, one in given.items():
        named_input(inputs, name, one)
        read_input(one, layout, f"{INPUTS}.{name}")
    return {f"{INPUTS}.{name}": one for name, one in given.items()}
