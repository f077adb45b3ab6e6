"""Sizes as they are printed: three digits at least, bytes first, no equation of roundings."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

import explainer
from explainer.language import texts
from explainer.network.units import UNITS_OF_MEMORY, in_unit, readable_units
from explainer.readers import example_names

ROOT = Path(__file__).parent.parent.parent
# A rounded size, an equals sign, another one.
EQUATION = re.compile(r"[0-9.,]+ [kMGT]i?B\s*=\s*[0-9.,]+ [kMGT]i?B")


@pytest.mark.parametrize(
    ("size", "unit", "shown"),
    [
        (886_080, "MB", "0.886"), (886_080, "MiB", "0.845"), (886_032, "kB", "886.0"),
        (60_950_432, "MB", "61.0"), (553_430_176, "MB", "553.4"), (553_430_176, "MiB", "527.8"),
        (88_600, "MB", "0.0886"), (8_860_000, "MB", "8.86"), (9_994_999, "MB", "9.99"),
        (10_000_000, "MB", "10.0"), (99_950, "kB", "100.0"), (1, "kB", "0.001"), (0, "MB", "0.0"),
        (1_782_191_392, "GB", "1.78"), (553_430_176, "GB", "0.55"), (1_234, "bytes", "1,234"),
    ],
)  # fmt: skip
def test_a_size_has_three_digits_or_more(size: int, unit: str, shown: str) -> None:
    assert in_unit(size, unit) == shown


@pytest.mark.parametrize("unit", ["kB", "MB", "KiB", "MiB"])
def test_a_size_is_rounded_once_from_the_exact_number(unit: str) -> None:
    """Against Decimal, which rounds decimal digits by itself."""
    for size in (1, 7, 999, 1_005, 12_345, 949_999, 950_000, 999_500, 1_048_575, 10**12 + 1):
        text = in_unit(size, unit).replace(",", "")
        step = Decimal(1).scaleb(-len(text.partition(".")[2]))
        exact = Decimal(size) / UNITS_OF_MEMORY[unit]
        assert Decimal(text) == exact.quantize(step, ROUND_HALF_UP)


def test_the_units_are_those_in_which_a_size_reads_well() -> None:
    sizes = (0, 246_824, 886_080, 61_000_000, 10**9)
    units = [readable_units(size)[0] for size in sizes]
    assert units == ["MB", "kB", "MB", "MB", "GB"]


@pytest.mark.parametrize("name", example_names())
def test_no_report_equates_rounded_sizes(name: str) -> None:
    document = explainer.explain(f"example:{name}", sensitivity=True)
    assert not EQUATION.search(document.markdown())
    assert not EQUATION.search(re.sub(r"<[^>]+>", "", document.html()))


def test_the_facts_say_bytes_first() -> None:
    page = explainer.explain("example:tiny-cnn-512").markdown()
    assert "- **221,508** parameters · 886,032 bytes, 0.886 MB (0.845 MiB)" in page
    assert "- **39,915,312 bytes** to train" in page


def test_no_sentence_and_no_page_of_ours_equates_rounded_sizes() -> None:
    for said in texts().values():
        assert not re.search(r"\{decimal\}\s*=\s*\{binary\}", said)
    for path in (ROOT / "README.md", *(ROOT / "site").glob("**/*.md")):
        assert not EQUATION.search(path.read_text(encoding="utf-8")), path.name
