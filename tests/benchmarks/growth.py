"""How the time and the memory of each command grow with the number of layers.

    python -m tests.benchmarks.growth [SIZE ...]

Processor seconds and MB of each command on a chain and on a residual chain; the last column is
the power with which the time grows between the last two sizes: 1 is linear.
"""

from __future__ import annotations

import math
import os
import resource
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.pages import write_network
from tests.benchmarks.stopwatch import ROOT, explain

SIZES = (500, 1000, 2000, 4000)
MOST_SECONDS = 120


@dataclass(frozen=True)
class Taken:
    """Processor seconds and MB of one command, and how it ended."""

    seconds: float
    megabytes: float
    code: int


def write_residual(layers: int, path: Path) -> None:
    """A chain in which every fourth layer adds what came in three layers before."""
    lines = [f"name: {layers} layers, residual", "input: 16x16x16", "layers:"]
    lines.append("  - conv2d: {out_channels: 16, kernel_size: 3, padding: 1, name: add0}")
    for number in range(1, layers):
        block, place = divmod(number - 1, 4)
        lines.append((
            f"  - conv2d: {{out_channels: 16, kernel_size: 3, padding: 1, name: c{block}}}",
            f"  - batch_norm2d: {{name: b{block}}}",
            f"  - relu: {{name: r{block}}}",
            f"  - add: {{from: [r{block}, add{block}], name: add{block + 1}}}",
        )[place])  # fmt: skip
    path.write_text("\n".join(lines) + "\n")


def commands(model: str, first: str, last: str, folder: str) -> dict[str, tuple[str, ...]]:
    """Every command that reads a model, with the options that may be costly."""
    return {
        "--json": (model, "--json"),
        "Markdown": (model,),
        "--detail handout": (model, "--detail", "handout"),
        "--html": (model, "--html", "-o", "-"),
        "--layer LAST": (model, "--layer", last),
        "--json --fits 8GB": (model, "--json", "--fits", "8GB"),
        "--json --checkpoint best": (model, "--json", "--checkpoint", "best"),
        "--json --checkpoint 8": (model, "--json", "--checkpoint", "8"),
        "--json --devices 8": (model, "--json", "--devices", "8"),
        "--json --sensitivity": (model, "--json", "--sensitivity"),
        "--json --freeze *": (model, "--json", "--freeze", "*"),
        "--json --optimizer adafactor": (model, "--json", "--optimizer", "adafactor"),
        "--json --set": (model, "--json", "--set", f"{first}.bias=false"),
        "compare --json": ("compare", model, model, "--json"),
        "compare": ("compare", model, model),
        "reconcile": ("reconcile", model),
        "diagnose first": ("diagnose", model, f"{first}.weights", "7"),
        "diagnose last": ("diagnose", model, f"{last}.activations", "7"),
        "diagnose last output": ("diagnose", model, f"{last}.output", "7x7x7"),
        "diagnose totals": ("diagnose", model, "totals.activations", "7"),
        "diagnose training": ("diagnose", model, "training.total", "7"),
        "handout --md": ("handout", model, "--md", "--questions", "3", "--jobs", "1", "-o", folder),
    }


def taken(command: tuple[str, ...]) -> Taken:
    """Run a command of explain."""
    process = subprocess.Popen(
        explain(*command),
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=_limited,
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return Taken(used.ru_utime + used.ru_stime, used.ru_maxrss / 1000, process.returncode)


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))


def power(first: Taken, second: Taken, ratio: float) -> str:
    """The power of the number of layers that the time grows with, the start taken off."""
    start = 0.15
    if min(first.seconds, second.seconds) <= 2 * start:
        return ""
    grown = (second.seconds - start) / (first.seconds - start)
    return f"{math.log(grown) / math.log(ratio):.1f}"


def main() -> None:
    """Print the table."""
    sizes = tuple(map(int, sys.argv[1:])) or SIZES
    heads = " | ".join(f"{size:,}" for size in sizes)
    print(f"| network | command | {heads} | power | MB |\n|---|---|{'--:|' * len(sizes)}--:|--:|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for kind, write in (("chain", write_network), ("residual", write_residual)):
            models = {size: folder / f"{kind}-{size}.yaml" for size in sizes}
            for size, model in models.items():
                write(size, model)
            for what in commands("", "", "", ""):
                _row(kind, what, models, folder)


def _row(kind: str, what: str, models: dict[int, Path], folder: Path) -> None:
    found: list[Taken] = []
    for size, model in models.items():
        first = "c0" if kind == "residual" else "conv2d"
        last = f"c{(size - 5) // 4}" if kind == "residual" else f"conv2d_{(size - 1) // 3}"
        found.append(taken(commands(str(model), first, last, str(folder / "sheets"))[what]))
        if found[-1].code < 0:
            break
    cells = [f"{one.seconds:.1f}" + (f" ({one.code})" if one.code else "") for one in found] + [
        "…"
    ] * (len(models) - len(found))
    sizes = list(models)
    grown = power(found[-2], found[-1], sizes[1] / sizes[0]) if len(found) > 1 else ""
    print(
        f"| {kind} | {what} | {' | '.join(cells)} | {grown} | {found[-1].megabytes:.0f} |",
        flush=True,
    )


if __name__ == "__main__":
    main()
