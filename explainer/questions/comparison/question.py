"""`--set`: the network with other values, compared with the network as it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from explainer.options.option import Question
from explainer.readers.changes import Change, read_changes

if TYPE_CHECKING:
    from explainer.page.nodes import Block
    from explainer.page.steps import Seen
    from explainer.questions.comparison.answer import Changed
    from explainer.results.results import Results

Changes: TypeAlias = Sequence[Change]


def _read(given: Any) -> Changes | None:
    return read_changes(given) or None


def _answer(work: Results, _: Changes) -> Changed:
    from explainer.questions.comparison.answer import changed_of

    return changed_of(work)


def _part(work: Results, found: Changed, seen: Seen) -> list[Block]:
    from explainer.questions.comparison.changes_page import comparison_blocks

    return comparison_blocks(work, found, seen)


def _figures(found: Changed) -> Any:
    from explainer.questions.comparison.changes_figures import comparison_figures

    return comparison_figures(found.beside, found.changes)


def _settings(model: str | None) -> Iterable[str]:
    """What can be set in the model: keys of the file, and settings of its layers."""
    from explainer.layers import LAYERS
    from explainer.readers import read
    from explainer.readers.model import SETTABLE

    keys = [f"{key}=" for key in SETTABLE]
    if model in (None, "-"):
        return keys
    inside = [
        f"{layer.name}.{setting.name}="
        for layer in read(model).layers
        for setting in LAYERS[layer.kind].settings
    ]
    return keys + inside


SET: Question[Changes, Changed] = Question(
    name="set",
    value="NAME.SETTING=VALUE",
    help="change a value and compare, as in conv1.kernel_size=11 or input=64x64x3",
    keyword='values to change in the model first, as `{"conv1.kernel_size": 11}` or as texts '
    '`"conv1.kernel_size=11"`; the report compares it with the model as it is.',
    row="change a value and compare with the model as it is: `conv1.kernel_size=11`, "
    "`layer2.0.conv1.stride=1`, `input=64x64x3` (in the file's `layout`), `layout=…`, `batch=64`, "
    "`dtype=…`, `optimizer=…`; may come several times",
    offers=_settings,
    repeatable=True,
    read=_read,
    answer=_answer,
    part=_part,
    first=True,
    key="comparison",
    figures=_figures,
)
