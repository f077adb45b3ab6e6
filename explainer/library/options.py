"""What a caller may say beside the model, in the order of the help, the page and the figures.

To add a question: write its object in a file of its own, put it into OPTIONS, its type into
`Questions` of answers.py, and the keys of its figures into site/reference/json.md.
"""

from __future__ import annotations

from typing import Any

from explainer.options.extent import DETAIL, LAYER
from explainer.options.input import INPUT
from explainer.options.knobs import (
    ACCUMULATE,
    BATCH,
    DEVICE,
    DTYPE,
    FREEZE,
    LOSS,
    OPTIMIZER,
    THREADS,
)
from explainer.options.language import LANGUAGE
from explainer.options.option import Option, Question
from explainer.questions.checkpointing.question import CHECKPOINT
from explainer.questions.comparison.question import SET
from explainer.questions.devices.question import DEVICES
from explainer.questions.fits.question import FITS
from explainer.questions.growth.question import SENSITIVITY
from explainer.questions.verify.question import VERIFY

OPTIONS: tuple[Option, ...] = (
    *(DETAIL, LAYER, LANGUAGE),
    *(INPUT, BATCH, DTYPE, OPTIMIZER, LOSS, FREEZE, ACCUMULATE, DEVICE, THREADS),
    *(FITS, CHECKPOINT, DEVICES, SET, SENSITIVITY, VERIFY),
)


def every_option() -> tuple[Option, ...]:
    """All of them."""
    return OPTIONS


def every_question() -> tuple[Question[Any, Any], ...]:
    """Those that ask for more of the report."""
    return tuple(each for each in OPTIONS if isinstance(each, Question))
