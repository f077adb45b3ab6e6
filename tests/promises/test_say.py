"""A sentence is given just what it uses, and the file of sentences says one thing once."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

import explainer
from explainer.language import SentenceError, sentence
from explainer.language.catalogue import read_catalogue, slots_of
from explainer.language.say import slots_of_key
from explainer.page.nodes import Code, Inlines, Strong, User, Words
from explainer.page.sentences import prose, say, sentences

pytestmark = pytest.mark.quick

PACKAGE = Path(explainer.__file__).parent

# Texts that stand in two parts on purpose.
TWICE = {
    "There is no layer called {name}.": "in a value that is set, and in a published figure",
    "{first} and {second}": "the title of a comparison, and a formula that is read out",
    "{first} to {last}": "a row of equal layers, and a segment of checkpointing",
    "place {number}": "the scripts are given only sentences of their own part",
    "The slip was made in {layer}.": "the scripts are given only sentences of their own part",
    "The slip was made when this quantity was worked out.": "the scripts have their own part alone",
    "{first}, and then: {second}": "the scripts are given only sentences of their own part",
    "Right.": "the scripts and the exports, which hold nothing of the site",
    "How many rows does its output have?": "lessons ask in a series, one question at a time",
    "How many weights does it have?": "lessons ask in a series, one question at a time",
    "How many biases does it have?": "lessons ask in a series, one question at a time",
    "One way to this number is known. It is a hypothesis and no proof:": "a claim and an answer",
}


def refusal(key: str, **slots: object) -> str:
    with pytest.raises(SentenceError) as raised:
        say(key, **slots)  # type: ignore[arg-type]
    return str(raised.value)


def test_what_a_sentence_does_not_use_is_refused() -> None:
    told = refusal("site.layer_settings", settings="k", layer=User("c1"), kind=Code("conv2d"))
    assert told == (
        "The sentence 'site.layer_settings' has no slot 'kind', 'layer', which is given."
    )


def test_a_slot_that_is_given_nothing_is_refused() -> None:
    told = refusal("given.batch")
    assert told == "The sentence 'given.batch' is given nothing for its slot 'batch'."
    assert "has no slot 'bach'" in refusal("given.batch", bach=3)
    assert "is given nothing for its slot 'batch'" in refusal("given.batch", bach=3)


@pytest.mark.parametrize(
    "nothing",
    ["", " \n", None, (), (Words(""), User(" ")), User(""), Code(" "), Strong(()), ((),)],
)
def test_a_slot_that_is_given_something_empty_is_refused(nothing: Inlines) -> None:
    told = refusal("checkpoint.at_backward", layer=nothing)
    assert told.startswith("The sentence 'checkpoint.at_backward' is given ")
    assert told.endswith(" for its slot 'layer', which is empty.")


def test_a_nought_is_not_empty() -> None:
    assert say("answers.lead", count=0)


def test_a_sentence_that_is_not_there_is_named() -> None:
    assert refusal("given.bacth") == "The sentence 'given.bacth' is not in the file."


def test_a_sentence_with_slots_is_no_plain_text() -> None:
    with pytest.raises(SentenceError, match=r"'given\.batch' is given nothing for its slot 'bat"):
        sentence("given.batch")
    with pytest.raises(SentenceError, match="'questions'"):
        sentence("export.floats")
    with pytest.raises(SentenceError, match="which is empty"):
        sentence("export.floats", questions=" ")


def test_a_docstring_has_words_and_no_slots() -> None:
    with pytest.raises(SentenceError, match="slot 'c_out'"):
        prose("Each of the {c_out} kernels.")
    with pytest.raises(SentenceError, match="is empty"):
        prose(" ")


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("a:\n  b: One.\n  c: Two.\n  b: Three.\n", "'b' stands twice, in line 2 and in line 4."),
        ("a:\n  b: One.\nc:\n  d: Two.\na:\n  e: Three.\n", "'a' stands twice, in line 1 and in"),
        ('a:\n  b: "{one two}"\n', "'a.b' has a brace that belongs to no {slot}: {one two}"),
        ('a:\n  b: "{{one}}"\n', "'a.b' has a brace that belongs to no {slot}"),
        ('a:\n  b: "{}"\n', "'a.b' has a brace"),
        ('a:\n  b: "`{one}` it is"\n', "'a.b' has the slot 'one' within `{one}`: it isn't filled."),
        ('a:\n  b: "**{one}** it is"\n', "'a.b' has the slot 'one' within **{one}**"),
        ("a:\n  no: One.\n", "'no' (line 2) has a key that is no text."),
        ("a:\n  b: 12\n", "'a.b' is no text: 12."),
        ("a:\n  b:\n", "'a.b' is no text: None."),
        ('a:\n  b: " "\n', "'a.b' is no text: ' '."),
    ],
)
def test_a_file_that_says_it_wrong_is_refused(said: str, fault: str) -> None:
    with pytest.raises(SentenceError) as raised:
        read_catalogue(said)
    assert str(raised.value).startswith(f"The sentence {fault}")


def test_no_whole_sentence_stands_in_two_parts() -> None:
    """So was the sentence lost that names a question's layer: another part's came over it."""
    parts: dict[str, set[str]] = defaultdict(set)
    for key, text in sentences().items():
        if slots_of(text) or text.endswith((".", "?", "!", ":")):
            parts[text].add(key.split(".")[0])
    assert not {text for text, found in parts.items() if len(found) > 1} - set(TWICE)


def test_callers_that_name_their_sentence_give_it_just_its_slots() -> None:
    wrong = [fault for path in PACKAGE.rglob("*.py") for fault in _disagreements(path)]
    assert not wrong


def _disagreements(path: Path) -> Iterator[str]:
    """Of every call whose key is written out, in either branch of an `if` too."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for call in ast.walk(function):
                if isinstance(call, ast.Call) and _says(call):
                    yield from _disagreement(call, function, path)


def _says(call: ast.Call) -> bool:
    says = ("say", "sentence", "later")
    return isinstance(call.func, ast.Name) and call.func.id in says and bool(call.args)


def _disagreement(call: ast.Call, function: ast.FunctionDef, path: Path) -> Iterator[str]:
    given, known = {each.arg for each in call.keywords if each.arg}, True
    for each in call.keywords:
        if each.arg is None:
            keys = _keys_of_mapping(each.value, function)
            given |= keys or set()
            known = known and keys is not None
    for key in _keys(call.args[0]):
        slots = slots_of_key(key)
        if given - slots or (known and slots - given):
            yield f"{path.name}:{call.lineno} {key} has {sorted(slots)}, given {sorted(given)}"


def _keys_of_mapping(mapping: ast.expr, function: ast.FunctionDef) -> set[str] | None:
    """The keys of a mapping that is written out once in the function; None where it isn't."""
    if not isinstance(mapping, ast.Name):
        return None
    written: list[ast.expr | None] = []
    for node in ast.walk(function):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if name == mapping.id:
                written.append(value)
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value) if (
                name == mapping.id
            ):
                written.append(value)
            case ast.AugAssign(target=ast.Name(id=name)) if name == mapping.id:
                return None
            case ast.Subscript(value=ast.Name(id=name), ctx=ast.Store()) if name == mapping.id:
                return None
    if len(written) != 1 or not isinstance(written[0], ast.Dict):
        return None
    return {str(each.value) for each in written[0].keys if isinstance(each, ast.Constant)}


def _keys(node: ast.expr) -> list[str]:
    match node:
        case ast.Constant(value=str(key)) if re.fullmatch(r"\w+\.\S+", key):
            return [key]
        case ast.IfExp(body=body, orelse=orelse):
            return _keys(body) + _keys(orelse)
        case _:
            return []
