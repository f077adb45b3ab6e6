"""One page of the site: its template filled, with the menu and the way back to the root."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from explainer import __version__
from explainer.language import current, sentence
from explainer.page import nodes as n
from explainer.render.markup import Writer
from explainer.render.templates import environment
from explainer.render.to_html import Screen

# Where the menu leads to, and the key of what stands there.
MENU = (
    ("lessons/index.html", "site.menu_learn"),
    ("networks/index.html", "site.menu_networks"),
    ("mistakes/index.html", "site.menu_mistakes"),
    ("kinds/index.html", "site.menu_layers"),
    ("glossary.html", "site.menu_glossary"),
    ("reference/index.html", "site.menu_reference"),
    ("check.html", "site.menu_check"),
    ("own.html", "site.menu_own"),
    ("search.html", "site.menu_search"),
)
# The program that every live page runs, in this order.
ENGINE = (
    "assets/exact.js",
    "assets/rules.js",
    "assets/formula.js",
    "assets/mathml.js",
    "assets/network.js",
    "assets/words.js",
    "assets/say.js",
    "assets/steps.js",
    "assets/window.js",
    "assets/fields.js",
    "assets/kinds.js",
)
# What judges a number, behind the program.
CHECKS = ("assets/answer.js", "assets/judge.js", "assets/diagnosis.js")


def written(template: str, here: str, title: str, **slots: Any) -> str:
    """A page as HTML. here: its path in the site, from which every link is relative."""
    values: dict[str, Any] = {"trail": (), "scripts": (), "content": "", **slots}
    found = (
        environment()
        .get_template(f"site/{template}.html")
        .render(
            here=here,
            title=title,
            root="../" * here.count("/"),
            menu=[(address, sentence(key)) for address, key in MENU],
            language=current(),
            version=__version__,
            **values,
        )
    )
    return found.rstrip("\n") + "\n"


def writer(blocks: tuple[n.Block, ...] = ()) -> Writer:
    """A writer of blocks for browsers; the blocks are those that links may lead to."""
    return Writer(n.Page("", blocks), Screen(), breaks=True)


def markup_of(blocks: list[n.Block]) -> Markup:
    """Blocks behind each other."""
    return writer(tuple(blocks)).blocks(blocks)


def inline(parts: n.Inlines) -> Markup:
    """A sentence."""
    return writer().inline(parts)
