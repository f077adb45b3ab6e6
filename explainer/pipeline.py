"""The whole program: read, build, derive, write up, render."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from explainer.asked import Asked, Questions, asked_of
from explainer.comparison.case import built, case_of, changed_case, checked
from explainer.errors import UsageError, named, shown
from explainer.graph import Graph
from explainer.memory.other_tools import findings
from explainer.memory.plan import Knobs, Plan, plan_for
from explainer.memory.segments import check_segments
from explainer.network.case import Case
from explainer.readers import read
from explainer.readers.wording import first_of
from explainer.render.formats import Paper
from explainer.results import Results
from explainer.spec import ModelSpec

if TYPE_CHECKING:
    from explainer.document.nodes import Page
    from explainer.torch_network.verification import Verification


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
    """A network worked out; every output comes from the same derivation, made once.

    unchanged: the network as its file gives it, where some of its values were set anew.
    """

    case: Case
    asked: Asked = field(default_factory=Asked)
    unchanged: Case | None = None

    @property
    def graph(self) -> Graph:
        """The network."""
        return self.case.graph

    @property
    def plan(self) -> Plan:
        """How it is run."""
        return self.case.plan

    @cached_property
    def results(self) -> Results:
        """Everything worked out, which every output reads."""
        return Results(self.case, self.asked, self.unchanged)

    @cached_property
    def page(self) -> Page:
        """The report as blocks, before it becomes Markdown, HTML or PDF."""
        from explainer.document.write_up import write_up

        return write_up(self.results)

    @property
    def measured(self) -> Verification | None:
        """What PyTorch measured, run once, where that is asked."""
        return self.results.measured

    def json(self) -> str:
        """The figures as JSON text."""
        from explainer.render.to_json import to_json

        return to_json(self.results)


@dataclass(frozen=True)
class Reconciliation(Report):
    """What other tools print for a network, each by its own rule, beside our figures."""

    case: Case

    @property
    def graph(self) -> Graph:
        """The network."""
        return self.case.graph

    @property
    def plan(self) -> Plan:
        """How it is run."""
        return self.case.plan

    @cached_property
    def page(self) -> Page:
        """The report as blocks, before it becomes Markdown, HTML or PDF."""
        from explainer.document.reconcile_part import reconcile_page

        return reconcile_page(self.case)

    def json(self) -> str:
        """The figures as JSON text."""
        from explainer.render.reconcile_figures import reconcile_json

        return reconcile_json(self.case, findings(self.case))


def explain(
    model: str | Path | Mapping[str, Any] | ModelSpec, **options: Unpack[Options]
) -> Document:
    """Work out a network.

    model: a path, `example:NAME`, `-` for standard input, a mapping as in a model file,
        or a ModelSpec.
    batch, dtype, optimizer: go before what the file says; else 1, float32, momentum. With
        `mixed_float16` or `mixed_bfloat16` the layers compute in that and the optimizer in float32.
    freeze: names of layers whose parameters don't learn, in place of the file's: full names,
        beginnings such as `layer1`, or patterns with `*`.
    device: `cpu`, or `cuda`, whose differences are from the documentation and not measured; it is
        only about the framework account.
    accumulate: how many micro-batches, of `batch` images each, make one step of the optimizer.
    loss: `cross_entropy`, to which a final softmax then belongs, or `none`; it is only about
        the framework account.
    fits: a memory such as `8GB`, `512MiB` or a number of bytes; the largest batch that trains
        in it is worked out.
    set: values to change in the model first, as `{"conv1.kernel_size": 11}` or as texts
        `"conv1.kernel_size=11"`; the report compares it with the model as it is.
    verify: run the network in PyTorch too, and put what it measures into the checks.
    sensitivity: whether to show how the memory grows with the batch, the image and the width.
    devices: on so many devices, and fewer, what one of them takes is worked out.
    threads: how many images convolutions write out at once.
    checkpoint: the number of segments of gradient checkpointing, or `best`.
    detail: `full`, `first` or `brief`; layer: the one layer that the report is about.

    Raises ModelFileError where the model is wrong, UsageError where an argument is, and
    MissingPackageError where PyTorch is needed and not installed.
    """
    spec = read(model)
    asked = asked_of(**_among(options, Questions))
    knobs = _among(options, Knobs)
    case, unchanged = case_of(spec, knobs), None
    if asked.changes:
        unchanged, case = case, changed_case(case, asked.changes, knobs)
    _check_layer(case.graph, asked.layer)
    if asked.checkpoint is not None:
        check_segments(case.graph, asked.checkpoint)
    document = Document(case, asked, unchanged)
    _ = document.measured  # what stands against running it is said at once
    return document


def reconcile(
    model: str | Path | Mapping[str, Any] | ModelSpec,
    *,
    batch: int | None = None,
    dtype: str | None = None,
    optimizer: str | None = None,
    loss: str | None = None,
) -> Reconciliation:
    """What other tools print for a network, and why it is not what we say.

    The model and the options are those of `explain()`, and so are the errors. Layers that the
    file freezes learn here, as they do in the tools.
    """
    spec = read(model)
    plan = plan_for(spec, batch=batch, dtype=dtype, optimizer=optimizer, loss=loss)
    case = checked(Case(built(spec), replace(plan, freeze=())))
    return Reconciliation(case)


def _among(options: Options, names: type) -> Any:
    """Those of the options that belong to one of the two; TypeError for what is in neither."""
    for name in options:
        if name not in Options.__annotations__:
            raise TypeError(f"explain() got an unexpected keyword argument {name!r}")
    return {name: value for name, value in options.items() if name in names.__annotations__}


def _check_layer(graph: Graph, layer: object) -> None:
    names = [node.name for node in graph.nodes]
    if layer is None or layer in names:
        return
    if not isinstance(layer, str):
        raise UsageError(f"The layer has to be named by a text, and it is {shown(layer)}.")
    import difflib

    if not names:
        raise UsageError(f"{graph.name} has bare totals, and so no layer called {named(layer)}.")
    close = difflib.get_close_matches(layer, names, 1, 0.5)
    hint = f"Did you mean {close[0]!r}?" if close else f"The layers are: {first_of(names)}."
    raise UsageError(f"{graph.name} has no layer called {named(layer)}. {hint}")
