"""`explain compare FIRST SECOND`: two models side by side, in every format."""

from __future__ import annotations

import argparse

from explainer.command.arguments import model_of, options_of
from explainer.command.outputs import stem_of
from explainer.command.report import write_report
from explainer.errors import UsageError
from explainer.language import sentence
from explainer.library.answers import knobs_of
from explainer.library.compare import compare
from explainer.library.explain import Report
from explainer.readers.given_inputs import with_inputs


def compare_models(arguments: argparse.Namespace) -> None:
    """The report about two models."""
    models = (arguments.model, arguments.second)
    if None in models:
        raise UsageError(
            sentence("which.two_models", command="`explain compare example:vgg16 example:resnet18`")
        )
    if models == ("-", "-"):
        raise UsageError(sentence("which.one_through_input"))
    options = knobs_of(options_of(arguments))

    def work_out() -> tuple[Report, str]:
        found = compare(
            model_of(arguments), with_inputs(arguments.second, arguments.input), **options
        )
        graphs = (found.first.graph, found.second.graph)
        stems = [stem_of(model, graph.name) for model, graph in zip(models, graphs, strict=True)]
        return found, "-".join(stems)

    write_report(arguments, models, work_out)
