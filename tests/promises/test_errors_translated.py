"""In another language no English word is left in an error, but code and what the user wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from explainer.layers import LAYERS
from explainer.layers.axis import NAMES
from explainer.network.layout import LAYOUTS
from explainer.network.loss import LOSSES
from explainer.network.optimizers import optimizer_names
from explainer.network.units import BYTES
from explainer.readers.model import CLAIM, KEYS, TOTALS
from explainer.readers.questions import QUESTION
from tests.promises.test_errors import PAIRS, message_for
from tests.pseudo import speaking_pseudo

SETTINGS = {
    name
    for kind in LAYERS.values()
    for each in kind.settings
    for name in (each.name, *each.aliases)
}
DECLARED = {kind.declares for kind in LAYERS.values()}
EXAMPLES = {"main", "side", "shortcut", "conv1", "layer1", "weights", "values", "left", "right"}
NAMES_OF_AXES = {name for names in NAMES.values() for name in names}
# `span` is a symbol in the arithmetic of a kernel that doesn't fit.
CODE = {
    *LAYERS, *KEYS, *TOTALS, *CLAIM, *QUESTION, *LAYOUTS, *SETTINGS, *EXAMPLES, *BYTES,
    *LOSSES, *DECLARED, *NAMES_OF_AXES,
    *optimizer_names(),
    "model", "yaml", "training", "total", "tokens", "threads", "text", "link", "repeat", "times",
    *("null", "false", "span"),
}  # fmt: skip
QUOTED = re.compile(r'`[^`]*`|"[^"]*"')
WORD = re.compile(r"(?<!\w)[A-Za-z]{2,}[A-Za-z0-9_]*(?!\w)")
NUMBER = re.compile(r"\b\d{1,3},\d{3}\b")  # as English writes it; German has 1.000


@pytest.fixture(scope="module", autouse=True)
def pseudo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with speaking_pseudo(tmp_path_factory.mktemp("templates")):
        yield


@pytest.mark.parametrize(("text", "message"), [pytest.param(t, m, id=h) for h, t, m in PAIRS])
def test_only_code_is_left_of_english(text: str, message: str) -> None:
    said = message_for(text + "\n")
    assert said != message
    bare = QUOTED.sub("", said)
    left = [word for word in WORD.findall(bare) if word not in CODE and word not in text]
    assert not left
    assert not NUMBER.search(bare)
