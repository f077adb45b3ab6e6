"""Sentences as text, forms of number, and numbers as Babel's CLDR has them."""

from __future__ import annotations

import pytest
from babel import Locale
from babel.numbers import format_decimal

import explainer
from explainer.command.arguments import language_said
from explainer.errors import UsageError
from explainer.language import (
    SentenceError,
    current,
    languages,
    number,
    numbers,
    sentence,
    speaking,
)
from explainer.language.catalogue import catalogue, read_catalogue
from explainer.layers import LAYERS
from explainer.messages import messages
from explainer.messages import written as written_messages
from tests.command_line import ROOT
from tests.every_formulary import every_formula

FORMS = """
part:
  pages:
    by: count
    one: One page of {all} was found.
    other: "{count} pages of {all} were found."
"""


@pytest.fixture
def forms(monkeypatch):
    """A catalogue with one sentence that has two forms, in place of the English one."""
    monkeypatch.setattr("explainer.language.say.catalogue", lambda _: read_catalogue(FORMS))


def test_the_form_goes_with_the_number(forms):
    assert sentence("part.pages", count=1, all=8) == "One page of 8 was found."
    assert sentence("part.pages", count=1001, all="many") == "1,001 pages of many were found."


def test_every_form_is_given_all_slots(forms):
    with pytest.raises(SentenceError, match="is given nothing for its slot 'all'"):
        sentence("part.pages", count=1)
    with pytest.raises(SentenceError, match="is given no whole number for 'count'"):
        sentence("part.pages", count="1", all=2)


@pytest.mark.parametrize(
    ("forms", "fault"),
    [
        ('{one: A, other: "{n}"}', "no `by`"),
        ('{by: m, other: "{n}"}', "no form `other` with the deciding slot 'm'"),
        ('{by: n, single: A, other: "{n}"}', "a form that no language has: 'single'"),
        ('{by: n, one: "{m}", other: "{n}"}', "a slot of its own: 'm'"),
        ('{by: n, one: " ", other: "{n}"}', "is no text"),
    ],
)
def test_forms_that_do_not_agree_are_refused(forms, fault):
    with pytest.raises(SentenceError, match=fault):
        read_catalogue(f"part:\n  key: {forms}\n")


def test_forms_stand_in_the_order_of_the_file():
    names = ("other", "one", "many", "few", "two", "zero")
    forms = "".join(f"    {name}: '{{n}} {name}'\n" for name in names)
    found = read_catalogue(f"a:\n  b:\n    by: n\n{forms}")
    assert list(found.texts) == [f"a.b/{name}" for name in names]


def test_a_key_in_two_files_is_refused():
    with pytest.raises(SentenceError, match=r"'part\.one' stands in two files"):
        read_catalogue("part:\n  one: A\n", "part:\n  one: B\n")


def test_english_is_written_as_babel_writes_it():
    for value in (*range(30), 999, 1000, 123_456, 10**20, -1234):
        assert number(value) == format_decimal(value, locale="en")
        assert numbers.form(abs(value)) == Locale("en").plural_form(abs(value))


def test_another_language_has_its_own_signs():
    with speaking("de"):
        assert current() == "de"
        assert number(1_234_567) == "1.234.567"
        assert number(10**40 + 1) == f"{10**40 + 1:,}".replace(",", ".")
        assert numbers.written("-1,234.50") == "-1.234,50"
    with speaking("pl"):
        assert [numbers.form(value) for value in (1, 2, 5)] == ["one", "few", "many"]
    assert number(1_234_567) == "1,234,567"


def test_the_line_says_the_language_for_every_command():
    assert language_said(["mistakes", "--language", "de", "--md"]) == ("de", ["mistakes", "--md"])
    assert language_said(["--language=de", "-h"]) == ("de", ["-h"])
    assert language_said(["a", "--lang"]) == (None, ["a", "--lang"])
    for words in (["--language"], ["--language="], ["--language", "--help"]):
        with pytest.raises(UsageError, match="Which language"):
            language_said(words)


@pytest.mark.parametrize(
    "ask",
    [
        lambda language: explainer.explain("example:lenet5", language=language),
        lambda language: explainer.compare(*["example:lenet5"] * 2, language=language),
        lambda language: explainer.reconcile("example:lenet5", language=language),
        lambda language: explainer.diagnose("example:lenet5", "c1.weights", 1, language=language),
        lambda language: explainer.mistakes(language=language),
    ],
)
def test_a_language_that_is_not_there_is_refused(ask):
    assert ask("en").language == ask(None).language == "en"
    for language in ("xx", "", 3, "../en"):
        with pytest.raises(UsageError, match=r"There is no language called .* Known are: "):
            ask(language)


def test_every_catalogue_can_be_read():
    assert "en" in languages()
    assert all(catalogue(language).texts for language in languages())


def test_the_objects_sentences_are_written_out_for_translators():
    """After a change: `python -m explainer.messages > templates/language/en/objects.yaml`."""
    path = ROOT / "templates" / "language" / "en" / "objects.yaml"
    assert path.read_text(encoding="utf-8") == written_messages()


def test_every_sentence_of_an_object_is_written_out():
    said = {text for group in messages().values() for text in group.values()}
    assert {formula.why for formula in every_formula()} <= said
    assert {layer.about for layer in LAYERS.values()} <= said
    assert {each.about for layer in LAYERS.values() for each in layer.settings} - {""} <= said


@pytest.mark.parametrize("language", [each for each in languages() if each != "en"])
def test_another_language_says_all_that_english_says(language):
    """And nothing else: a key that English has no more is said nowhere."""
    english, other = (
        {key.partition("/")[0] for key in (*said.texts, *said.deciding)}
        for said in (read_catalogue(*_files("en")), read_catalogue(*_files(language)))
    )
    assert other == english


def _files(language):
    folder = ROOT / "templates" / "language" / language
    return [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.yaml"))]
