"""Networks of other programs on the command line: what is written, and what is said of faults."""

from __future__ import annotations

import json
import linecache
import re
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from explainer.errors import ExplainError
from explainer.readers import read
from explainer.readers.given_inputs import with_inputs
from tests.command_line import explain, explain_afresh

MYNETS = """\
import torch
from torch import nn

print("mynets is imported")


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 32, 3, padding=1)
        self.fc = nn.Linear(32 * 16 * 16, 10)

    def forward(self, x):
        x = nn.functional.max_pool2d(torch.relu(self.conv1(x)), 2)
        return self.fc(x.flatten(1))


class Two(nn.Module):
    def __init__(self):
        super().__init__()
        self.image, self.out = nn.Conv2d(3, 8, 3), nn.Linear(18, 5)

    def forward(self, image, facts):
        return self.out(torch.cat([self.image(image).mean((2, 3)), facts], 1))


class Breaks(nn.Module):
    def forward(self, x):
        raise ValueError("my own mistake")


class Looks(nn.Module):
    def forward(self, x):
        return x if x.sum() > 0 else -x


class Named(nn.Module):
    def __init__(self):
        super().__init__()
        self.input, self.relu = nn.Conv2d(3, 4, 1), nn.Conv2d(4, 4, 1)

    def forward(self, x):
        return self.relu(torch.relu(self.input(x)))


def sized(classes, width=8):
    return nn.Linear(width, classes)


def words():
    return nn.Sequential(nn.Embedding(100, 8), nn.Linear(8, 2))


def raises():
    return 1 / 0


number = 4
"""
needs_torch = pytest.mark.skipif(find_spec("torch") is None, reason="PyTorch is not installed")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with `mynets.py` and nothing else."""
    (tmp_path / "mynets.py").write_text(MYNETS)
    return tmp_path


@pytest.fixture
def refusal(desk: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """The whole message for words of a command line, on one line."""

    def of(words: str) -> str:
        model, *others = words.split()
        inputs = tuple(each for each in others if each != "--input") or None
        with pytest.raises(ExplainError) as caught:
            read(with_inputs(model, inputs))
        assert caught.value.code == 2
        return re.sub(r"\s+", " ", str(caught.value))

    monkeypatch.chdir(desk)
    monkeypatch.setattr(sys, "path", [*sys.path])
    for name in ("mynets", "other"):
        sys.modules.pop(name, None)
    linecache.clearcache()
    return of


@needs_torch
def test_a_class_is_explained_and_what_it_prints_stays_out_of_the_figures(desk):
    ran = explain("mynets:Net", "--input", "3x32x32", "--batch", "8", "--json", cwd=desk)
    figures = json.loads(ran.text)
    # 3·3·3·32 + 32 and 8192·10 + 10, as torch counts them
    assert figures["totals"]["parameters"] == 896 + 81930
    assert (figures["name"], figures["input"], figures["batch"]) == ("Net", [32, 32, 3], 8)
    assert ran.err == "mynets is imported\n"


@needs_torch
def test_files_are_called_by_what_stands_behind_the_colon(desk):
    assert (
        explain("mynets:Net", "--input", "3x32x32", "--html", "--md", "-o", ".", cwd=desk).code == 0
    )
    assert {each.name for each in desk.glob("*.*")} == {"mynets.py", "Net.html", "Net.md"}
    assert "mynets:Net, as PyTorch" in (desk / "Net.md").read_text()


@needs_torch
def test_what_is_saved_explains_to_the_same_numbers(desk):
    assert explain("mynets:Net", "--input", "3x32x32", "--save", "net.yaml", cwd=desk).code == 0
    saved = json.loads(explain("net.yaml", "--json", cwd=desk).text)
    first = json.loads(explain("mynets:Net", "--input", "3x32x32", "--json", cwd=desk).text)
    assert saved["totals"] == first["totals"]
    assert saved["memory"] == first["memory"]


@needs_torch
@pytest.mark.parametrize(
    ("words", "names"),
    [
        (("mynets:Two", "--input", "3x8x8", "--input", "10"), ["image", "out"]),
        (("mynets:Named", "--input", "3x8x8"), ["input_1", "relu"]),
    ],
)
def test_a_layer_keeps_its_name_where_an_input_or_an_operation_has_it(desk, words, names):
    figures = json.loads(explain(*words, "--json", cwd=desk).text)
    learnt = [each["name"] for each in figures["layers"] if each["parameters"]]
    assert learnt == names


@needs_torch
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (
            "mynets:Net",
            "mynets:Net doesn't say which sizes it takes: forward(x). Say them after --input",
        ),
        (
            "mynets:Two --input 3x8x8",
            "mynets:Two has forward(image, facts), and the number of inputs given is 1.",
        ),
        (
            "mynets:Net --input 32x32x3",
            (
                "mynets:Net conv1 in Net With 32x32x3 as its input this network doesn't run. "
                "RuntimeError: Given groups=1, weight of size [32, 3, 3, 3], expected "
                "input[2, 32, 32, 3] to have 3 channels, but got 32 channels instead. "
                "mynets.py, line 14: x = nn.functional.max_pool2d(torch.relu(self.conv1(x)), 2)"
            ),
        ),
        (
            "mynets:words --input 5",
            "mynets:words 0 in words With 5 as its input this network doesn't run.",
        ),
        (
            "mynets:Breaks --input 3x8x8",
            (
                "mynets:Breaks Breaks With 3x8x8 as its input this network doesn't run. "
                'ValueError: my own mistake. mynets.py, line 29: raise ValueError("my own mistake")'
            ),
        ),
        (
            "mynets:Looks --input 3x8x8",
            "mynets:Looks Looks A network is read by torch.export, which can't follow this one",
        ),
        (
            "mynets:sized --input 8",
            (
                "'mynets:sized' can't be made without arguments: it needs classes. Write a "
                "function that makes it, as in `def net(): return sized(classes=…)`, and name "
                "that instead."
            ),
        ),
        (
            "mynets:raises --input 8",
            (
                "'mynets:raises' can't be made. ZeroDivisionError: division by zero. "
                "mynets.py, line 55: return 1 / 0"
            ),
        ),
        (
            "mynets:Nett --input 8",
            "mynets has nothing called 'Nett'. Did you mean mynets:Net?",
        ),
        (
            "mynet:Net --input 8",
            (
                "There is no Python module 'mynet' in this folder or on Python's path. Did you "
                "mean mynets:Net?"
            ),
        ),
        (
            "mynets:number --input 8",
            "'mynets:number' gives something of the type int, and a torch.nn.Module is needed.",
        ),
    ],
)
def test_a_fault_is_named_with_its_module_and_its_line(refusal, words, says):
    assert refusal(words).startswith(says)


@needs_torch
def test_a_fault_ends_the_command_without_a_traceback(desk):
    ran = explain("mynets:Breaks", "--input", "3x8x8", cwd=desk)
    assert (ran.code, ran.text) == (2, "")
    assert "Traceback" not in ran.err
    assert ran.err.startswith("mynets is imported\nmynets:Breaks  Breaks\n  With 3x8x8")


@needs_torch
@pytest.mark.parametrize(
    ("code", "says"),
    [
        (
            "import nothing_here\n",
            "ModuleNotFoundError: No module named 'nothing_here'. other.py, line 1",
        ),
        ("\ndef f(:\n", "SyntaxError: invalid syntax (other.py, line 2)."),
        (
            "import sys\nsys.exit('usage')\n",
            "SystemExit: usage. other.py, line 2: sys.exit('usage')",
        ),
    ],
)
def test_a_module_that_fails_while_it_is_imported(desk, refusal, code, says):
    (desk / "other.py").write_text(code)
    said = refusal("other:Net --input 3")
    assert said.startswith(f"'other' can't be imported. {says}")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (
            "mynets.py",
            "Name what makes the network in it, which is run then, as in `explain mynets:Net",
        ),
        ("net.pt2", "net.pt2 is a file that PyTorch saved, and explain loads none of those"),
        ("example:lenet5 --input 3x32x32", "Change them with --set input=224x224x3."),
        ("mynets:Net --input banana", "is written as its sizes, and not as 'banana'."),
    ],
)
def test_what_is_no_network_says_what_to_try(refusal, words, says):
    assert says in refusal(words)


@pytest.mark.parametrize(
    ("package", "model", "command"),
    [
        ("torch", "mynets:Net", "pip install 'explain-memory[torch]'"),
        ("torch", "torchvision:resnet18", "pip install 'explain-memory[torch]'"),
        ("onnx", "model.onnx", "pip install 'explain-memory[onnx]'"),
        pytest.param(
            "torchvision", "torchvision:resnet18", "pip install torchvision", marks=needs_torch
        ),
    ],
)
def test_a_package_that_is_missing_is_named_with_how_it_is_installed(desk, package, model, command):
    (desk / f"{package}.py").write_text(f"raise ModuleNotFoundError(name={package!r})\n")
    (desk / "model.onnx").write_bytes(b"")
    ran = explain_afresh(model, "--input", "3x32x32", cwd=desk)
    assert (ran.code, ran.text) == (2, "")
    assert ran.err.rstrip().endswith(command)
    assert "Traceback" not in ran.err
