"""A Jupyter notebook: each question, a cell for the answer, and one that checks it.

The answers stand in it as digests only, each with the feedback to it, so that a glance at
the cells does not give them away. Source: https://nbformat.readthedocs.io
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from collections.abc import Mapping
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from explainer.document.sentences import plain
from explainer.exports import Export
from explainer.exports.answers import decimal_text, questions, title, wrong_answers

DIGEST_LETTERS = 24
CHECK = '''import base64, hashlib

def check(name, salt, decimals, known, answer):
    """Print the feedback to an answer: a number, or "yes" or "no"."""
    if answer is None:
        print("Put your answer into the cell above, and run both cells.")
        return
    text = str(answer).strip().lower().replace(",", "").replace("_", "")
    try:
        number = float(text)
        if decimals:
            text = f"{number:.{decimals}f}"
        elif number == int(number) and "e" not in text:
            text = text.split(".")[0]
    except ValueError:
        pass
    digest = hashlib.sha256(f"{salt}/{text}".encode()).hexdigest()[:24]
    told = known.get(digest, known["other"])
    print(base64.b64decode(told).decode())
'''


def write(exercises: Mapping[str, Any]) -> Export:
    """A notebook that needs nothing but Python."""
    cells = [
        new_markdown_cell(f"# {_markdown(exercises['model'])}", id="title"),
        new_code_cell(CHECK, id="check"),
    ]
    for variant, question in questions(exercises):
        cells += _cells(question, title(exercises, variant, question["number"]), variant["code"])
    book = new_notebook(cells=cells, metadata={"language_info": {"name": "python"}})
    nbformat.validate(book)
    names = ("solution", "marks", "collisions", "tries", "origin")
    lost = tuple(plain(f"export.{name}") for name in names)
    return Export((nbformat.writes(book) + "\n").encode(), lost)


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
    found = {wrong.value: wrong.feedback for wrong in wrong_answers(question)}
    found[decimal_text(question["answer"])] = plain("export.right")
    known = {_digest(salt, value): _hidden(told) for value, told in sorted(found.items())}
    return known | {"other": _hidden(plain("export.not_explained"))}


def _digest(salt: str, value: str) -> str:
    return hashlib.sha256(f"{salt}/{value}".encode()).hexdigest()[:DIGEST_LETTERS]


def _hidden(text: str) -> str:
    return b64encode(text.encode()).decode()


def _markdown(text: str) -> str:
    """A text that Markdown shows literally."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]()#+-.!|<>$~" else c for c in text)
