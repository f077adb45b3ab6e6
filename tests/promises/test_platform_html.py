"""Solutions as learning platforms show them: HTML, formulas that they render, a phone's width."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from explainer.exercises.exports import export
from explainer.exercises.exports.markup import html
from explainer.maths.tree import Number, Sum, Symbol
from explainer.page import drawings as d
from explainer.page import nodes as n
from explainer.render.to_platform_html import inert, to_platform_html
from tests.promises import platforms
from tests.promises.test_exports import asked, exercises, hostile

FORMULA = re.compile(r"\\\((.*?)\\\)", re.DOTALL)
VOID = {"br"}
# What opens a formula in Moodle and in Canvas.
OPENS = re.compile(r"\\\(|\\\[|\$\$")


class Shown(HTMLParser):
    """The words, and whether every element is closed where it has to be."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.words = ""
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.feed(source)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.fixture(params=["lenet5", "small-cnn-50", "vgg16", "hostile"])
def whole(request):
    return hostile() if request.param == "hostile" else exercises(request.param)


def test_solutions_are_html_with_formulas_that_platforms_render(whole):
    for question in asked(whole):
        shown = Shown(question["solution_html"])
        assert shown.tags <= {
            *("p", "div", "ul", "li", "strong", "code", "br"),
            *("table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"),
        }
        around = FORMULA.sub("", shown.words)
        assert "\\" not in around
        assert "$" not in around
        formulas = FORMULA.findall(shown.words)
        assert formulas or question["kind"] not in ("value", "faded", "find_the_error")
        for formula in formulas:
            assert not re.search(r"begin|&|\\\\", formula)
            assert formula.count("{") == formula.count("}")
            assert formula.count(r"\left") == formula.count(r"\right")


def test_they_hold_the_figures_of_the_markdown(whole):
    """Line for line the same numbers; the law's 1 and 2 stand in both."""
    for question in asked(whole):
        apart = re.sub(r"</(td|th|p|li|div|caption)>", r" </\1>", question["solution_html"])
        texts = (question["solution"], Shown(apart).words)
        markdown, page = (re.findall(r"\d[\d,.]*\d|\d", t.replace("{,}", ",")) for t in texts)
        assert markdown == page


def test_whatever_is_wide_has_a_box_of_its_own(whole):
    for question in asked(whole):
        source = question["solution_html"]
        for wide in ("<table", r"\displaystyle ="):
            boxed = re.findall(
                rf"<div style=\"overflow-x: auto[^>]*>[^<]*{re.escape(wide)}", source
            )
            lines = re.findall(rf"<(?:div|p|li)[^>]*>[^<]*{re.escape(wide)}", source)
            assert len(boxed) == len(lines)
        assert "<pre" not in source


def test_a_long_sum_can_break_between_its_terms():
    terms = tuple(Number(value) for value in range(10, 40))
    step = n.Step((n.Words("Add."),), "weights", (Sum(terms), Number(735)), ())
    page = Shown(to_platform_html([step])).words
    assert len(FORMULA.findall(page)) == 1 + len(terms) + 1
    assert max(map(len, FORMULA.findall(page))) < 30


def test_moodle_and_gift_carry_them():
    whole = exercises("vgg16")
    quiz = platforms.moodle_questions(export("moodle", whole).content)
    gift = platforms.gift(export("gift", whole).content)
    for question, moodle, other in zip(asked(whole), quiz, gift, strict=True):
        assert moodle.findtext("generalfeedback/text") == question["solution_html"]
        assert [one.get("format") for one in moodle.findall("generalfeedback")] == ["html"]
        assert (other.form, other.general_feedback) == ("html", question["solution_html"])


SIGNS = r"a ~=#{}: \n \\ \( x \) \[ y \] $$z$$ $$$ #### %50% -> // <b>&lt; &&058; [html]"


@pytest.mark.parametrize("text", [SIGNS, f"{SIGNS}\n\n// no comment\n{SIGNS}", "{", "}", "\\"])
def test_whatever_signs_a_solution_has_gift_carries_them(text):
    whole = exercises("vgg16") | {}
    for question in asked(whole):
        question["solution_html"] = question["text"] = text
    whole["model"] = text
    found = platforms.gift(export("gift", whole).content)
    assert len(found) == len(asked(whole))
    assert {one.general_feedback for one in found} == {text}
    assert {one.text for one in found} == {html(text)}
    assert " ".join(text.split()) in found[0].name
    exercises.cache_clear()


@pytest.mark.parametrize("sign", [r"\(x\)", r"\[x\]", "$$x$$", "$$$x$$$$", r"\\(x\\)"])
def test_a_users_text_opens_no_formula(sign):
    assert not OPENS.search(inert(sign))
    assert inert(sign).replace("\N{ZERO WIDTH SPACE}", "") == sign
    assert not OPENS.search(html(sign))
    page = to_platform_html([n.Paragraph((n.User(sign), n.Code(sign), n.Var("c_out")))])
    assert FORMULA.findall(page) == [r"c_{\text{out}}"]


def test_every_block_can_be_shown():
    """Also those that no solution has today."""
    words = (n.Words("w & <w>"), n.User("<i>"))
    step = (Symbol("a"), Number(3))
    blocks: list[n.Block] = [
        n.Heading(2, words),
        n.Facts((n.Fact(words, words),)),
        n.Brief((n.BriefLine("a", step, words),)),
        n.Slip("s", words, "a", step, words, words, hides=False),
        n.Claim(words, words, "right", words, (words,), words),
        n.Claim(words, words, "right", words, (), ()),
        n.Figure(d.Volumes(()), words, words),
        n.Space(2, words),
        n.Paragraph((n.Link(words, "#a"), n.Maths(Symbol("a")), n.Num(1000))),
        n.Table(words, (n.Column(words, "number"),), (n.Row((words,)),), (n.Row((words,)),)),
    ]
    shown = Shown(to_platform_html(blocks))
    assert shown.words.count("w & <w><i>") == 1 + 2 + 1 + 3 + 5 + 3 + 2 + 1 + 1 + 4
    assert not {"w", "i"} & shown.tags
