"""The whole program: read, build, derive, write up, render."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, Unpack

from explainer.asked import Asked, Questions, asked_of
from explainer.errors import UsageError
from explainer.graph import Graph, build
from explainer.memory.plan import Knobs, Plan, plan_for
from explainer.memory.segments import check_segments
from explainer.readers import read
from explainer.spec import ModelSpec

if TYPE_CHECKING:
    from explainer.document.nodes import Page

Paper: TypeAlias = Literal["A4", "letter"]


class Options(Knobs, Questions):
    """All that a caller may say beside the model: how it is run, and what is asked."""


class Report(ABC):
    """Something worked out that can be written in every format; in Jupyter it shows itself."""

    @property
    @abstractmethod
    def page(self) -> Page:
        """The report as blocks, before it becomes Markdown, HTML or PDF."""

    @abstractmethod
    def json(self) -> str:
        """The figures as JSON text."""

    def markdown(self) -> str:
        """The report as Markdown that reads well on GitHub."""
        from explainer.render.to_markdown import to_markdown

        return to_markdown(self.page)

    def html(self) -> str:
        """The report as one HTML file without script or network."""
        from explainer.render.to_html import to_html

        return to_html(self.page)

    def pdf(self, paper: Paper = "A4") -> bytes:
        """The report as PDF; MissingPackageError where WeasyPrint or Pango is not installed."""
        from explainer.render.to_pdf import to_pdf

        return to_pdf(self.page, paper=paper)

    def _repr_html_(self) -> str:
        """The report in a frame of its own, so that its style and the notebook's keep apart."""
        from html import escape

        return (
            f'<iframe title="{escape(self.page.title)}" srcdoc="{escape(self.html())}" '
            'style="width:100%;height:40rem;border:0"></iframe>'
        )


@dataclass(frozen=True)
class Document(Report):
    """A network worked out; every output comes from the same derivation, made once."""

    graph: Graph
    plan: Plan
    asked: Asked = field(default_factory=Asked)

    @cached_property
    def page(self) -> Page:
        """The report as blocks, before it becomes Markdown, HTML or PDF."""
        from explainer.derive import derive
        from explainer.document.write_up import write_up

        return write_up(derive(self.graph, self.plan), self.asked)

    def json(self) -> str:
        """The figures as JSON text."""
        from explainer.render.to_json import to_json

        return to_json(self.graph, self.plan, self.asked)


def explain(
    model: str | Path | Mapping[str, Any] | ModelSpec, **options: Unpack[Options]
) -> Document:
    """Work out a network.

    model: a path, `example:NAME`, `-` for standard input, a mapping as in a model file,
        or a ModelSpec.
    batch, dtype, optimizer: go before what the file says; else 1, float32, momentum.
    loss: `cross_entropy`, to which a final softmax then belongs, or `none`; it is only about
        the framework account.
    fits: a memory such as `8GB`, `512MiB` or a number of bytes; the largest batch that trains
        in it is worked out.
    checkpoint: the number of segments of gradient checkpointing, or `best`.
    detail: `full`, `first` or `brief`; layer: the one layer that the report is about.

    Raises ModelFileError where the model is wrong, UsageError where an argument is.
    """
    spec = read(model)
    asked = asked_of(**_among(options, Questions))
    plan = plan_for(spec, **_among(options, Knobs))
    graph = build(spec)
    _check_layer(graph, asked.layer)
    if asked.checkpoint is not None:
        check_segments(graph, asked.checkpoint)
    return Document(graph, plan, asked)


def _among(options: Options, names: type) -> Any:
    """Those of the options that belong to one of the two; TypeError for what is in neither."""
    for name in options:
        if name not in Options.__annotations__:
            raise TypeError(f"explain() got an unexpected keyword argument {name!r}")
    return {name: value for name, value in options.items() if name in names.__annotations__}


def _check_layer(graph: Graph, layer: str | None) -> None:
    names = [node.name for node in graph.nodes]
    if layer is None or layer in names:
        return
    import difflib

    close = difflib.get_close_matches(layer, names, 1, 0.5)
    hint = f" Did you mean {close[0]!r}?" if close else ""
    raise UsageError(f"{graph.name} has no layer called {layer!r}.{hint}")
