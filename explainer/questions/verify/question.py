"""`--verify`: the network run in PyTorch. What it measures stands among the report's checks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from explainer.options.option import Question, flag

if TYPE_CHECKING:
    from explainer.results.results import Results
    from explainer.torch_network.verification import Verification


def _answer(work: Results, _: bool) -> Verification | None:
    return work.measured


def _figures(found: Verification | None) -> Any:
    from explainer.questions.verify.figures import verified_figures

    assert found
    return verified_figures(found)


VERIFY: Question[bool, Verification | None] = Question(
    name="verify",
    help="run it in PyTorch, and put that into the checks",
    keyword="run the network in PyTorch too, and put what it measures into the checks.",
    row="run the network in PyTorch (`pip install torch`), and put what it measures into the "
    "checks",
    read=flag("verify"),
    answer=_answer,
    key="verify",
    figures=_figures,
)
