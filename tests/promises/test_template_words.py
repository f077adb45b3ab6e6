"""No template holds a word that a reader sees: all are in the catalogue of the language."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from explainer.language import SentenceError, knows
from explainer.render.template_words import say
from explainer.resources import resource

pytestmark = pytest.mark.quick

# What a template may say itself, and why.
KEPT = {
    "explain": "the program's name",
    **dict.fromkeys(("GB", "GiB", "MB", "MiB"), "units are written alike everywhere"),
}
SEEN = {"aria-label", "title", "alt", "placeholder", "content"}
# The values of `content` that only a program reads.
FOR_PROGRAMS = re.compile("width=device-width|light dark")
# Comments, and the attributes that a page adds to its body.
COMMENT = re.compile(r"\{#.*?#\}|\{% block body %\}.*?\{% endblock %\}", re.DOTALL)
CODE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
TEXT = re.compile(r'"([^"]*)"')


class Words(HTMLParser):
    """Gathers what is read: text, and the attributes that are read out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, _: str, attrs: list[tuple[str, str | None]]) -> None:
        said = (value for name, value in attrs if name in SEEN and value)
        self.found += (value for value in said if not FOR_PROGRAMS.match(value))

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def words_in(template: str) -> list[str]:
    """The words of a template that stand in its markup, and its texts of several words."""
    bare = COMMENT.sub("", template)
    reader = Words()
    reader.feed(CODE.sub(" ", bare))
    found = [word for said in reader.found for word in re.findall(r"[^\W\d_]{2,}", said)]
    inside = (text for code in CODE.findall(bare) for text in TEXT.findall(code))
    return [word for word in found if word not in KEPT] + [text for text in inside if " " in text]


@pytest.mark.parametrize(
    "path", sorted(resource("templates").rglob("*.html")), ids=lambda path: path.name
)
def test_a_template_holds_no_words(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert not words_in(source)
    asked = re.findall(r'say\("([^"]+)"', source)
    assert not [key for key in asked if not key.endswith("_") and not knows(key)]


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ('<p class="lead">How much?</p>', ["How", "much"]),
        ('<nav aria-label="Layers">{{ words }}</nav>', ["Layers"]),
        ('{{ "goes unnoticed" if hides else say("a.b") }}', ["goes unnoticed"]),
        ("{% if one %}<b>one</b>{% endif %}", ["one"]),
        ('{# Words. #}<a class="explain me" href="x y">explain {{ say("a.b") }}</a>', []),
    ],
)
def test_words_would_be_found(template: str, found: list[str]) -> None:
    assert words_in(template) == found


def test_a_sentence_becomes_markup() -> None:
    assert say("site.exercise", number=1234) == "Exercise 1,234"
    assert "<code>explain diagnose</code> does" in say("site.check_no_script")
    assert say("site.network_source", source="<b>&") == "Source: &lt;b&gt;&amp;"
    with pytest.raises(SentenceError):
        say("site.exercise")
    with pytest.raises(SentenceError):
        say("site.exercise", number=" ")
