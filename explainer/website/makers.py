"""What each job of the site writes: the paths of its files, and their content."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from explainer.language import number, sentence, telling
from explainer.network.units import UNITS_OF_MEMORY
from explainer.page.wording import unit_word
from explainer.readers import read
from explainer.render.formats import PDF, every_format
from explainer.render.literal import literal
from explainer.render.templates import FACES, faces, font, style
from explainer.resources import resource
from explainer.website.choices import runs
from explainer.website.formula_pages import formula_files
from explainer.website.kind_pages import kind_files
from explainer.website.kinds_script import kinds_script
from explainer.website.lessons.pages import lesson_files, lesson_paths
from explainer.website.network_pages import network_files
from explainer.website.network_script import network_data
from explainer.website.networks import Network, networks_of
from explainer.website.own_script import KINDS, own_script
from explainer.website.page import CHECKS, ENGINE, written
from explainer.website.reference_pages import (
    changelog_page,
    glossary_page,
    mistake_files,
)
from explainer.website.references import reference_files
from explainer.website.rules_script import rules_script
from explainer.website.step_markup import quantity
from explainer.website.words import words_script

if TYPE_CHECKING:
    from explainer.website.jobs import Job

File = tuple[str, str | bytes]


def files_of(job: Job) -> Iterator[File]:
    """The files of a job."""
    if job.kind == "network":
        return network_files(Network(job.key, job.model), pdf=job.pdf)
    if job.kind in ("report", "pdf"):
        return _report(job)
    networks = networks_of(job.models)
    makers: dict[str, Callable[[], Iterator[File]]] = {
        "assets": _assets,
        "mistakes": mistake_files,
        "references": reference_files,
        "kinds": lambda: kind_files(networks),
        "formulas": lambda: formula_files(networks),
        "lessons": lambda: lesson_files(networks),
        "pages": lambda: _pages(networks),
    }
    return makers[job.kind]()


def _report(job: Job) -> Iterator[File]:
    from explainer.library.explain import explain

    model, stem = read(job.model), f"networks/{job.key}/{job.key}"
    document = explain(model)
    for each in every_format():
        if each.on_site and each.slow == (job.kind == "pdf"):
            yield f"{stem}{each.suffix}", each.content(document)
    if job.kind == "pdf":
        yield f"{stem}-handout{PDF.suffix}", PDF.content(explain(model, detail="handout"))


def _assets() -> Iterator[File]:
    for path in sorted((resource("site") / "assets").glob("*.js")):
        yield f"assets/{path.name}", path.read_text(encoding="utf-8")
    yield "assets/kinds.js", kinds_script()
    yield "assets/own-kinds.js", own_script()
    yield "assets/rules.js", rules_script()
    yield "assets/words.js", words_script()
    addresses = {name: f"fonts/{name}.woff2" for name in FACES}
    sheets = style("page", "maths", "mathml", "drawings", "screen", "site/site", "site/lesson")
    yield "assets/site.css", f"{faces(addresses)}\n{sheets}\n"
    for name in FACES:
        yield f"assets/fonts/{name}.woff2", font(name)
    yield "assets/fonts/OFL.txt", (resource("templates") / "fonts" / "OFL.txt").read_bytes()


def _pages(networks: tuple[Network, ...]) -> Iterator[File]:
    live = [net for net in networks if net.live]
    named = [(net.key, literal(net.graph.name)) for net in live]
    yield "index.html", _home(networks)
    rows = [(f"{net.key}/index.html", literal(net.graph.name), _size(net)) for net in networks]
    lead = sentence("site.networks_lead" if live == [*networks] else "site.networks_lead_some")
    here = "networks/index.html"
    yield here, written("list", here, sentence("site.networks"), lead=lead, parts=[("", "", rows)])
    yield "glossary.html", glossary_page()
    yield "changelog.html", changelog_page()
    scripts = (*ENGINE, *CHECKS, "assets/changed.js", "assets/check.js")
    title = sentence("site.check")
    run = {"net": _shown_first(live), **runs()}
    checked = [(key, name, net.shown_as) for (key, name), net in zip(named, live, strict=True)]
    units = {"networks": checked, "units": {unit: unit_word(unit) for unit in UNITS_OF_MEMORY}}
    with telling(images=all(net.graph.of_images for net in live)):
        yield "check.html", written("check", "check.html", title, scripts=scripts, **units, **run)
    yield "own.html", _own(live)
    found = (*ENGINE, "assets/search-index.js", "assets/search.js")
    yield "search.html", written("search", "search.html", sentence("site.search"), scripts=found)


def _size(net: Network) -> str:
    from explainer.memory.textbook.sums import totals_of

    parameters = totals_of(net.graph).known["parameters"]
    if parameters is None:
        return sentence("site.parameters_not_given")
    return f"{number(parameters)} {sentence('site.js_parameters')}"


def _home(networks: tuple[Network, ...]) -> str:
    net = Network("vgg16", "example:vgg16")
    step = net.work.layers[1].step("weights")
    assert step is not None
    kinds = {node.kind for one in networks for node in one.graph.nodes}
    kind = net.work.layers[1].node.kind
    group = kind if kind in kinds else ""
    one = quantity(step, net.plan.bytes_per_value, group=group)
    counts = {"count": len(networks), "lessons": len(lesson_paths())}
    return written("home", "index.html", sentence("site.home"), step=one, **counts)


def _shown_first(live: list[Network]) -> dict[str, Any]:
    """The network whose numbers a form begins with."""
    first = live[0] if live else Network("lenet5", "example:lenet5")
    return network_data(first.case)


def _own(live: list[Network]) -> str:
    """Only chains of the kinds that the form has can be started from."""
    chains = [net for net in live if _is_chain(net)]
    net = _shown_first(live) | {
        "input": [32, 32, 3],
        "batch": 1,
        "dtype": "float32",
        "optimizer": "momentum",
    }
    return written(
        "own",
        "own.html",
        sentence("site.own"),
        networks=[(one.key, literal(one.graph.name)) for one in chains],
        net=net,
        scripts=(*ENGINE, "assets/own-kinds.js", "assets/own.js"),
        **runs(),
    )


def _is_chain(net: Network) -> bool:
    nodes = net.graph.layers
    kinds = all(node.kind in KINDS for node in nodes)
    square = all(_is_square(node.settings) for node in nodes)
    return kinds and square and all(node.sources == (node.index - 1,) for node in nodes)


def _is_square(settings: object) -> bool:
    values = dict(settings).values() if isinstance(settings, dict) else ()
    pairs = [value for value in values if isinstance(value, tuple)]
    return all(len(set(pair)) == 1 for pair in pairs) and "same" not in list(values)
