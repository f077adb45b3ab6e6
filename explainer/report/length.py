"""How long a report is: which chapters it has, in which order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from explainer.page import nodes as n
from explainer.page.steps import Seen
from explainer.results.results import Results

# A chapter, or a part that a question puts into the page; none where there is nothing to say.
Part: TypeAlias = Callable[[Results, Seen], list[n.Block]]


@dataclass(frozen=True)
class Length:
    """A report of one length, chapter by chapter.

    opening: up to the answer; the answers to what was asked first stand behind it.
    middle: the chapters before the further answers; end: those behind them.
    leaflet: whether on paper it needs no table of contents.
    more: whether a terminal is told of the longer reports.
    """

    opening: tuple[Part, ...]
    middle: tuple[Part, ...]
    end: tuple[Part, ...] = ()
    leaflet: bool = True
    more: bool = False
