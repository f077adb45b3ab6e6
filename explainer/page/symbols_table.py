"""The table of the symbols of a page."""

from __future__ import annotations

from explainer.page import nodes as n
from explainer.page.sentences import knows, say, sentences


def symbols_table(symbols: list[str]) -> list[n.Block]:
    """What the symbols of the derivation stand for, in the order of the catalogue."""
    order = [key.removeprefix("symbol.") for key in sentences() if key.startswith("symbol.")]
    used = [name for name in order if name in symbols and knows(f"symbol.{name}")]
    if not used:
        return []
    rows = tuple(n.Row(((n.Var(name),), say(f"symbol.{name}"))) for name in used)
    columns = (n.Column(say("symbols.symbol")), n.Column(say("symbols.meaning")))
    return [n.Table(say("given.symbols"), columns, rows)]
