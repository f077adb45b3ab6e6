"""`explain compare`: two networks side by side say what their own reports say."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import explainer
from explainer.network.case import Case
from explainer.questions.comparison.rows import layer_rows
from explainer.readers import example_names
from tests.command_line import explain

PAIRS = [("vgg16", "resnet18"), ("resnet18", "resnet50"), ("lenet5", "lenet5"),
         ("unet", "mobilenet_v2"), ("totals-recipe", "alexnet")]  # fmt: skip


def alone(name: str, **options: Any) -> Any:
    return json.loads(explainer.explain(f"example:{name}", **options).json())


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_the_figures_are_those_of_the_two_reports(first: str, second: str):
    found = json.loads(
        explainer.compare(f"example:{first}", f"example:{second}", batch=8, optimizer="adam").json()
    )
    reports = [alone(name, batch=8, optimizer="adam") for name in (first, second)]
    for key, report in zip(("first", "second"), reports, strict=True):
        for name in ("name", "input", "batch", "dtype", "optimizer"):
            assert found[key][name] == report[name]
        totals = {name: figure[key] for name, figure in found["totals"].items()}
        assert totals == report["totals"]
        book = report["memory"]["textbook"]
        assert found["memory"]["textbook"]["training"][key] == book["training"]["total"]
        assert found["memory"]["textbook"]["inference"][key] == book["inference"]["total"]
        layers = {row["name"]: row[key] for row in found["layers"] if row[key]}
        assert layers == {
            row["name"]: {k: v for k, v in row.items() if k != "name"} for row in report["layers"]
        }
    for figure in found["totals"].values():
        if figure["factor"] is not None:
            assert Fraction(figure["factor"]) == Fraction(figure["second"], figure["first"])


@pytest.mark.parametrize("name", example_names())
def test_a_network_beside_itself_is_equal_in_everything(name: str):
    page = explainer.compare(f"example:{name}", f"example:{name}").markdown()
    assert "has more" not in page
    assert "takes more" not in page
    assert ", the first" in page


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_no_layer_is_lost_or_comes_twice(first: str, second: str):
    found = explainer.compare(f"example:{first}", f"example:{second}")
    rows = layer_rows(found.first, found.second)
    for case, position in ((found.first, 0), (found.second, 1)):
        names = [node.name for node in case.graph.nodes]
        assert sorted(names) == sorted(name for name, row in rows.items() if row[position])


def test_names_in_another_order_are_still_all_there():
    def network(*names: str) -> dict[str, Any]:
        layers = [{"conv2d": {"out_channels": 2, "kernel_size": 1, "name": name}} for name in names]
        return {"name": "-".join(names), "input": "4x4x1", "layers": layers}

    found = explainer.compare(network("a", "b", "c", "d"), network("c", "x", "a"))
    cases: tuple[Case, Case] = (found.first, found.second)
    rows = layer_rows(*cases)
    assert set(rows) == {"input", "a", "b", "c", "d", "x"}
    both = [name for name, (first, second) in rows.items() if first and second]
    assert sorted(both) == ["a", "c", "input"]


def test_fewer_parameters_and_more_memory_is_said_where_it_is_so():
    options = {"batch": 32}
    said = "the number of parameters alone does not decide"
    assert said in explainer.compare(
        "example:resnet18", "example:mobilenet_v2", **options  # type: ignore[arg-type]
    ).markdown()  # fmt: skip
    assert said not in explainer.compare("example:resnet18", "example:resnet50").markdown()


def test_the_command_writes_every_format(tmp_path: Path):
    words = ("compare", "example:lenet5", "example:alexnet", "--md", "--html")
    assert explain(*words, "-o", str(tmp_path)).code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "lenet5-alexnet.html", "lenet5-alexnet.md",
    ]  # fmt: skip
    page = (tmp_path / "lenet5-alexnet.md").read_text(encoding="utf-8")
    assert page.startswith("# LeNet-5 · AlexNet, compared")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("example:lenet5",), "Which two models?"),
        ((), "Which two models?"),
        (("-", "-"), "Only one of the two models"),
        (("example:lenet5", "example:lenet6"), "Did you mean 'lenet5'?"),
        (("example:lenet5", "example:alexnet", "--fits", "8GB"), "There is no option --fits."),
        (("example:lenet5", "example:alexnet", "--batch", "0"), "The batch has to be"),
        (
            ("example:vgg16", "example:resnet18", "--freeze", "layer1"),
            "VGG-16 has no layer to freeze that is called 'layer1'.",
        ),
        (
            ("example:totals-recipe", "example:lenet5", "--optimizer", "adafactor"),
            "has bare totals, and what adafactor keeps depends on the shapes",
        ),
    ],
)
def test_what_cannot_be_compared_is_refused(words: tuple[str, ...], message: str):
    ran = explain("compare", *words)
    assert (ran.code, ran.out) == (2, b"")
    assert message in ran.err
    assert "Traceback" not in ran.err


def test_one_of_the_two_may_come_through_standard_input():
    model = b"name: Mine\ninput: 8x8x1\nlayers: [{conv2d: {filters: 2, kernel_size: 3}}]\n"
    ran = explain("compare", "-", "example:lenet5", stdin=model)
    assert ran.text.startswith("# Mine · LeNet-5, compared")


def test_an_argument_that_is_not_known_is_a_mistake_in_the_program():
    with pytest.raises(TypeError):
        explainer.compare("example:lenet5", "example:lenet5", layer="c1")  # type: ignore[call-arg]
