"""A layer's settings as a question names them: `kernel_size` 3×5, `padding` 1."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from decimal import Decimal
from fractions import Fraction

from explainer.language import sentence
from explainer.layers.setting_types import Sides, Sizes
from explainer.layers.settings import Setting
from explainer.page import nodes as n
from explainer.page.sentences import say


def setting_texts(settings: Iterable[tuple[Setting, object]]) -> list[n.Inlines]:
    """Each setting with its value."""
    return [
        say("exercise.setting", name=n.Code(setting.name), value=_value(setting, value))
        for setting, value in settings
    ]


def _value(setting: Setting, value: object) -> n.Inlines:
    if isinstance(value, Sides):
        return say("exercise.sides", **{k: str(v) for k, v in asdict(value).items()})
    if not isinstance(value, tuple):
        return (n.Words(_part(value)),)
    # One number may stand for all axes, but a shape has to be written out.
    alike = len(set(value)) == 1 and not isinstance(setting.type, Sizes)
    return (n.Words("×".join(map(_part, value[:1] if alike else value))),)


def _part(value: object) -> str:
    """One number or word."""
    if value is None:
        return sentence("exercise.unchanged")
    if isinstance(value, bool):
        return sentence("exercise.yes" if value else "exercise.no")
    if isinstance(value, Fraction):
        return format(Decimal(value.numerator) / Decimal(value.denominator), "f")
    return str(value)
