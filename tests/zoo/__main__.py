"""The table: ours, torch's, and the difference, a network a line."""

from __future__ import annotations

import datetime
import importlib.metadata
import sys
import time
from collections.abc import Iterator, Sequence

from explainer.errors import ExplainError
from tests.zoo.derived import derived
from tests.zoo.measured import measured
from tests.zoo.networks import every_name, network
from tests.zoo.products import products

HEAD = ("network", "layers", "sizes", "parameters", "MACs", "kept", "peak", "differences")
WIDTHS = (28, 7, 7, 12, 16, 14, 15, 60)
MARKDOWN = "--md"
READ_FROM = ("torch", "torchvision", "timm")


def main(arguments: Sequence[str]) -> None:
    """Print it as it is found."""
    line = _row_of_markdown if MARKDOWN in arguments else _line
    names = [each for each in arguments if each != MARKDOWN] or list(every_name())
    if line is _row_of_markdown:
        print(_above())
    print(line(HEAD))
    if line is _row_of_markdown:
        print(line(["---"] * len(HEAD)))
    alike, start = 0, time.process_time()
    for name in names:
        row = tuple(_row(name))
        alike += row[-1] == "none"
        print(line(row), flush=True)
    seconds = time.process_time() - start
    print(f"\n{alike} of {len(names)} networks are as torch has them; {seconds:.0f} s of CPU.")


def _row(name: str) -> Iterator[str]:
    yield name
    try:
        one = network(name)
        ours = derived(one)
    except ExplainError as error:
        yield from ("",) * 6
        yield " ".join(str(error).split())[:90]
        return
    step = ours.step
    yield from (str(ours.layers), str(ours.sizes), f"{step.parameters:,}", f"{ours.macs:,}")
    yield from (f"{step.saved:,}", f"{step.peak:,}")
    shapes = [each.sizes for each in one.inputs]
    try:
        theirs, macs = measured(one.make, *shapes), products(one.make, *shapes)
    except RuntimeError as error:
        yield f"not measured: {str(error).splitlines()[0][:60]}"
        return
    pairs = [(what, getattr(step, what), getattr(theirs, what)) for what in vars(theirs)]
    pairs.append(("MACs", ours.macs, macs))
    off = [f"{what} {mine - real:+,}" for what, mine, real in pairs if mine != real]
    yield ", ".join([*off, *(f"sizes of {each}" for each in ours.apart[:3])]) or "none"


def _line(cells: Sequence[str]) -> str:
    return " ".join(cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=True)).rstrip()


def _row_of_markdown(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _above() -> str:
    versions = ", ".join(f"{each} {importlib.metadata.version(each)}" for each in READ_FROM)
    return f"Made on {datetime.datetime.now(datetime.UTC).date().isoformat()} with {versions}.\n"


if __name__ == "__main__":
    main(sys.argv[1:])
