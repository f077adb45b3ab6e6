"""The references in site/reference: their tables are the objects', their keys the JSON's."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeAlias

import pytest

import explainer
from explainer.errors import UsageError
from explainer.library.options import every_question
from explainer.readers import example_names, read
from explainer.tools import TOOLS
from tests.command_line import explain
from tests.made_up_kinds import made_up_kinds
from tests.promises.references import FOLDER, filled, pages

Keys: TypeAlias = tuple[str, ...]
LENET = "example:lenet5"
LONG = 40
ASKED: dict[str, Any] = {"fits": "8GB", "devices": 4, "sensitivity": True, "checkpoint": 1}


# ---- the tables ------------------------------------------------------------------------


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.stem)
def test_its_tables_say_what_the_objects_say(page: Path, request: pytest.FixtureRequest) -> None:
    text = page.read_text(encoding="utf-8")
    if request.config.getoption("--update-golden"):
        page.write_text(filled(text), encoding="utf-8")
        return
    assert text == filled(text)


# ---- the keys of the JSON ---------------------------------------------------------------


def documented(*headings: str) -> list[Keys]:
    """The keys under these headings of the page; a key that begins with a dot has a neighbour."""
    found = []
    for part in (FOLDER / "json.md").read_text(encoding="utf-8").split("\n#"):
        title, _, rest = part.partition("\n")
        if title.strip("# ") in headings:
            for row in rest.splitlines():
                if row.startswith("| `"):
                    found += list(_keys(row.split(" | ")[0]))
    assert found
    assert len(set(found)) == len(found)
    return found


def _keys(cell: str) -> Iterator[Keys]:
    first: Keys = ()
    for key in cell.split("`")[1::2]:
        keys = (*first[:-1], key[1:]) if key.startswith(".") else tuple(key.split("."))
        first = first or keys
        yield keys


def keys_in(value: Any, above: Keys = ()) -> Iterator[tuple[Keys, bool]]:
    """Every key of an object by its way from the root, and whether more lies under it."""
    if isinstance(value, list) and any(isinstance(each, dict) for each in value):
        above = (*above[:-1], f"{above[-1]}[]") if above else ("[]",)
        for each in value:
            yield from keys_in(each, above)
    elif isinstance(value, dict):
        for key, inner in value.items():
            more = isinstance(inner, dict) and bool(inner)
            listed = isinstance(inner, list) and any(isinstance(each, dict) for each in inner)
            yield (*above, key), more or listed
            yield from keys_in(inner, (*above, key))


def names(written: Keys, keys: Keys) -> bool:
    """Whether what is written names these keys: `*` is any name, at the end all that follows."""
    if written[-1] == "*" and len(keys) > len(written):
        keys = keys[: len(written)]
    return len(written) == len(keys) and all(
        one in ("*", other) for one, other in zip(written, keys, strict=True)
    )


def above(written: Keys, keys: Keys) -> bool:
    """Whether these keys lead to what is written."""
    heads = tuple(key.removesuffix("[]") for key in written[: len(keys)])
    bare = tuple(key.removesuffix("[]") for key in keys)
    return len(written) >= len(keys) and names(heads, bare)


def check(written: list[Keys], values: Iterable[Any]) -> None:
    """What is written comes, and what comes is written."""
    found = {pair for value in values for pair in keys_in(value)}
    every = {keys for keys, _ in found}
    unknown = {
        keys
        for keys, more in found
        if not any(names(each, keys) for each in written)
        if not (more or _is_empty(keys, every)) or not any(above(each, keys) for each in written)
    }
    assert sorted(unknown) == []
    assert [each for each in written if not any(names(each, keys) for keys in every)] == []


def _is_empty(keys: Keys, every: set[Keys]) -> bool:
    """Whether something lies under it elsewhere: here it is null, or a list of nothing."""
    return any(above(other, keys) and len(other) > len(keys) for other in every)


@cache
def reports() -> list[Any]:
    """The figures of all examples, and with all questions of those that aren't long."""
    found = []
    for name in example_names():
        model = read(f"example:{name}")
        found.append(json.loads(explainer.explain(model).json()))
        if len(model.layers) < LONG:
            found.append(_figures(model, set=["batch=2"]))
    found.append(_figures(LENET, set=["c1.kernel_size=3"]))
    found += [_figures(name, dtype="int8") for name in (LENET, "example:totals-recipe")]
    rows = {"embedding": {"num_embeddings": 9, "embedding_dim": 4, "name": "rows"}}
    tied = {"linear": {"out_features": 9, "shares": "rows", "counted": False}}
    found.append(_figures({"input": {"tokens": 12}, "layers": [rows, tied]}))
    heads = [{"linear": {"out_features": n, "name": f"n{n}"}} for n in (3, 2)]
    found.append(_figures({"input": 4, "layers": heads, "outputs": ["n3", "n2"]}))
    both = {"inputs": {"some": 4, "more": {"tokens": 3}}, "layers": [{"linear": 2}]}
    found.append(_figures(both))
    with made_up_kinds():  # no kind has several outputs yet
        rows = {"embedding": {"num_embeddings": 9, "embedding_dim": 4}}
        found.append(_figures({"input": {"tokens": 12}, "layers": [rows, "weigh"]}))
    return found


def _figures(model: Any, **options: Any) -> Any:
    try:
        return json.loads(explainer.explain(model, **ASKED, **options).json())
    except UsageError:  # bare totals have nothing to cut into segments
        asked = {name: value for name, value in ASKED.items() if name != "checkpoint"}
        return json.loads(explainer.explain(model, **asked, **options).json())


def of_questions(*names: str) -> list[str]:
    """The headings of what these questions add."""
    return [f"With --{name}" for name in names]


ALL = [each.name for each in every_question() if each.figures and each.name != "verify"]


def test_a_report_has_the_keys_that_are_documented() -> None:
    check(documented("explain MODEL", *of_questions(*ALL)), reports())


def test_every_question_has_its_keys_under_its_own_heading() -> None:
    for each in every_question():
        if each.figures:
            assert {keys[0] for keys in documented(f"With --{each.name}")} == {each.key}


@pytest.mark.skipif(find_spec("torch") is None, reason="PyTorch is not installed")
def test_what_is_measured_has_the_keys_that_are_documented() -> None:
    figures = json.loads(explainer.explain(LENET, verify=True).json())
    check(documented("With --verify"), [{"verify": figures["verify"]}])


def printed(*words: str) -> Any:
    """What the command prints as JSON."""
    ran = explain(*words, "--json")
    assert ran.code == 0, ran.err
    return json.loads(ran.text)


def test_a_comparison_has_the_keys_that_are_documented(tmp_path: Path) -> None:
    recurrent = tmp_path / "recurrent.yaml"  # something of it is not derived
    recurrent.write_text("input: 5x4\nlayers: [{lstm: {hidden_size: 6}}]\n")
    pairs = [(LENET, "example:resnet18"), (LENET, str(recurrent))]
    check(documented("explain compare"), [printed("compare", *pair) for pair in pairs])


def test_what_other_tools_print_has_the_keys_that_are_documented() -> None:
    check(documented("explain reconcile"), [printed("reconcile", LENET)])
    told = (FOLDER / "json.md").read_text(encoding="utf-8")
    assert [tool.name for tool in TOOLS if f"`{tool.name}`" not in told] == []


def test_a_diagnosis_has_the_keys_that_are_documented() -> None:
    one = printed("diagnose", LENET, "c1.weights", "25")
    several = printed("diagnose", LENET, "c1.weights", "25", "c3.weights", "150")
    assert list(several) == ["figures"]
    check(documented("explain diagnose"), [one, *several["figures"]])


def test_a_class_has_the_keys_that_are_documented(tmp_path: Path) -> None:
    file = tmp_path / "answers.csv"
    file.write_text("student,quantity,value\nAda,c1.weights,150\nBob,c1.weights,25\n")
    explain("diagnose", LENET, "--answers", str(file), "--json", "-o", "out/", cwd=tmp_path)
    whole = json.loads((tmp_path / "out" / "lenet5-answers.json").read_text(encoding="utf-8"))
    check(documented("With --answers"), [whole])


def test_the_catalogue_has_the_keys_that_are_documented() -> None:
    check(documented("explain mistakes"), [printed("mistakes")])


def test_exercises_have_the_keys_that_are_documented(tmp_path: Path) -> None:
    words = ("--questions", "10", "--variants", "3", "--seed", "1", "--jobs", "1")
    found = []
    for name in ("lenet5", "small-cnn-50"):
        ran = explain("handout", f"example:{name}", *words, "--export", "json", cwd=tmp_path)
        assert ran.code == 0, ran.err
        found.append(json.loads((tmp_path / f"{name}.json").read_text(encoding="utf-8")))
    check(documented("explain handout --export json"), found)
