"""A network's pages and its script; the page of the network itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from explainer.language import number, telling
from explainer.page import nodes as n
from explainer.page.citation import cited
from explainer.page.sentences import say
from explainer.page.wording import binary_text, decimal_text
from explainer.render.formats import PDF, every_format
from explainer.render.literal import literal
from explainer.website.check_tables import check_files
from explainer.website.choices import runs
from explainer.website.framework_section import framework_section
from explainer.website.layer_pages import layer_page
from explainer.website.network_script import network_data, network_script
from explainer.website.networks import Network
from explainer.website.page import ENGINE, inline, written
from explainer.website.step_markup import Quantity, quantity

# What a command is told, where the page can't be.
BY_COMMAND = {
    "totals": "--batch N",
    "inputs": "--set inputs.NAME=SIZE",
    "shares": "--set LAYER.SETTING=VALUE",
    "counted": "--set LAYER.SETTING=VALUE",
}
# The parts of training, with the series that their bars are drawn in.
PARTS = (
    ("parameters", "par"),
    ("gradients", "par"),
    ("optimizer", "par"),
    ("activations", "act"),
    ("activation_gradients", "act"),
)


def network_files(net: Network, *, pdf: bool) -> Iterator[tuple[str, str]]:
    """Every page of a network, by its path in the site, and its script."""
    with telling(images=net.graph.of_images):
        yield from _files_of(net, pdf)


def _files_of(net: Network, pdf: bool) -> Iterator[tuple[str, str]]:
    folder = f"networks/{net.key}"
    yield f"{folder}/index.html", _network_page(net, pdf)
    if net.live:
        data = network_data(net.case)
        yield f"data/{net.key}.js", network_script(net.key, data)
        yield from check_files(net)
        for index, name in net.pages.items():
            yield f"{folder}/{name}", layer_page(net, net.work.layers[index], data)


def _network_page(net: Network, pdf: bool) -> str:
    values: dict[str, Any] = {"layers": (), "parts": (), "net": None, "framework": None}
    if net.live:
        values |= _layers(net) | {"parts": _parts(net), "net": network_data(net.case)}
        values["framework"] = framework_section(net)
    b = net.plan.bytes_per_value
    return written(
        "network",
        f"networks/{net.key}/index.html",
        literal(net.graph.name),
        key=net.key,
        about=literal(net.spec.about),
        sources=[inline(cited(source)) for source in net.spec.sources],
        files=_files(net, pdf),
        why_not=_why_not(net) if not net.live else "",
        facts=_facts(net),
        groups=list(_groups(net, b)),
        batch=net.plan.batch,
        trail=(("../index.html", inline(say("site.networks"))),),
        scripts=(*ENGINE, f"data/{net.key}.js", "assets/live.js") if net.live else (),
        **runs(),
        **values,
    )


def _files(net: Network, pdf: bool) -> list[tuple[str, Any]]:
    """What a reader can take along: the report in every format, and the handout on paper."""
    found = [
        (f"{net.key}{each.suffix}", _say(f"file_{each.name}"))
        for each in every_format()
        if each.on_site and (pdf or not each.slow)
    ]
    return [*found, (f"{net.key}-handout{PDF.suffix}", _say("file_handout"))] if pdf else found


def _facts(net: Network) -> list[tuple[str, Any, Any, Any]]:
    sums, b = net.work.totals.known, net.plan.bytes_per_value
    training, inference = net.work.textbook.training, net.work.textbook.inference
    sizes = {
        "parameters": (sums["parameters"], b),
        "activations": (sums["activations"], b),
        "training": (training.known["total"], 1),
    }
    if inference.total is not None:
        sizes["inference"] = (inference.total, 1)
    return [_fact(name, value, each) for name, (value, each) in sizes.items()]


def _fact(name: str, value: int | None, each: int) -> tuple[str, Any, Any, Any]:
    """A number of values of so many bytes each; or that it is not given."""
    if value is None:
        return name, _say("not_given"), _say(f"lacks_{name}"), ""
    return name, number(value), _say(f"fact_{name}"), _memory(value * each)


def _say(key: str) -> Any:
    return inline(say(f"site.{key}"))


def _why_not(net: Network) -> Any:
    """Why a reader can't change the numbers, and by which command others are worked out."""
    command = n.Code(f"explain {net.shown_as} {BY_COMMAND[net.why_not_live]}")
    return inline(say(f"site.not_live_{net.why_not_live}", command=command))


def _memory(size: int) -> Any:
    """A number of bytes in both units."""
    return inline(say("site.memory", decimal=decimal_text(size), binary=binary_text(size)))


def _layers(net: Network) -> dict[str, Any]:
    sums = net.work.totals
    rows = [
        {
            "index": node.index,
            "address": net.address(node.index),
            "name": literal(node.name),
            "kind": node.kind,
            "output": "×".join(map(str, node.output)),
            "parameters": number(node.count("parameters")),
            "activations": number(node.count("activations")),
            "share": _share(node.count("activations"), sums.activations),
        }
        for node in net.graph.nodes
    ]
    return {
        "layers": rows,
        "parameters": number(sums.parameters),
        "activations": number(sums.activations),
    }


def _share(part: int, whole: int) -> str:
    """A part of a whole in per cent, to a tenth."""
    tenths = (2000 * part + whole) // (2 * whole) if whole else 0
    return f"{tenths // 10}.{tenths % 10}"


def _parts(net: Network) -> list[tuple[str, Any, Any, str, str]]:
    training = net.work.textbook.training
    return [
        (name, _say(f"part_{name}"), _memory(getattr(training, name)),
         _share(getattr(training, name), training.total), series)
        for name, series in PARTS
    ]  # fmt: skip


def _groups(net: Network, b: int) -> Iterator[tuple[Any, str, str, list[Quantity]]]:
    work = net.work
    for group, steps in (
        ("network", work.sums),
        ("training", work.training),
        ("inference", work.inference),
    ):
        if steps:
            shown = [quantity(step, b, within=f"{group}-", group=group) for step in steps]
            yield _say(f"group_{group}"), f"{group}-steps", group, shown
