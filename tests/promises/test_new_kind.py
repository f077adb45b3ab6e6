"""A kind is one object: one is added as CONTRIBUTING says, and all that there is takes it."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
import textwrap
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from explainer.layers import LAYERS
from explainer.layers.completeness import complete
from explainer.layers.counts import attach_activations, parameters
from explainer.layers.elementwise import elementwise, in_place
from explainer.layers.layer import ANYTHING, VOLUME, Layer
from explainer.layers.refusal import DECLARATIONS, IncompleteKind
from explainer.layers.setting_types import Count
from explainer.layers.settings import Setting
from explainer.layers.traits import Backward, Does, Example, Module, Saved
from explainer.maths import Formula
from tests.command_line import ROOT, Ran, explain_afresh

ASSETS = ROOT / "site" / "assets"
STEPS = (ROOT / ".github" / "CONTRIBUTING.md").read_text(encoding="utf-8")
MODEL = """
name: smooth
input: 8x8x3
layers:
  - conv2d: {out_channels: 8, kernel_size: 3, name: conv}
  - selu: {name: act}
  - max_pool2d: {kernel_size: 2, name: pool}
  - selu: {inplace: false, name: again}
  - flatten
  - linear: {out_features: 10, name: out}
"""
# 6×6×8 of conv, 3×3×8 of pool and once more of `again`, 10 of out, and the image.
ACTIVATIONS = 8 * 8 * 3 + 6 * 6 * 8 + 2 * 3 * 3 * 8 + 10


# ---- a kind from a file of its own -----------------------------------------------------


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout in which CONTRIBUTING's steps were followed, and nothing else."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in ("explainer", "templates", "site", "examples"):
        left_out = shutil.ignore_patterns("_build", "__pycache__")
        shutil.copytree(ROOT / name, folder / name, ignore=left_out)
    shutil.copy(ROOT / "pyproject.toml", folder)
    (folder / "model.yaml").write_text(MODEL, encoding="utf-8")
    layers = folder / "explainer" / "layers"
    # Step 1: one file, word for word as it is printed there.
    code = re.search(r"^   ```python\n(.*?)^   ```$", STEPS, re.DOTALL | re.MULTILINE)
    assert code is not None
    (layers / "selu.py").write_text(textwrap.dedent(code.group(1)), encoding="utf-8")
    # Step 2: the list.
    written = (layers / "__init__.py").read_text(encoding="utf-8")
    head, order = written.split("\n__all__", 1)
    order = order.replace("    hardsigmoid,\n", "    hardsigmoid,\n    selu,\n", 1)
    named = f"{head}from explainer.layers.selu import selu\n\n__all__{order}"
    (layers / "__init__.py").write_text(named, encoding="utf-8")
    return folder


def ran(checkout: Path, *words: str) -> Ran:
    """The command of that checkout, which has to go well."""
    found = explain_afresh(*words, cwd=checkout, env={"PYTHONPATH": str(checkout)})
    assert (found.code, found.err) == (0, ""), found.err
    return found


def test_it_is_explained_in_every_format(checkout: Path) -> None:
    words = ("--md", "--pdf", "--html", "--checkpoint", "2", "--optimizer", "adafactor")
    found = explain_afresh("model.yaml", *words, "-o", "out", cwd=checkout,
                    env={"PYTHONPATH": str(checkout)})  # fmt: skip
    assert found.code == 0, found.err
    assert (checkout / "out" / "model.pdf").read_bytes().startswith(b"%PDF")
    assert "<math" in (checkout / "out" / "model.html").read_text(encoding="utf-8")
    report = (checkout / "out" / "model.md").read_text(encoding="utf-8")
    assert "torch.nn.SELU.html" in report
    assert f"{ACTIVATIONS:,}" in report


def test_it_has_its_figures(checkout: Path) -> None:
    figures = json.loads(ran(checkout, "model.yaml", "--json").text)
    assert figures["totals"]["activations"] == ACTIVATIONS
    made = {layer["name"]: layer["activations"] for layer in figures["layers"]}
    assert (made["act"], made["again"]) == (0, 3 * 3 * 8)


@pytest.mark.skipif(find_spec("torch") is None, reason="PyTorch is not installed")
def test_torch_agrees_to_the_byte(checkout: Path) -> None:
    told = ran(checkout, "verify", "model.yaml", "--optimizer", "adam").text
    assert "peak of a training step" in told
    assert told.endswith("All agrees.\n")


def test_other_tools_and_a_diagnosis_know_it(checkout: Path) -> None:
    assert "`selu`" in ran(checkout, "reconcile", "model.yaml").text
    told = ran(checkout, "diagnose", "model.yaml", "again.activations", "9").text
    assert "Every channel of the output is a map of its own" in told


def test_exercises_are_drawn_from_it(checkout: Path) -> None:
    words = ("handout", "model.yaml", "--questions", "4", "--seed", "1", "--md", "-o", "sheets")
    found = explain_afresh(*words, cwd=checkout, env={"PYTHONPATH": str(checkout)})
    assert found.code == 0, found.err
    sheets = list((checkout / "sheets").glob("*.md"))
    assert sheets
    assert all("`selu`" in sheet.read_text(encoding="utf-8") for sheet in sheets)


def test_it_is_listed_and_has_a_page_on_the_site(checkout: Path) -> None:
    assert "selu" in ran(checkout, "layers").text
    assert '"selu"' in ran(checkout, "schema").text
    program = (
        "from explainer.website.kind_pages import kind_files; "
        "print(dict(kind_files(()))['kinds/selu.html'])"
    )
    page = subprocess.run(
        [sys.executable, "-c", program], cwd=checkout, capture_output=True, text=True, check=True
    ).stdout
    assert "towards a smallest one" in page
    assert "32×32×6" in page


# ---- nobody else knows a kind by its name ---------------------------------------------


# Exact arithmetic adds up as well, and Caffe has a layer of that name.
OTHER_THINGS = {"sum", "scale"}
# What reads another program's network says which kinds its operations are, as a dictionary does:
# what it writes is a model file, and a kind that it doesn't name is there all the same.
DICTIONARIES = {
    ROOT / "explainer" / "readers" / room
    for room in ("from_torch", "from_onnx", "from_keras", "traced")
}


def test_no_module_outside_layers_names_a_kind() -> None:
    assert all(room.is_dir() for room in DICTIONARIES)
    named = {
        f"{path.relative_to(ROOT)}:{node.lineno}: {node.value}"
        for path in ROOT.glob("explainer/**/*.py")
        if path.parent.name != "layers" and DICTIONARIES.isdisjoint(path.parents)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in LAYERS.keys() - OTHER_THINGS
    }
    assert sorted(named) == []


def test_no_script_of_the_site_names_a_kind() -> None:
    scripts = {path.name: path.read_text(encoding="utf-8") for path in ASSETS.glob("*.js")}
    quoted = re.compile(rf"""["'`]({"|".join(LAYERS.keys() - OTHER_THINGS)})["'`]""")
    assert {name: found for name, text in scripts.items() if (found := quoted.findall(text))} == {}


# ---- what a kind can't leave out -------------------------------------------------------

WHOLE: dict[str, Any] = {
    "about": "Does nothing.",
    "reference": "https://docs.pytorch.org/docs/stable/generated/torch.nn.Identity.html",
    "takes": ANYTHING,
    "does": Does.ACTIVATES,
    "backward": Backward(Saved.INPUT),
    "module": Module("Identity"),
    "caffe": False,
}
SIZE = Setting("size", Count(), about="How large it is.")


def kind(**changes: Any) -> Layer:
    """A kind that says everything, but for the changes; with what it stores."""
    layer = Layer("nothing", **WHOLE | changes)
    attach_activations(layer)
    return complete(layer)


def test_a_whole_kind_is_taken_in() -> None:
    assert kind().does is Does.ACTIVATES


@pytest.mark.parametrize("name", DECLARATIONS)
def test_a_declaration_that_is_left_out_is_named(name: str) -> None:
    missing, example = DECLARATIONS[name]
    with pytest.raises(IncompleteKind) as refused:
        Layer("nothing", **{key: value for key, value in WHOLE.items() if key != name})
    told = f'The kind "nothing" does not say {missing}. Declare it, such as {example}.'
    assert str(refused.value) == told


def test_every_declaration_of_a_whole_kind_is_one_that_is_asked_for() -> None:
    assert set(WHOLE) == set(DECLARATIONS)
    assert [name for name in DECLARATIONS if f"`{name}`" not in STEPS] == []


@pytest.mark.parametrize("left_out", ["backward", "caffe"])
def test_an_activation_function_says_what_is_kept_of_it(left_out: str) -> None:
    said: dict[str, Any] = {"backward": Backward(Saved.INPUT), "caffe": False}
    del said[left_out]
    with pytest.raises(IncompleteKind, match=DECLARATIONS[left_out][0]):
        elementwise("nothing", "Does nothing.", "Identity", **said)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"settings": (SIZE,)}, "which size its example has"),
        ({"example": Example({"depth": 1})}, "what depth of its example is"),
        ({"backward": Backward(Saved.INPUT, in_place=Saved.COPY)}, "when it writes over its input"),
        ({"backward": Backward(Saved.INPUT, slope="steep")}, "what its slope steep is"),
        ({"does": Does.PADS}, "how torch is told its padding"),
    ],
)
def test_declarations_have_to_fit_each_other(changes: dict[str, Any], told: str) -> None:
    with pytest.raises(IncompleteKind, match=f'^The kind "nothing" does not say {told}'):
        kind(**changes)
    kind(settings=(in_place("Identity"),), backward=Backward(Saved.INPUT, in_place=Saved.COPY))


def test_what_it_stores_has_a_formula() -> None:
    with pytest.raises(IncompleteKind, match="how many values it stores"):
        complete(Layer("nothing", **WHOLE))


def test_what_it_learns_has_a_shape() -> None:
    layer = Layer("nothing", **WHOLE | {"takes": VOLUME})
    attach_activations(layer)
    layer.add(Formula("parameters", parameters))
    with pytest.raises(IncompleteKind, match="how its tensors of parameters lie"):
        complete(layer)
