"""A Jupyter notebook: each question, a cell for the answer, and one that checks it.

The answers stand in it as digests only, each with the feedback to it, so that a glance at
the cells does not give them away. Source: https://nbformat.readthedocs.io
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import floor
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from explainer.exercises.exports import Export
from explainer.exercises.exports.answers import (
    DECIMALS,
    Known,
    decimal_text,
    questions,
    title,
    wrong_answers,
)
from explainer.language import sentence

DIGEST_LETTERS = 24
CHECK = '''import base64, hashlib, math, re
from fractions import Fraction

def check(name, salt, decimals, known, answer):
    """Print the feedback to an answer: a number, or "yes" or "no"."""
    if answer is None:
        print(ASK)
        return
    text = ("no", "yes")[answer] if isinstance(answer, bool) else str(answer).strip().lower()
    if re.fullmatch(r"\\d{1,3}(,\\d{3})+(\\.\\d+)?", text):
        text = text.replace(",", "")
    if text not in ("yes", "no"):
        try:
            text = rounded(Fraction(text), decimals or 6)
        except (ValueError, ZeroDivisionError):
            print(NO_NUMBER)
            return
        if not decimals:
            text = text.rstrip("0").removesuffix(".")
    digest = hashlib.sha256(f"{salt}/{text}".encode()).hexdigest()[:24]
    told = known.get(digest, known["other"])
    print(base64.b64decode(told).decode())

def rounded(number, decimals):
    """The number with so many decimals, half rounded up."""
    units = math.floor(number * 10**decimals + Fraction(1, 2))
    return f"{units // 10**decimals}.{units % 10**decimals:0{decimals}}"
'''


def write(exercises: Mapping[str, Any]) -> Export:
    """A notebook that needs nothing but Python."""
    cells = [
        new_markdown_cell(f"# {_markdown(exercises['model'])}", id="title"),
        new_code_cell(_check(), id="check"),
    ]
    for variant, question in questions(exercises):
        cells += _cells(question, title(exercises, variant, question["number"]), variant["code"])
    book = new_notebook(cells=cells, metadata={"language_info": {"name": "python"}})
    nbformat.validate(book)
    names = ("solution", "marks", "collisions", "tries", "origin")
    lost = tuple(sentence(f"export.{name}") for name in names)
    return Export((nbformat.writes(book) + "\n").encode(), lost)


def _check() -> str:
    """The code that checks, with what it prints in the language that is spoken."""
    ask = json.dumps(sentence("export.notebook_ask"), ensure_ascii=False)
    told = sentence("export.notebook_no_number", answer="{answer!r}")
    no_number = f"f{json.dumps(told, ensure_ascii=False)}"
    return CHECK.replace("(ASK)", f"({ask})").replace("(NO_NUMBER)", f"({no_number})")


def _cells(question: Mapping[str, Any], name: str, code: str) -> list[Any]:
    number = question["number"]
    variable = f"answer_{code}_{number}"
    text = "  \n".join(_markdown(line) for line in question["text"].split("\n"))
    head = f"## {_markdown(name)}\n\n{text}"
    check = (
        f"check({json.dumps(name)}, {json.dumps(variable)}, {question['decimals']}, "
        f"{json.dumps(_known(question, variable))}, {variable})"
    )
    return [
        new_markdown_cell(head, id=f"question-{code}-{number}"),
        new_code_cell(f"{variable} = None", id=f"answer-{code}-{number}"),
        new_code_cell(check, id=f"check-{code}-{number}"),
    ]


def _known(question: Mapping[str, Any], salt: str) -> dict[str, str]:
    """The feedback, by the digest of the number as it is written."""
    found = {
        typed: wrong.feedback for wrong in wrong_answers(question) for typed in as_typed(wrong)
    }
    found[decimal_text(question["answer"])] = sentence("export.right")
    known = {_digest(salt, value): _hidden(told) for value, told in sorted(found.items())}
    return known | {"other": _hidden(sentence("export.not_explained"))}


def as_typed(wrong: Known) -> Iterator[str]:
    """A number as it is, and rounded or cut off, as far as its tolerance goes."""
    yield wrong.value
    if "/" not in str(wrong.exact):
        return
    value = Fraction(wrong.exact)
    for decimals in range(DECIMALS + 1):
        units = floor(value * 10**decimals)
        for typed in (Fraction(units, 10**decimals), Fraction(units + 1, 10**decimals)):
            if abs(typed - value) <= Fraction(wrong.tolerance):
                yield decimal_text(str(typed))


def _digest(salt: str, value: str) -> str:
    return hashlib.sha256(f"{salt}/{value}".encode()).hexdigest()[:DIGEST_LETTERS]


def _hidden(text: str) -> str:
    return b64encode(text.encode()).decode()


def _markdown(text: str) -> str:
    """A text that Markdown shows literally."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]()#+-.!|<>$~" else c for c in text)
