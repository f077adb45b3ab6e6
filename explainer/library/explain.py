"""The whole program: read, build, derive, write up, render."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from explainer.language import current, speaking, telling
from explainer.library.answers import (
    Options,
    answers_of,
    asked_of,
    check_asked,
    check_names,
    keywords_text,
    knobs_of,
    parts,
)
from explainer.network.case import AboutCase, Case
from explainer.network.plan import plan_for
from explainer.options.language import speaking_in
from explainer.readers import read
from explainer.readers.given_inputs import WithInputs, with_inputs
from explainer.render.formats import Paper
from explainer.results.checked_case import built, case_of, changed_case, checked
from explainer.results.request import Asked
from explainer.spec import ModelSpec

if TYPE_CHECKING:
    from explainer.page.nodes import Page
    from explainer.results.results import Results
    from explainer.tools.finding import Finding
    from explainer.torch_network.verification import Verification


@dataclass(frozen=True)
class Report(ABC):
    """Something worked out that can be written in every format; in Jupyter it shows itself.

    language: in which its sentences are written; the one that is spoken where it is made.
    """

    language: str = field(default_factory=current, kw_only=True)

    @property
    @abstractmethod
    def of_images(self) -> bool:
        """Whether what it tells of is made of images; so it is where no network is meant."""

    @contextmanager
    def spoken(self) -> Iterator[None]:
        """Speak in here as the report does: its language, and of what its network is given."""
        with speaking(self.language), telling(images=self.of_images):
            yield

    @cached_property
    def page(self) -> Page:
        """The report as blocks, before it becomes Markdown, HTML or PDF."""
        with self.spoken():
            return self.written_up()

    def json(self) -> str:
        """The figures as JSON text."""
        with self.spoken():
            return self.figures()

    def in_short(self) -> Report:
        """The report as a terminal shows it where no length was asked for."""
        return self

    @abstractmethod
    def written_up(self) -> Page:
        """The page, in the language that is spoken."""

    @abstractmethod
    def figures(self) -> str:
        """The JSON, its sentences in the language that is spoken."""

    def markdown(self) -> str:
        """The report as Markdown that reads well on GitHub."""
        from explainer.render.to_markdown import to_markdown

        with self.spoken():
            return to_markdown(self.page)

    def text(self, columns: int = 80) -> str:
        """The report as plain text, aligned, no line wider than so many characters."""
        from explainer.render.to_text import to_text

        with self.spoken():
            return to_text(self.in_short().page, columns)

    def html(self) -> str:
        """The report as one HTML file without script or network."""
        from explainer.render.to_html import to_html

        with self.spoken():
            return to_html(self.page)

    def pdf(self, paper: Paper = "A4") -> bytes:
        """The report as PDF; MissingPackageError where WeasyPrint or Pango is not installed."""
        from explainer.render.to_pdf import to_pdf

        with self.spoken():
            return to_pdf(self.page, paper=paper)

    def _repr_html_(self) -> str:
        """The report in a frame of its own, so that its style and the notebook's keep apart."""
        from html import escape

        return (
            f'<iframe title="{escape(self.page.title)}" srcdoc="{escape(self.html())}" '
            'style="width:100%;height:40rem;border:0"></iframe>'
        )


@dataclass(frozen=True)
class Document(AboutCase, Report):
    """A network worked out; every output comes from the same derivation, made once.

    unchanged: the network as its file gives it, where some of its values were set anew.
    """

    case: Case
    asked: Asked = field(default_factory=Asked)
    unchanged: Case | None = None

    @property
    def of_images(self) -> bool:
        """Whether the network is given an image."""
        return self.graph.of_images

    @cached_property
    def results(self) -> Results:
        """Everything worked out, which every output reads."""
        from explainer.results.results import Results

        return Results(self.case, self.asked, self.unchanged)

    def in_short(self) -> Report:
        """The handout, where no length was asked for."""
        if "detail" in self.asked.found:
            return self
        return replace(self, asked=Asked({**self.asked.found, "detail": "handout"}))

    def written_up(self) -> Page:
        """The page, in the language that is spoken."""
        from explainer.questions.of_file.page import question_blocks
        from explainer.report.write_up import write_up

        work = self.results
        first = (*parts(work, first=True), question_blocks)
        return write_up(work, first=first, further=parts(work, first=False))

    @property
    def measured(self) -> Verification | None:
        """What PyTorch measured, run once, where that is asked."""
        return self.results.measured

    def model_file(self) -> str:
        """The network as a model file: parts that are alike are blocks, and names stay."""
        from explainer.readers.saved import model_file

        return model_file(self.case.graph.spec)

    def figures(self) -> str:
        """The figures as JSON text."""
        from explainer.questions.of_file.figures import question_figures
        from explainer.report.figures import to_json

        work = self.results
        return to_json(work, {"questions": question_figures(work), **answers_of(work)})


@dataclass(frozen=True)
class Reconciliation(AboutCase, Report):
    """What other tools print for a network, each by its own rule, beside our figures."""

    case: Case

    @property
    def of_images(self) -> bool:
        """Whether the network is given an image."""
        return self.graph.of_images

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What each tool prints, by its rule."""
        from explainer.tools import findings

        return findings(self.case)

    def written_up(self) -> Page:
        """The page, in the language that is spoken."""
        from explainer.tools.page import reconcile_page

        return reconcile_page(self.case, self.findings)

    def figures(self) -> str:
        """The figures as JSON text."""
        from explainer.tools.figures import reconcile_json

        return reconcile_json(self.case, self.findings)


def explain(
    model: str | Path | Mapping[str, Any] | ModelSpec | WithInputs | Any,
    **options: Unpack[Options],
) -> Document:
    """Work out a network.

    model: a path, `example:NAME`, `-` for standard input, a mapping as in a model file,
        a ModelSpec, a torch.nn.Module, `torchvision:NAME`, or `package.module:what`, whose code
        is run.
    OPTIONS

    Raises ModelFileError where the model is wrong, UsageError where an argument is, and
    MissingPackageError where PyTorch is needed and not installed.
    """
    with speaking_in(options.pop("language", None)):
        return _explained(model, options)


def _explained(model: Any, options: Options) -> Document:
    check_names(options)
    spec = read(with_inputs(model, options.get("input")))
    asked, knobs = asked_of(options), knobs_of(options)
    case, unchanged = case_of(spec, knobs), None
    if asked.changes:
        unchanged, case = case, changed_case(case, asked.changes, knobs)
    with telling(images=case.graph.of_images):
        check_asked(asked, case)
        document = Document(case, asked, unchanged)
        _ = document.measured  # what stands against running it is said at once
    return document


if explain.__doc__:  # without docstrings, as under -OO, there is none to complete
    explain.__doc__ = explain.__doc__.replace("OPTIONS", keywords_text().strip())


def reconcile(
    model: str | Path | Mapping[str, Any] | ModelSpec,
    *,
    batch: int | None = None,
    dtype: str | None = None,
    optimizer: str | None = None,
    loss: str | None = None,
    language: str | None = None,
) -> Reconciliation:
    """What other tools print for a network, and why it is not what we say.

    The model and the options are those of `explain()`, and so are the errors. Layers that the
    file freezes learn here, as they do in the tools.
    """
    with speaking_in(language):
        spec = read(model)
        plan = plan_for(spec, batch=batch, dtype=dtype, optimizer=optimizer, loss=loss)
        case = checked(Case(built(spec), replace(plan, freeze=())))
        return Reconciliation(case)
