"""What a network is given, as a file or an option writes it: `input`, `inputs` and `layout`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NoReturn

from explainer.language import later, sentence
from explainer.layers.setting_types import LARGEST
from explainer.network.input_size import with_input
from explainer.network.layout import LAYOUTS, channels_last, is_open, refuse_open
from explainer.readers.entries import INPUT
from explainer.readers.expect import (
    described,
    expect_keys,
    expect_mapping,
    expect_name,
    expect_one_of,
    expect_whole,
    refuse,
)
from explainer.readers.wording import first_of, quoted, suggestion
from explainer.spec import Given, InputSpec, ModelSpec

INPUTS = "inputs"
MOST_AXES = 4
BETWEEN_SIZES = re.compile(r"\s*[x×]\s*", re.IGNORECASE)
SIZE = re.compile(r"[0-9]{1,19}")
INPUT_ADVICE = later("model.input_try")


def read_layout(given: Given) -> str:
    """The order in which the sizes of an input are written."""
    return expect_one_of(given, "layout", LAYOUTS)


def read_input(given: Given, layout: str | None, key: str = "input") -> tuple[int, ...]:
    """The shape of one image, its channels last: `224x224x3`, a list of numbers, or a number.

    `{tokens: 128}` is a row of token numbers; see `are_tokens`.
    layout: the order in which it is written; where nothing says it and it is open, it is asked.
    key: what the file calls it.
    """
    if are_tokens(given):
        return (_read_tokens(given, key),)
    if isinstance(given.value, tuple):
        sizes = tuple(expect_whole(part, later("model.size_of_input"), 1) for part in given.value)
    elif isinstance(given.value, str):
        written = BETWEEN_SIZES.split(given.value.strip())
        sizes = tuple(_read_size(given, text) for text in written)
    else:
        sizes = (expect_whole(given, key, 1),)
    if not 1 <= len(sizes) <= MOST_AXES:
        fault = sentence("model.axes", most=str(MOST_AXES), count=str(len(sizes)))
        refuse(given, fault, INPUT_ADVICE)
    if layout is None and is_open(sizes):
        refuse_open(given, sizes)
    return channels_last(sizes, layout)


def read_inputs(model: Mapping[str, Given], layout: str | None) -> tuple[InputSpec, ...]:
    """The inputs of a network that has several, by the names that layers take them by."""
    given = model["inputs"]
    for key in ("input", "totals"):
        if key in model:
            refuse(given, sentence(f"inputs.and_{key}"), sentence("hint.keep_one"))
    advice = later("hint.write_so", written="inputs: {left: 32x32x3, right: 32x32x3}")
    inputs = expect_mapping(given, "inputs", advice)
    if not inputs:
        refuse(given, sentence("inputs.none"), advice)
    if len(inputs) == 1:
        (alone,) = inputs.values()
        written = f"input: {alone.text}" if alone.text else "input: 32x32x3"
        refuse(given, sentence("inputs.one"), later("hint.write_so", written=written))
    for name, one in inputs.items():
        expect_name(Given(name, one.place, name), later("inputs.name"))
        if name == INPUT:
            refuse(one, sentence("inputs.called_input"), sentence("block.other_name_try"))
    return tuple(_read_named(name, one, layout) for name, one in inputs.items())


def _read_named(name: str, given: Given, layout: str | None) -> InputSpec:
    shape = read_input(given, layout, f"inputs.{name}")
    return InputSpec(name, shape, are_tokens(given), given.place, given)


def refuse_alone(given: Given, inputs: Sequence[InputSpec]) -> NoReturn:
    """Where there are several inputs, it has to be said which is another one."""
    names = [each.name for each in inputs]
    fault = sentence("inputs.which", names=first_of(names))
    refuse(given, fault, sentence("inputs.which_try", name=names[0]))


def read_resized(spec: ModelSpec, name: str, given: Given) -> ModelSpec:
    """The model with another one of its several inputs; its name is known to be one of theirs."""
    before = named_input(spec.inputs, name, given)
    shape = read_input(given, spec.layout, f"inputs.{name}")
    index = spec.inputs.index(before)
    changed = with_input(spec, index, shape, tokens=are_tokens(given))
    written = replace(changed.inputs[index], written=given)
    inputs = (*changed.inputs[:index], written, *changed.inputs[index + 1 :])
    return replace(changed, inputs=inputs)


def named_input(inputs: Sequence[InputSpec], name: str, given: Given) -> InputSpec:
    """The input of that name; an error where there is none."""
    for each in inputs:
        if each.name == name:
            return each
    names = [each.name for each in inputs]
    known = sentence("inputs.they_are", names=first_of(names)) if names else ""
    fault = sentence("inputs.no_input", name=quoted(name))
    refuse(given, fault, suggestion(name, names, known) if names else sentence("inputs.one_try"))


def are_tokens(given: Given) -> bool:
    """Whether an input is made of token numbers."""
    return isinstance(given.value, Mapping)


def _read_tokens(given: Given, key: str) -> int:
    """How many token numbers there are."""
    tokens = expect_mapping(given, key)
    expect_keys(tokens, ("tokens",), key)
    if "tokens" not in tokens:
        refuse(given, sentence("model.empty_input"), INPUT_ADVICE)
    return expect_whole(tokens["tokens"], f"{key}.tokens", 1)


def _read_size(given: Given, text: str) -> int:
    if not SIZE.fullmatch(text) or not 1 <= int(text) <= LARGEST:
        refuse(
            given,
            sentence("model.input_sizes", value=described(given)),
            INPUT_ADVICE,
        )
    return int(text)
