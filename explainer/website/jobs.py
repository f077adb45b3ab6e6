"""The parts that the site is built in, and what each depends on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from explainer.website.networks import Network
from explainer.website.sources import digest, for_networks, for_reports, for_shared_pages

# Parts that show nothing of the site's networks, and parts that do.
ALONE = ("assets", "mistakes", "references")
ABOUT_ALL = ("kinds", "formulas", "lessons", "pages")
# The slowest first, so that none is left over at the end.
ORDER = ("pdf", "network", "report", *ABOUT_ALL, *ALONE)


@dataclass(frozen=True)
class Job:
    """A part of the site. kind: which maker; key: the network, if it is about one.

    models: all of the site's models; pdf: whether networks offer their reports as PDF.
    needs: a digest of all that the files are made from; size: about how long it takes.
    """

    kind: str
    key: str
    model: str
    models: tuple[str, ...]
    pdf: bool
    needs: str
    size: int = 0

    @property
    def name(self) -> str:
        """What the manifest calls it."""
        return f"{self.kind}:{self.key}" if self.key else self.kind


def jobs_of(networks: Sequence[Network], *, pdf: bool) -> list[Job]:
    """All parts, in the order in which they are best begun."""
    models = tuple(net.model for net in networks)
    found = [job for net in networks for job in _of_network(net, models, pdf)]
    every = digest(for_shared_pages(), *map(_content, networks))
    found += [Job(kind, "", "", models, pdf, every) for kind in ABOUT_ALL]
    found += [Job(kind, "", "", models, pdf, for_shared_pages()) for kind in ALONE]
    return sorted(found, key=lambda job: (ORDER.index(job.kind), -job.size))


def _of_network(net: Network, models: tuple[str, ...], pdf: bool) -> Iterator[Job]:
    size, content = len(net.spec.layers), _content(net)
    pages, report = digest(for_networks(), content, str(pdf)), digest(for_reports(), content)
    yield Job("network", net.key, net.model, models, pdf, pages, size)
    yield Job("report", net.key, net.model, models, pdf, report, size)
    if pdf:
        yield Job("pdf", net.key, net.model, models, pdf, report, size)


def _content(net: Network) -> str:
    """The model as its file gives it."""
    return f"{net.key}\0{net.spec!r}"
