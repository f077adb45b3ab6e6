"""What a lesson's Markdown may call in {{ }}, and which scripts its page then needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from markupsafe import Markup

from explainer.mistakes.catalogue import catalogue
from explainer.page import nodes as n
from explainer.page.steps import mistake_title
from explainer.website.lessons import numbers, parts, steps
from explainer.website.lessons.cases import called, work_of
from explainer.website.lessons.exercises import Exercise, exercise_form
from explainer.website.lessons.glossary import address_of
from explainer.website.lessons.live import layer_figure, units_figure, whole_figure
from explainer.website.lessons.markup import Places
from explainer.website.networks import Network
from explainer.website.page import inline, writer


class Functions:
    """The functions of one lesson.

    places: where their markup waits; used: the networks whose script the page needs;
    exercises: those that were asked so far; live: whether anything on the page follows;
    blocks: how many blocks were put in.
    """

    def __init__(self, networks: Sequence[Network]) -> None:
        self.networks = {net.key: net for net in networks}
        self.places = Places()
        self.used: set[str] = set()
        self.exercises: list[Exercise] = []
        self.live = False
        self.blocks = 0

    def every(self) -> dict[str, Any]:
        """The functions by their names."""
        named: dict[str, Any] = dict(numbers.FUNCTIONS)
        named |= {name: self._block(made) for name, made in steps.BLOCKS.items()}
        named |= {name: self._inline(made) for name, made in steps.INLINES.items()}
        named |= {name: self._part(made) for name, made in parts.FUNCTIONS.items()}
        names = (
            "live",
            "whole",
            "units",
            "exercise",
            "mistake",
            "kind",
            "network",
            "layer",
            "term",
        )
        named |= {name: getattr(self, f"_{name}") for name in names}
        return named | {"mistakes_known": len(catalogue())}

    def _block(self, made: Callable[..., Markup]) -> Callable[..., str]:
        return lambda *given: self.places.block(made(*given))

    def _inline(self, made: Callable[..., Markup]) -> Callable[..., str]:
        return lambda *given: self.places.inline(made(*given))

    def _part(self, made: Callable[..., Any]) -> Callable[..., str]:
        return lambda *given: self.places.block(self._drawn(made(*given)))

    def _drawn(self, blocks: list[n.Block]) -> Markup:
        """Blocks whose drawings have names of their own on the page."""
        self.blocks += len(blocks)
        return writer(tuple(blocks)).blocks(blocks, self.blocks)

    def _live(self, key: str, layer: str, *names: str) -> str:
        self.used.add(key)
        drawn = Markup("")
        if "H_out" in names:
            drawn = self._drawn(parts.window_of(key, layer))
        return self.places.block(layer_figure(key, layer, names, drawn))

    def _whole(self, key: str, group: str, *names: str) -> str:
        self.used.add(key)
        return self.places.block(whole_figure(key, group, names))

    def _units(self, key: str, name: str) -> str:
        self.live = True
        return self.places.block(units_figure(key, name))

    def _exercise(self, key: str, asked: str, unit: str = "", *changes: str) -> str:
        self.exercises.append(Exercise(key, asked, unit, changes))
        return self.places.block(exercise_form(self.exercises[-1], len(self.exercises)))

    def _mistake(self, name: str, words: str = "") -> str:
        shown = Markup(words) if words else inline(mistake_title(name))
        return self._link(f"../mistakes/{name}.html", shown)

    def _kind(self, name: str) -> str:
        return self._link(f"../kinds/{name}.html", Markup("<code>{}</code>").format(name))

    def _term(self, word: str, words: str = "") -> str:
        """A word of the glossary, as a link to it. words: as the sentence has it."""
        return self._link(address_of(word), Markup.escape(words or word))

    def _network(self, key: str) -> str:
        """The network's name, as a link where the site has its page."""
        name = Markup.escape(called(key))
        net = self._on_site(key)
        return self._link(f"../networks/{key}/index.html", name) if net else str(name)

    def _layer(self, key: str, layer: str) -> str:
        """A layer's name, as a link where the site has its page."""
        name, net = Markup("<code>{}</code>").format(layer), self._on_site(key)
        node = next(one for one in work_of(key).graph.nodes if one.name == layer)
        if net is None:
            return self.places.inline(name)
        return self._link(f"../networks/{key}/{net.address(node.index)}", name)

    def _on_site(self, key: str) -> Network | None:
        net = self.networks.get(key)
        return net if net is not None and net.model == f"example:{key}" else None

    def script(self, key: str) -> tuple[str, bool]:
        """The script of an example, and whether the site has it with the network's own pages."""
        own = self._on_site(key) is not None
        return (f"data/{key}.js" if own else f"lessons/data/{key}.js"), own

    def _link(self, address: str, words: Markup) -> str:
        return self.places.inline(Markup('<a href="{}">{}</a>').format(address, words))
