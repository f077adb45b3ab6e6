"""`explain reconcile`: what other tools print for a network, in every format of a report."""

from __future__ import annotations

import argparse

from explainer.command.arguments import model_of
from explainer.command.outputs import stem_of
from explainer.command.report import write_report
from explainer.errors import UsageError
from explainer.language import sentence
from explainer.library.explain import Report
from explainer.library.explain import reconcile as work_out

KNOBS = ("batch", "dtype", "optimizer", "loss")


def reconcile(arguments: argparse.Namespace) -> None:
    """The page of one model; files are called NAME-reconcile."""
    model = arguments.model
    if model is None:
        raise UsageError(sentence("which.model_or", command="`explain reconcile example:vgg16`"))

    def found() -> tuple[Report, str]:
        report = work_out(model_of(arguments), **{name: getattr(arguments, name) for name in KNOBS})
        return report, f"{stem_of(model, report.graph.name)}-reconcile"

    write_report(arguments, [model], found)
