"""`--verify`: the network run in PyTorch. What it measures stands among the report's checks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from explainer.questions.option import Question, flag

if TYPE_CHECKING:
    from explainer.results import Results


def _figures(work: Results, _: bool) -> Any:
    from explainer.render.verified_figures import verified_figures

    assert work.measured
    return verified_figures(work.measured)


VERIFY: Question[bool] = Question(
    name="verify",
    help="run it in PyTorch, and put that into the checks",
    keyword="run the network in PyTorch too, and put what it measures into the checks.",
    row="run the network in PyTorch (`pip install torch`), and put what it measures into the "
    "checks",
    read=flag("verify"),
    key="verify",
    figures=_figures,
)
