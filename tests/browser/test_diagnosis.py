"""The check page against `explain diagnose`: the same answers, the same verdicts and hypotheses."""

from __future__ import annotations

from fractions import Fraction

import pytest

from explainer.library.diagnose import diagnose_class
from explainer.mistakes.answers.diagnosis import Answer, Diagnosis
from explainer.mistakes.answers.reading import asked_in
from explainer.mistakes.engine.judge import Judge
from explainer.mistakes.engine.units import UNITS as SIZES
from explainer.mistakes.engine.world import World
from explainer.page import nodes as n
from explainer.page.steps import mistake_title
from explainer.readers import read
from explainer.results.checked_case import case_of

# What was written for a quantity, and the page's judgement as it stands in its tables.
JUDGED = """async ([key, rows]) => {
  const { answer, judge } = explain, net = explain.networks[key];
  const load = (at) => new Promise((done) => {
    const script = document.createElement("script");
    script.src = `data/${key}/${at}.js`;
    script.addEventListener("load", done);
    document.body.append(script);
  });
  await load("whole");
  const { bytes, places } = judge.tableOf(key, "whole"), all = new Map();
  for (const at of ["whole", ...places]) {
    if (at !== "whole") {
      if (!rows.some(([name]) => name.startsWith(net.nodes[at].name + "."))) continue;
      await load(at);
    }
    for (const one of judge.tableOf(key, at).quantities) all.set(one.name, one);
  }
  return rows.map(([name, text]) => {
    const quantity = all.get(name), printed = answer.read(text, !quantity.memory);
    if (!printed) return ["no number", []];
    const found = judge.judge(quantity, printed, BigInt(bytes));
    const layerOf = (one) => (one.layer < 0 ? "" : net.nodes[one.layer].name);
    const told = (one) => [one.names.join("+"), layerOf(one), one.carried, one.layers];
    return [found.verdict, found.ways.map(told)];
  });
}"""
WRITTEN = {
    "totals.parameters": (
        "138,357,544", "138357544", "138,400,000", "138,357,540", "138,000,000", "140,000,000",
        "138M", "138.4M", "138.35 M", "138.36 M", "0.138B", "0.14 B", "0.1384G", "138.357544 M",
        "138357.5K", "138357.544 k", "1.384e8", "1.38357544E8", "138_357_544", "139M", "7", "0",
        "553.4 MB", "527.8 MiB", "553 MiB", "0.553GB", "0.515 GiB", "0.000553 TB",
        "553,430,176 byte", "553430176 bytes", "540459 KB", "540459.2 KiB", "138M bytes", "lots",
        "1,38", "5 furlongs", "", "-3", "138.3", "553.43", "138", "+138.4M", ".138 G", "1383575440",
        "138.34 M",
    ),
    "totals.activations": (
        "61.0 MiB", "58.1 MiB", "58.15 MiB", "60.95 MB", "24M", "31M", "15M", "15.2M", "15,237,608",
        "60,950,432", "93MB", "62 MB", "121.9 MB", "7.6M", "15,175,000", "15,000,000", "15.23M",
    ),
    "training.total": (
        "1.2 GB", "1.78GB", "1.66 GiB", "1,782,191,392", "1782191392B", "1.8 GB", "1.7 GiB", "2 GB",
        "1.78 GiB", "445,547,848 values", "0.4455 G", "1.67 GB", "1.77 GB", "1782 MB", "1,780 MB",
        "1699 MiB", "0.00178 TB", "0.0016 TiB", "1.23 GB", "26 MB", "1.9 GB", "1,782,000,000",
    ),
    "inference.total": ("566 MB", "553 MB", "540 MiB", "566,276,192", "0.6 GB", "614.4 MB"),
    "totals.weights": ("138,344,128", "138.3M", "138,357,544", "0.138B"),
    "totals.biases": ("13,416", "13.4K", "13.4 k", "13,000", "53,664 bytes", "52.4 KiB", "13"),
    "conv1_1.weights": (
        "1728", "1,728", "1.728", "1.7", "1.73K", "576", "192", "577", "1700", "6912",
        "6.75 KiB", "6,912 bytes", "6.9 kB", "1,792", "1.728 M", "2304 bytes", "2.3 kB", "9",
        "27", "1", "1728.0",
    ),
    "conv1_1.H_out": ("224", "222", "223", "225", "896", "22", "224.0", "0.224", "200", "5"),
    "conv2_1.W_out": ("112", "110", "224", "448", "0.112", "448 values", "55"),
    "pool1.activations": ("802,816", "802.8K", "3,211,264", "200,704", "3.2 MB", "3.06 MiB"),
    "fc1.weights": ("102,760,448", "102.8M", "0.103B", "2,097,152", "411 MB", "392 MiB", "513.8M"),
    "conv3_1.macs": ("924,844,032", "0.92G", "924.8M", "1.85G", "925M", "57,802,752"),
}  # fmt: skip
QUANTITIES = {
    "vgg16": ("conv1_2.parameters", "conv2_1.im2col", "conv3_1.H_out", "pool1.activations",
              "pool3.W_out", "fc1.weights", "totals.parameters", "totals.activations",
              "totals.biases", "training.total", "inference.total"),
    "small-cnn-50": ("conv1.weights", "pool2.H_out", "fc.weights", "fc.parameters",
                     "totals.parameters", "training.total"),
    "resnet18": ("conv1.H_out", "maxpool.H_out", "layer2.0.conv1.weights", "fc.weights",
                 "totals.weights", "inference.total"),
    "mobilenet_v2": ("totals.parameters", "training.total"),
}  # fmt: skip
UNITS = ("values", "K", "M", "bytes", "kB", "MB", "GB", "KiB", "MiB")
MOST = 6


def judged(reader, key: str, rows: list[tuple[str, str]]) -> list[object]:
    page = reader.open("check.html")
    page.add_script_tag(path=str(reader.site / "data" / f"{key}.js"))
    return [tuple(found) for found in page.evaluate(JUDGED, [key, rows])]


def command(key: str, rows: list[tuple[str, str]]) -> list[object]:
    """The same by `explain diagnose`, each answer by itself."""
    answers = [Answer(name, text) for name, text in rows]
    return [_figures(one.found) for one in diagnose_class(f"example:{key}", answers).judged]


def _figures(found: Diagnosis | None) -> tuple[str, list[object]]:
    if found is None:
        return "no number", []
    ways: list[object] = [
        ["+".join(w.mistakes), w.layer, w.carried, w.layers] for w in found.explanations
    ]
    return found.verdict, ways


def differences(reader, key: str, rows: list[tuple[str, str]]) -> list[object]:
    told = zip(rows, judged(reader, key, rows), command(key, rows), strict=True)
    return [each for each in told if each[1] != each[2]]


def test_the_page_says_what_the_command_says_of_what_people_write(reader):
    rows = [(name, text) for name, texts in WRITTEN.items() for text in texts]
    assert differences(reader, "vgg16", rows) == []


@pytest.mark.parametrize("key", QUANTITIES)
def test_the_page_says_what_the_command_says_of_what_slips_give(reader, key):
    """Numbers that one mistake gives or two do, in every unit, and others beside them."""
    rows = [(name, text) for name in QUANTITIES[key] for text in texts(key, name)]
    assert len(rows) > 20
    assert differences(reader, key, rows) == []


def texts(key: str, name: str, **given: object) -> list[str]:
    """Some of what slips give, as somebody would write it."""
    case = case_of(read(f"example:{key}"), given)
    judge, found = Judge(World(case)), list[str]()
    for unit in UNITS:
        asked = asked_in(Answer(name, "1", unit), case.graph, case.plan.bytes_per_value)
        table = judge.table(asked.quantity, asked.unit)
        assert table is not None
        values = [*table.simple.values, *table.pairs.values]
        chosen = values[:: max(1, len(values) // MOST)]
        found += [f"{_written(Fraction(value), i)} {unit}" for i, value in enumerate(chosen)]
        found.append(f"{_written(2 * Fraction(table.base) / SIZES[unit] + 1, 2)} {unit}")
    return [text for text in dict.fromkeys(found) if not text.startswith("-")]


def _written(value: Fraction, number: int) -> str:
    """A whole number with all its digits, others rounded as one does, to one, two, three places."""
    return f"{int(value):,}" if value.denominator == 1 else f"{float(value):,.{1 + number % 3}f}"


@pytest.mark.parametrize(
    ("key", "name", "batch", "dtype"),
    [
        ("vgg16", "conv2_1.parameters", 2, "float16"),
        ("vgg16", "totals.activations", 1, "float64"),
        ("vgg16", "training.total", 32, "float32"),
        ("small-cnn-50", "fc.weights", 7, "float16"),
        ("resnet18", "inference.total", 3, "float32"),
    ],
)
def test_of_a_changed_run_the_page_says_only_what_the_command_says_too(
    reader, key, name, batch, dtype
):
    """It tries single mistakes only, and names the command for the others."""
    page = reader.open("check.html")
    page.locator("[name=network]").select_option(key)
    place, _, quantity = name.rpartition(".")
    if place in ("totals", "training", "inference"):
        place, quantity = "", name
    page.wait_for_function(PLACES, arg=key)
    page.locator("[name=place]").select_option(place)
    page.wait_for_function(THERE, arg=quantity)
    page.locator("[name=quantity]").select_option(quantity)
    page.locator("[name=batch]").fill(str(batch))
    page.locator("[name=bytes]").select_option(dtype)
    given, explained = {"batch": batch, "dtype": dtype}, 0
    for text in texts(key, name, **given)[::2]:
        page.locator("[name=value]").fill(text)
        page.get_by_role("button", name="Check it").click()
        told = page.locator("[data-diagnosis]")
        answers = [Answer(name, text)]
        (one,) = diagnose_class(f"example:{key}", answers, **given).judged
        assert one.found is not None
        titles = {title for way in one.found.explanations for title in map(title_of, way.mistakes)}
        shown = set(told.locator("li > p:first-child a").all_inner_texts())
        if one.found.verdict in ("right", "right as rounded", "wrong unit"):
            assert told.locator("strong").first.inner_text().startswith(VERDICTS[one.found.verdict])
        else:
            assert shown <= titles, (text, shown - titles)
            explained += bool(shown)
        assert f"explain diagnose example:{key} {name}" in told.inner_text()
        assert f"--batch {batch}" in told.inner_text() or batch == 1
    assert explained > 3


PLACES = """(key) => explain.networks[key] && explain.judge.tableOf(key, "whole")
  && document.querySelectorAll("[name=place] option").length
    === explain.judge.tableOf(key, "whole").places.length + 1"""
THERE = """(name) => [...document.querySelectorAll("[name=quantity] option")]
  .some((one) => one.value === name)"""
VERDICTS = {
    "right": "Right.",
    "right as rounded": "Right, as rounded",
    "wrong unit": "Wrong unit",
}


def title_of(name: str) -> str:
    return "".join(part.text for part in mistake_title(name) if isinstance(part, n.Words))
