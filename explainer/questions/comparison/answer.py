"""A network beside itself with some of its values set anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from explainer.questions.comparison.figures import Beside
from explainer.readers.changes import reported_changes
from explainer.results.results import Results
from explainer.spec import Given


@dataclass(frozen=True)
class Changed:
    """The network as its file gives it beside the changed one; what was set anew, by its name."""

    beside: Beside
    changes: Mapping[str, Given]


def changed_of(work: Results) -> Changed:
    """What `--set` changes. Both networks are known."""
    assert work.unchanged is not None
    changes = reported_changes(work.asked.changes, work.graph.spec)
    return Changed(Beside(work.unchanged, work.case), changes)
