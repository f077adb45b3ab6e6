"""Why figures differ between two networks: the formula with the numbers of both."""

from __future__ import annotations

from collections.abc import Sequence

from explainer.maths.tree import Symbol, symbols_of
from explainer.network.case import Case
from explainer.page import nodes as n
from explainer.page.factors import factor_text, factor_tree
from explainer.page.sentences import Part, prose, say
from explainer.page.steps import Seen
from explainer.page.wording import joined
from explainer.questions.comparison.reasons import (
    Pair,
    Reason,
    alike,
    reason_of_training,
    reasons_of,
)

# Of layers that only follow, these are told: what is stored and learnt.
FOLLOWING = ("weights", "biases", "buffers", "activations")
MOST_GROUPS = 8


def reasons_blocks(pair: Pair, seen: Seen) -> list[n.Block]:
    """Every quantity of a layer in which a value was set."""
    node = pair[1]
    title = say("comparison.layer", layer=n.User(node.name), kind=n.Code(node.kind))
    reasons = reasons_of(pair)
    for reason in reasons:
        seen.symbols |= dict.fromkeys(reason.arguments[1])
    items = [_told(reason) for reason in reasons if reason.second.needs or reason.differs]
    nothing = n.Paragraph(say("comparison.no_figure"))
    return [n.Heading(4, title), n.Listing(tuple(items)) if items else nothing]


def training_reason(one: Case, other: Case, seen: Seen) -> list[n.Block]:
    """The textbook total of training in both networks, where they differ."""
    reason = reason_of_training(one, other)
    if reason is None or not (reason.moved or reason.differs):
        return []
    _note_symbols(reason, seen)
    return [n.Listing((_told(reason),))]


def training_in_both(
    one: Case, other: Case, names: tuple[n.Inlines, n.Inlines], seen: Seen
) -> list[n.Block]:
    """The textbook total of training in two networks, a line for each, where they differ."""
    reason = reason_of_training(one, other)
    if reason is None or not (reason.moved or reason.differs):
        return []
    _note_symbols(reason, seen)
    symbol, line = n.Var(reason.quantity), n.Maths(reason.symbols)
    trees = zip(names, reason.lines, reason.numbers, reason.values, strict=True)
    lines = [
        say("compare.in_network", name=name, numbers=n.Maths(numbers), value=value)
        if reason.same_rule
        else say(
            "compare.by_own_rule",
            name=name,
            line=n.Maths(own),
            numbers=n.Maths(numbers),
            value=value,
        )
        for name, own, numbers, value in trees
    ]
    told = say("compare.two_formulas", symbol=symbol)
    if reason.same_rule:
        told = say("compare.one_formula", symbol=symbol, line=line)
    return [n.Paragraph(told), n.Listing(tuple(lines))]


def _note_symbols(reason: Reason, seen: Seen) -> None:
    """The symbols that the lines of both networks show, for the table of symbols."""
    for line in reason.lines:
        seen.symbols |= dict.fromkeys(symbols_of(line))


def _told(reason: Reason) -> n.Inlines:
    """One quantity: by which rule, with which numbers, and what has moved."""
    symbol, (was, now) = n.Var(reason.quantity), reason.values
    if not reason.same_rule:
        why = prose(reason.second.why)
        return say("comparison.other_rule", symbol=symbol, why=why, was=was, now=now)
    line = n.Maths(reason.symbols)
    if not reason.moved:
        return say("comparison.untouched", symbol=symbol, line=line, now=now)
    before, after = map(n.Maths, reason.numbers)
    said: dict[str, Part] = {"symbol": symbol, "line": line, "now": now}
    if not reason.differs:
        moved = _moved(reason)
        return say("comparison.stays", before=before, after=after, moved=moved, **said)
    told = say("comparison.changes", before=before, after=after, was=was, **said)
    if isinstance(reason.symbols, Symbol):
        told = say("comparison.changes_alone", was=was, **said)
    return (*told, n.Words(" "), *_factor(reason))


def _factor(reason: Reason) -> n.Inlines:
    if reason.factor is None:
        return say("comparison.moved", moved=_moved(reason))
    factor = factor_text(reason.factor)
    if reason.multiplied:
        factor = (n.Maths(factor_tree(reason.factor)),)
        factors = joined([(n.Maths(factor_tree(ratio)),) for _, ratio in reason.ratios], " · ")
        if len(reason.ratios) > 1:
            return say("comparison.product", factor=factor, factors=factors, moved=_moved(reason))
    return say("comparison.factor_since", factor=factor, moved=_moved(reason))


def _moved(reason: Reason) -> n.Inlines:
    return joined([
        say("comparison.symbol_moved", symbol=n.Var(symbol), was=was, now=now)
        for symbol, (was, now) in reason.moved.items()
    ])  # fmt: skip


def likewise_blocks(followers: Sequence[Pair]) -> list[n.Block]:
    """The layers that only follow, those with the same reason together."""
    reasons = [r for pair in followers for r in reasons_of(pair)
               if r.differs and r.quantity in FOLLOWING]  # fmt: skip
    if not reasons:
        return []
    groups = alike(reasons)
    items = [_group(group) for group in groups[:MOST_GROUPS]]
    if len(groups) > MOST_GROUPS:
        items.append(say("comparison.more", count=sum(map(len, groups[MOST_GROUPS:]))))
    return [n.Heading(4, say("comparison.following")), n.Listing(tuple(items))]


def _group(group: Sequence[Reason]) -> n.Inlines:
    first, last = group[0], group[-1]
    symbol, line = n.Var(first.quantity), n.Maths(first.symbols)
    if not first.same_rule or first.factor is None or not first.ratios:
        named: dict[str, Part] = {
            "layer": n.User(first.layer),
            "was": first.values[0],
            "now": first.values[1],
        }
        return say("comparison.one_other", symbol=symbol, line=line, **named)
    ratios = joined([
        say("comparison.symbol_times", symbol=n.Var(name), factor=factor_text(ratio))
        for name, ratio in first.ratios
    ])  # fmt: skip
    said: dict[str, Part] = {
        "symbol": symbol,
        "line": line,
        "factor": factor_text(first.factor),
        "ratios": ratios,
    }
    if len(group) == 1:
        return say("comparison.one_follows", layer=n.User(first.layer), **said)
    ends: dict[str, Part] = {"first": n.User(first.layer), "last": n.User(last.layer)}
    return say("comparison.many_follow", count=len(group), **ends, **said)
