"""A page for each formula: its law, its symbols, its mistakes, and where the networks use it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from explainer.derivation.derive import Step
from explainer.language import sentence, telling
from explainer.layers import LAYERS
from explainer.maths.tree import Symbol
from explainer.page import nodes as n
from explainer.page.sentences import knows, say
from explainer.page.steps import lines_of, unit_of
from explainer.render.literal import literal
from explainer.render.to_html import Screen
from explainer.website.networks import Network
from explainer.website.page import inline, markup_of, written
from explainer.website.step_markup import address_of, label_of, quantity

# So many lines with other numbers show how a formula is used; more would only be longer.
MOST = 24


@dataclass(frozen=True)
class Use:
    """A step somewhere in a network. where: its page and its anchor, from the site's root.

    images: whether the network is given an image.
    """

    step: Step
    b: int
    where: str
    title: str
    network: str
    images: bool


@dataclass(frozen=True)
class Line:
    """A line of the list of uses, as the template takes it."""

    address: str
    title: str
    network: str
    worked: Markup
    unit: Markup


def formula_files(networks: Sequence[Network]) -> Iterator[tuple[str, str]]:
    """Every formula's page, by its path in the site."""
    found: dict[tuple[str, str], list[Use]] = {}
    for net in networks:
        for group, use in _uses(net):
            found.setdefault((group, use.step.name), []).append(use)
    for (group, name), uses in found.items():
        with telling(images=any(use.images for use in uses)):
            yield address_of(group, name), _page(group, name, uses)


def _uses(net: Network) -> Iterator[tuple[str, Use]]:
    b, name = net.plan.bytes_per_value, literal(net.graph.name)
    images = net.graph.of_images
    folder = f"networks/{net.key}"
    for part in net.work.layers:
        node = part.node
        if net.firsts[node.index] != node.index:
            continue
        for step in part.steps:
            where = f"{folder}/{net.pages[node.index]}#{step.name}"
            yield node.kind, Use(step, b, where, literal(node.name), name, images)
    accounts = (("network", net.work.sums), ("training", net.work.training),
                ("inference", net.work.inference))  # fmt: skip
    for group, steps in accounts:
        for step in steps:
            yield group, Use(step, b, f"{folder}/index.html#{group}-{step.name}", name, "", images)


def _page(group: str, name: str, uses: Sequence[Use]) -> str:
    by_formula: dict[int, Use] = {}
    for use in uses:
        by_formula.setdefault(id(use.step.formula), use)
    firsts = list(by_formula.values())
    steps = [
        quantity(use.step, use.b, within="" if i == 0 else f"form-{i + 1}-")
        for i, use in enumerate(firsts)
    ]
    title = _title(group, name)
    return written(
        "formula",
        address_of(group, name),
        _plain(title),
        heading=inline(title),
        kind=group if group in LAYERS or group == "input" else "",
        parts=list(zip(steps, firsts, strict=True)),
        symbols=_symbols(firsts),
        lines=_lines(uses),
        trail=_trail(group),
    )


def _title(group: str, name: str) -> n.Inlines:
    label = n.Words(_plain_label(name))
    if group in ("network", "training", "inference"):
        return say(f"site.formula_of_{group}", label=label)
    return say("site.formula_of_kind", label=label, kind=n.Code(group))


def _plain_label(name: str) -> str:
    return str(label_of(name).striptags())


def _plain(title: n.Inlines) -> str:
    return str(inline(title).striptags())


def _trail(group: str) -> tuple[tuple[str, Markup | str], ...]:
    kinds = ("../kinds/index.html", sentence("site.kinds"))
    return (kinds, (f"../kinds/{group}.html", group)) if group in LAYERS else (kinds,)


def _symbols(uses: Sequence[Use]) -> Markup | None:
    """What every symbol of these formulas stands for."""
    names = dict.fromkeys(need for use in uses for need in use.step.formula.needs)
    known = [name for name in names if knows(f"symbol.{name}")]
    if not known:
        return None
    rows = tuple(n.Row(((n.Var(name),), say(f"symbol.{name}"))) for name in known)
    columns = (n.Column(say("symbols.symbol")), n.Column(say("symbols.meaning")))
    return markup_of([n.Table(say("site.formula_symbols"), columns, rows)])


def _lines(uses: Sequence[Use]) -> list[Line]:
    """The formula with the numbers of each place that has others, up to MOST of them."""
    found: dict[tuple[object, ...], Line] = {}
    for use in uses:
        lines = lines_of(use.step, form=False)
        shown = lines if len(lines) == 1 else (lines[0], lines[-1])
        if shown not in found and len(found) < MOST:
            sides = (Symbol(use.step.name), *shown)
            worked = Markup(Screen().equation(sides, wrong=False))
            unit = inline(unit_of(use.step, use.b))
            found[shown] = Line(use.where, use.title, use.network, worked, unit)
    return list(found.values())
