"""The table: ours, torch's, and the difference, a network a line."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence

from explainer.errors import ExplainError
from tests.zoo.derived import derived
from tests.zoo.measured import measured
from tests.zoo.networks import every_name, network

HEAD = ("network", "layers", "parameters", "MACs", "kept", "peak", "differences", "s", "s torch")
WIDTHS = (28, 7, 12, 16, 14, 15, 40, 6, 7)


def main(names: Sequence[str]) -> None:
    """Print it as it is found."""
    print(_line(HEAD))
    alike = count = 0
    for name in names or list(every_name()):
        row = tuple(_row(name))
        count += 1
        alike += row[6] == "none"
        print(_line(row), flush=True)
    print(f"{alike} of {count} networks are equal to torch in parameters, kept bytes and peak.")


def _row(name: str) -> Iterator[str]:
    yield name
    start = time.process_time()
    try:
        one = network(name)
        ours = derived(one)
    except ExplainError as error:
        yield from ("", "", "", "", "", " ".join(str(error).split())[:120], "", "")
        return
    between = time.process_time()
    yield from (str(ours.layers), f"{ours.step.parameters:,}", f"{ours.macs:,}")
    yield from (f"{ours.step.saved:,}", f"{ours.step.peak:,}")
    try:
        theirs = measured(one.make, *(each.sizes for each in one.inputs))
    except RuntimeError as error:
        yield from (f"not measured: {str(error).splitlines()[0][:60]}", "", "")
        return
    pairs = ((what, getattr(ours.step, what), getattr(theirs, what)) for what in vars(theirs))
    off = [f"{what} {mine - real:+,}" for what, mine, real in pairs if mine != real]
    yield from (", ".join(off) or "none", f"{between - start:.1f}")
    yield f"{time.process_time() - between:.1f}"


def _line(cells: Sequence[str]) -> str:
    return " ".join(cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=True)).rstrip()


if __name__ == "__main__":
    main(sys.argv[1:])
