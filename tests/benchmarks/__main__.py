"""Prints the times as Markdown tables."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.benchmarks.answers import answers_and_handouts
from tests.benchmarks.pages import write_network, write_page_without_formulas
from tests.benchmarks.simulation import simulated
from tests.benchmarks.stopwatch import ROOT, explain, shortest
from tests.benchmarks.website import websites

IMPORTS = (sys.executable, "-c", "import sympy, jinja2, yaml")
OF_PDF = (sys.executable, "-c", "import sympy, jinja2, weasyprint, yaml")
# As deep as ResNet-152 with its norms and activation functions.
DEEP = 600
VGG = "example:vgg16"
SIZES = (10, 100, 1_000, 5_000)


def main() -> None:
    """Time everything; about six minutes on two cores. `floors` alone takes one."""
    with tempfile.TemporaryDirectory() as folder:
        _floors(Path(folder))
        if sys.argv[1:] == ["floors"]:
            return
        _sizes(Path(folder))
        _steps(Path(folder))
        websites(Path(folder))
    answers_and_handouts()


def _floors(folder: Path) -> None:
    page = folder / "page.html"
    write_page_without_formulas(VGG, page)
    press = (sys.executable, str(ROOT / "tests" / "benchmarks" / "press_alone.py"), str(page))
    deep = folder / "deep.yaml"
    write_network(DEEP, deep)
    to_pdf = ("--pdf", "-o", "/dev/null")
    worked, handout = explain(VGG, *to_pdf), explain(VGG, "--detail", "handout", *to_pdf)
    nowhere = "/dev/null"
    print("| what | seconds | against | seconds | ratio | aim |")
    print("|---|--:|---|--:|--:|--:|")
    for what, command, against, floor, aim in (
        ("VGG-16 to Markdown", explain(VGG), "importing sympy, jinja2, yaml", IMPORTS, "1.5"),
        ("VGG-16 to PDF", worked, "importing sympy, jinja2, weasyprint, yaml", OF_PDF, "2.5"),
        ("VGG-16 to PDF", worked, "its page without formulas", press, ""),
        ("VGG-16's handout to PDF", handout, "VGG-16 to PDF", worked, "1"),
        (f"{DEEP} layers to PDF", explain(str(deep), *to_pdf), "VGG-16 to PDF", worked, "2"),
        (
            "VGG-16 to HTML",
            explain(VGG, "--html", "-o", nowhere),
            "importing sympy, jinja2, yaml",
            IMPORTS,
            "",
        ),
        (
            "VGG-16 to JSON",
            explain(VGG, "--json"),
            "importing yaml",
            (*IMPORTS[:2], "import yaml"),
            "",
        ),
        (
            "ResNet-50 to JSON",
            explain("example:resnet50", "--json"),
            "importing sympy, yaml",
            (*IMPORTS[:2], "import sympy, yaml"),
            "3",
        ),
    ):
        ours, theirs = shortest(command, floor, turns=5)
        print(
            f"| {what} | {ours:.2f} | {against} | {theirs:.2f} | {ours / theirs:.2f} | {aim} |",
            flush=True,
        )


def _sizes(folder: Path) -> None:
    print("\n| layers | Markdown, s | a layer, ms | JSON, s | a layer, ms |")
    print("|--:|--:|--:|--:|--:|")
    for layers in SIZES:
        model = folder / f"{layers}.yaml"
        write_network(layers, model)
        turns = 3 if layers <= 1_000 else 1
        report, figures = shortest(explain(str(model)), explain(str(model), "--json"), turns=turns)
        print(
            f"| {layers:,} | {report:.2f} | {1000 * report / layers:.1f} "
            f"| {figures:.2f} | {1000 * figures / layers:.1f} |",
            flush=True,
        )


def _steps(folder: Path) -> None:
    """A simulated training step: the time for a layer stays the same where it is linear."""
    print("\n| layers | training step simulated, ms | a layer, µs |")
    print("|--:|--:|--:|")
    for layers in SIZES:
        model = folder / f"{layers}.yaml"
        seconds = simulated(model, turns=5)
        print(f"| {layers:,} | {1000 * seconds:.1f} | {10**6 * seconds / layers:.1f} |", flush=True)


if __name__ == "__main__":
    main()
