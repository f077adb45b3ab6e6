"""The few mistakes that a network teaches best: published ones first, then those that run."""

from __future__ import annotations

import json
import re

import pytest

import explainer
from explainer.mistakes.catalogue import catalogue
from explainer.page import nodes as n
from explainer.readers import example_names
from explainer.render.to_markdown import block
from explainer.report.claims import cited_in, published_table
from explainer.report.instructive import IDEAS, instructive_mistakes
from explainer.report.measured import derived_of, measured_blocks

pytestmark = pytest.mark.quick


def told(name: str, at_most: int = 3) -> list[str]:
    work = explainer.explain(f"example:{name}").results
    return [block(one) for one in instructive_mistakes(work, at_most)]


def rows(name: str) -> list[list[str]]:
    work = explainer.explain(f"example:{name}").results
    (table,) = (one for one in published_table(work) if isinstance(one, n.Table))
    lines = block(table).splitlines()[4:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def verdict(row: list[str]) -> str:
    """The verdict of a row, which stands in bold before its reason."""
    return row[3].split("**")[1]


def test_every_idea_is_a_mistake_that_is_known():
    known = {entry.name for entry in catalogue()}
    assert {name for names in IDEAS for name in names} <= known


@pytest.mark.parametrize("name", example_names())
def test_every_example_teaches_two_or_three_in_a_few_lines(name):
    found = told(name)
    assert 2 <= len(found) <= 3
    assert len(told(name, at_most=2)) == 2
    for one in found:
        assert "Right: " in one
        assert len(one) < 900  # four lines of a page, with a link


def test_no_mistake_is_told_twice():
    for name in example_names():
        titles = [re.match(r"> \*\*([^*]*)\*\*", one) for one in told(name)]
        assert len({title[1] for title in titles if title}) == len(titles)


def test_vgg16_has_the_24m_the_26_mb_and_the_input_depth():
    """As in the case file: 15.2M and 24,367K, 92.95; 553.4 MB and 527.8 MiB; 3·3·64·64."""
    total, saved, depth = told("vgg16")
    for part in ("add up to 15.2M", "24.37 M", "92.95 MB", "15,237,608 values", "61.0 MB"):
        assert part in total
    assert "A hypothesis: nobody has confirmed it." in total
    assert "(https://cs231n.github.io/convolutional-networks/)" in total
    assert "Nothing is missing" in saved
    assert "553.4 MB (527.8 MiB)" in saved
    assert "conv1_2" in depth  # 3·3·64 is 576 with either of two mistakes in conv1_1
    assert all(part in depth for part in ("~~576~~", "36,864", "64 times"))


def test_what_was_published_is_not_made_up_again():
    first, *_ = told("small-cnn-50")
    assert all(part in first for part in ("“288”", "864 values", "Input depth forgotten"))
    assert sum("Input depth forgotten" in one for one in told("small-cnn-50")) == 1
    assert "19,267,584 bytes" in " ".join(told("seven-parts"))
    assert "742.93 MiB" in told("totals-recipe")[0]


# ---- the table -----------------------------------------------------------------------------


def test_the_verdicts_of_the_cases_in_the_table():
    verdicts = {
        row[0]: verdict(row) for name in ("vgg16", "totals-recipe") for row in rows(name) if row[3]
    }
    assert verdicts["24 M"] == "wrong"
    assert verdicts["15.184 M"] == "right method, rounded early"
    assert verdicts["more than 552 MB"] == "true"
    assert verdicts["526 MB"] == "right method, rounded early"
    assert verdicts["528 MB"] == "wrong unit"
    assert verdicts["138 M"] == "right when rounded as printed"
    assert verdicts["742.34 MB"] == "right method, rounded early"
    measured = next(row for row in rows("tiny-cnn-512") if row[0].startswith("1 GB"))
    assert verdict(measured) == "measured, of something else"


def test_figures_that_share_their_reason_are_one_row():
    """216 to 6,912 for the six convolutions; the right ones are 162 to 165,888."""
    (row,) = (row for row in rows("tiny-cnn-512") if row[0].startswith("216"))
    assert row[0] == "216; 432; 864; 1,728; 3,456; 6,912"
    assert row[2] == "162; 648; 2,592; 10,368; 41,472; 165,888"
    assert len(rows("vgg16")) < 24


@pytest.mark.parametrize("name", example_names())
def test_a_mistake_is_named_once_below_the_table(name):
    text = explainer.explain(f"example:{name}").markdown()
    chapter = text.partition("## Published figures")[2].partition("## Checks")[0]
    titles = re.findall(r"^- \*\*([^*“]+)\*\*", chapter, re.MULTILINE)
    assert len(titles) == len(set(titles))


# ---- what was measured -----------------------------------------------------------------------


def test_the_parts_of_tiny_cnn_are_added_up():
    """By the case: 4,657,152 values and as many gradients, 221,508 parameters three times, im2col
    of 13,934,592 values; what belongs to images once for each of 8 threads."""
    work = explainer.explain("example:tiny-cnn-512").results
    found = derived_of(work.case.with_plan(threads=8))
    images = 4 * (2 * 4_657_152 + 13_934_592)
    assert found.once == images + 3 * 4 * 221_508
    assert found.most == 8 * images + 3 * 4 * 221_508 == 746_622_768
    text = "\n".join(map(block, measured_blocks(work)))
    left = 10**9 - 746_622_768
    for number in (found.once, found.most, found.more_of_threads, left):
        assert f"{number:,}" in text
    assert "can't be derived" in text


def test_nothing_was_measured_of_the_others():
    for name in example_names():
        work = explainer.explain(f"example:{name}").results
        assert bool(measured_blocks(work)) == (name == "tiny-cnn-512")


# ---- JSON, and sources -------------------------------------------------------------------------


def test_json_has_the_claims():
    found = json.loads(explainer.explain("example:vgg16").json())["claims"]
    assert len(found) == 24
    first = found[0]
    assert list(first) == [
        "quantity", "printed", "unit", "source", "right", "verdict", "explanations",
    ]  # fmt: skip
    assert (first["quantity"], first["printed"], first["unit"]) == ("activations", "24", "M")
    assert (first["right"], first["verdict"]) == ("1904701/125000", "explained")
    assert first["explanations"][0]["mistakes"] == ["prefix_lost_in_a_sum"]
    bound = next(one for one in found if one["printed"] == "552")
    assert (bound["verdict"], bound["explanations"]) == ("true bound", [])
    tiny = json.loads(explainer.explain("example:tiny-cnn-512").json())["claims"]
    whole = next(one for one in tiny if one["quantity"] == "training.total")
    assert whole["verdict"] == "measured elsewhere"
    assert json.loads(explainer.explain("example:lenet5").json())["claims"] == []


def test_the_papers_and_the_questions_are_links():
    links = {
        source.link
        for name in example_names()
        for source in cited_in(explainer.explain(f"example:{name}").results)
    }
    arxiv = ("1409.1556", "1404.5997", "1512.03385", "1505.04597", "1608.06993", "1409.4842",
             "1801.04381")  # fmt: skip
    assert {f"https://arxiv.org/abs/{number}" for number in arxiv} <= links
    assert "https://github.com/cs231n/cs231n.github.io/issues/88" in links
    assert "https://datascience.stackexchange.com/questions/17286/cnn-memory-consumption" in links
    text = explainer.explain("example:vgg16").markdown()
    assert "](https://github.com/cs231n/cs231n.github.io/issues/88)" in text
