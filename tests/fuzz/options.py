"""Options of `explain`, for Python and as words of a command line, right and wrong."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.fuzz.breaking import VALUES
from tests.fuzz.networks import COUNTS, DTYPES, OPTIMIZERS, UNITS

SIZES = (
    "8GB", "512MiB", "1", "1.5 KiB", "64", "10TB", 10**6, "9" * 30, "1e5", "-1", "0.4", "1 kb",
)  # fmt: skip
FILE_KEYS = ("input", "inputs.left", "inputs.right", "batch", "dtype", "optimizer", "name")
SETTINGS = (
    "kernel_size", "stride", "padding", "out_channels", "units", "groups", "bias", "dilation", "p",
    "xyz",
)  # fmt: skip


def how_it_runs(chance: Random) -> dict[str, Any]:
    """How a network is run; mostly right."""
    found: dict[str, Any] = {}
    if chance.random() < 0.3:
        found["batch"] = chance.choice((1, 2, 3, 64, 10**5, 10**18))
    if chance.random() < 0.2:
        found["dtype"] = chance.choice(DTYPES)
    if chance.random() < 0.25:
        found["optimizer"] = chance.choice(OPTIMIZERS)
    if chance.random() < 0.1:
        found["loss"] = chance.choice(("none", "cross_entropy"))
    if chance.random() < 0.1:
        found["accumulate"] = chance.choice((1, 2, 5))
    if chance.random() < 0.05:
        found["threads"] = chance.choice((1, 4))
    if chance.random() < 0.05:
        found["device"] = "cuda"
    if chance.random() < 0.1:
        found["freeze"] = chance.choice((["*"], ["l1"], ["l2", "conv2d"], ["nothing"], ["*l*"]))
    return found


def questions(chance: Random, names: list[str]) -> dict[str, Any]:
    """What is asked beside the report itself; mostly right."""
    found: dict[str, Any] = {}
    if chance.random() < 0.3:
        found["detail"] = chance.choice(("full", "worked", "handout"))
    if chance.random() < 0.05:
        found["layer"] = chance.choice((*names, "l1", "input"))
    if chance.random() < 0.05:
        found["fits"] = chance.choice(SIZES)
    if chance.random() < 0.05:
        found["sensitivity"] = True
    if chance.random() < 0.05:
        found["devices"] = chance.choice((1, 2, 8, 100))
    if chance.random() < 0.07:
        found["checkpoint"] = chance.choice(("best", 1, 2, 3))
    if chance.random() < 0.07:
        found["set"] = [_change(chance, names)]
    return found


def _change(chance: Random, names: list[str]) -> str:
    value = chance.choice((1, 2, 3, 5, 8, "same", "false", "3x5", "[1, 2]", "", "null", "x", -1))
    if not names or chance.random() < 0.3:
        return f"{chance.choice(FILE_KEYS)}={value}"
    return f"{chance.choice(names)}.{chance.choice(SETTINGS)}={value}"


def words(chance: Random, model: str, names: list[str]) -> list[str]:
    """A command line about the model; outputs go to standard output."""
    command = chance.choice(("", "", "", "compare", "reconcile", "diagnose", "diagnose"))
    found = [command] if command else []
    found += [model, *([model] if command == "compare" else [])]
    if command == "diagnose":
        found += _figures(chance, names)
    asked = how_it_runs(chance) | (questions(chance, names) if not command else {})
    for option, value in asked.items():
        if command in ("diagnose", "reconcile") and option not in ("batch", "dtype", "optimizer"):
            continue
        found += _spelled(chance, option, value)
    found += chance.choice(([], [], ["--json"], ["--html", "-o", "-"], ["--md", "-o", "-"]))
    if chance.random() < 0.1:
        found.insert(chance.randint(0, len(found)), str(chance.choice(VALUES)))
    if chance.random() < 0.05 and found:
        del found[chance.randrange(len(found))]
    # Never a site, a server, a handout or PyTorch: those have tests of their own.
    return [word for word in found if word not in ("site", "handout", "verify", "--verify", "-")]


def _spelled(chance: Random, option: str, value: Any) -> list[str]:
    if value is True:
        return [f"--{option}"]
    values = value if isinstance(value, list) else [value]
    return [word for each in values for word in _pair(chance, f"--{option}", str(each))]


def _pair(chance: Random, option: str, value: str) -> list[str]:
    return [f"{option}={value}"] if chance.random() < 0.2 else [option, value]


def _figures(chance: Random, names: list[str]) -> list[str]:
    found = []
    for _ in range(chance.choice((1, 1, 2))):
        head = chance.choice((*names, "totals", "training", "input"))
        tail = chance.choice((*COUNTS, "output", "H_out", "total", "optimizer"))
        value = str(chance.choice((chance.randint(0, 10**5), "12.5", "3M", "8x8x3", "1,000", "x")))
        found += [f"{head}.{tail}", value]
        if chance.random() < 0.3:
            found.append(chance.choice(UNITS))
    return found


def wrong_types(chance: Random) -> dict[str, Any]:
    """One option of a type or a value that nobody should give."""
    names = (
        "batch", "dtype", "optimizer", "loss", "accumulate", "threads", "device", "freeze",
        "detail", "layer", "fits", "set", "devices", "checkpoint",
    )  # fmt: skip
    return {chance.choice(names): chance.choice(VALUES)}
