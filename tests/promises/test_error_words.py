"""What errors say is in the catalogue: no error carries an English text of its own."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import explainer
from explainer import errors
from explainer.language import SOURCE
from explainer.language.catalogue import catalogue
from explainer.language.say import slots_of_key

pytestmark = pytest.mark.quick

ROOT = Path(explainer.__file__).parent
# Two words, or one behind a value that is filled in: no name, no symbol, no number.
ENGLISH = re.compile(r"[A-Za-z]{2,}[,;:.]? [a-z]{2,}|… [a-z]{2,}")
# What an error is made by, beside the classes themselves: it is handed what is wrong.
MAKERS = {"Fault", "refuse", "_refuse_encoding", "NoNumberError", *errors.__all__}
SAID_BY_CATALOGUE = {"sentence", "later"}  # what fills their slots is code, names and numbers
FAULTS_OF_OURS = {
    "language": "the catalogue itself is at fault, and can't be asked",
    "website/lessons": "a lesson of ours names something that its network doesn't have",
}


def test_no_error_has_words_of_its_own() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{text.lineno}  {_plain(text)}"
        for path in sorted(ROOT.rglob("*.py"))
        if not any(path.is_relative_to(ROOT / ours) for ours in FAULTS_OF_OURS)
        for text in _texts_in_errors(_parsed(path))
        if ENGLISH.search(_plain(text))
    ]
    assert not found


def test_the_faults_of_ours_are_still_there() -> None:
    for ours in FAULTS_OF_OURS:
        paths = (ROOT / ours).glob("*.py")
        assert any(ENGLISH.search(path.read_text("utf-8")) for path in paths)


@pytest.mark.parametrize(
    "error",
    [
        'raise UsageError("The memory has no unit.")',
        'fault = f"{name} has no unit."\n    raise UsageError(sentence("a.b"), fault)',
        'raise UsageError(hint())\ndef hint():\n    return "Did you mean something else?"',
        'refuse(given, fault=(1, "Write a whole number."))',
        'return Fault(sentence("a.b"), (f"{a} / {b} leaves {c} over",))',
    ],
)
def test_words_of_its_own_are_found(error: str) -> None:
    tree = ast.parse(f"def work():\n    {error}\n")
    assert any(ENGLISH.search(_plain(text)) for text in _texts_in_errors(tree))


def test_every_family_of_keys_that_is_said_has_members_with_its_slots() -> None:
    wrong = []
    for path in sorted(ROOT.rglob("*.py")):
        for call in ast.walk(_parsed(path)):
            if isinstance(call, ast.Call) and _name(call) in SAID_BY_CATALOGUE and call.args:
                key = call.args[0]
                if isinstance(key, ast.JoinedStr) and not _members(key, call):
                    wrong.append(f"{path.relative_to(ROOT)}:{call.lineno}")
    assert not wrong


def test_an_error_only_reads_the_catalogue() -> None:
    catalogue.cache_clear()
    explainer.explain("example:lenet5").json()  # VGG-16's has answers in words
    assert not catalogue.cache_info().misses
    with pytest.raises(errors.UsageError, match="There is no example called 'vgg'"):
        explainer.explain("example:vgg")
    assert catalogue.cache_info().misses


@cache
def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _members(key: ast.JoinedStr, call: ast.Call) -> list[str]:
    """The keys that an f-string may mean and that have just the slots that are given."""
    pattern = "".join(
        re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+"
        for part in key.values
    )
    known = {each.partition("/")[0] for each in catalogue(SOURCE).texts}
    slots = {each.arg for each in call.keywords}
    fits = [each for each in known if re.fullmatch(pattern, each)]
    return [each for each in fits if None in slots or slots_of_key(each) == slots]


def _texts_in_errors(tree: ast.Module) -> Iterator[ast.Constant | ast.JoinedStr]:
    """The texts that go into an error: as they stand, by a variable, or by a function here."""
    functions = {one.name: one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)}
    constants = [one for one in tree.body if isinstance(one, ast.Assign | ast.AnnAssign)]
    asked: set[str] = set()
    for scope in functions.values():
        calls = [one for one in ast.walk(scope) if isinstance(one, ast.Call)]
        waiting: list[ast.expr] = []
        for call in calls:
            if _name(call) in MAKERS:
                waiting += [*call.args, *(one.value for one in call.keywords)]
        seen: set[str] = set()
        while waiting:
            part = waiting.pop()
            yield from _texts(part)
            for name in _names(part) - seen:
                seen.add(name)
                waiting += _assigned(name, [*ast.walk(scope), *constants])
                asked |= {name} & functions.keys()
    while asked:
        function = functions.pop(asked.pop(), None)
        for statement in function.body[1:] if function else ():
            for one in ast.walk(statement):
                if isinstance(one, ast.Return) and one.value:
                    yield from _texts(one.value)
                    asked |= _names(one.value) & functions.keys()
        if function and isinstance(function.body[0], ast.Return) and function.body[0].value:
            yield from _texts(function.body[0].value)


def _assigned(name: str, statements: list[ast.AST]) -> Iterator[ast.expr]:
    for one in statements:
        targets = one.targets if isinstance(one, ast.Assign) else [getattr(one, "target", None)]
        named = any(name in _names(target) for target in targets if target is not None)
        if named and isinstance(one, ast.Assign | ast.AnnAssign | ast.NamedExpr) and one.value:
            yield one.value


def _names(part: ast.AST) -> set[str]:
    return {one.id for one in _outside_of_slots(part) if isinstance(one, ast.Name)}


def _texts(part: ast.AST) -> Iterator[ast.Constant | ast.JoinedStr]:
    for one in _outside_of_slots(part):
        if isinstance(one, ast.JoinedStr) or (
            isinstance(one, ast.Constant) and isinstance(one.value, str)
        ):
            yield one


def _outside_of_slots(part: ast.AST) -> Iterator[ast.AST]:
    """The parts of an expression that the catalogue doesn't say."""
    yield part
    if isinstance(part, ast.Call) and _name(part) in SAID_BY_CATALOGUE:
        return
    for one in ast.iter_child_nodes(part):
        yield from _outside_of_slots(one)


def _plain(text: ast.Constant | ast.JoinedStr) -> str:
    if isinstance(text, ast.Constant):
        return str(text.value)
    return "".join(str(one.value) if isinstance(one, ast.Constant) else "…" for one in text.values)
