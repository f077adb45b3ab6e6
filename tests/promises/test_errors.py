"""Every message in errors.md is what the program says, to the letter."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from explainer.errors import ModelFileError
from explainer.readers.from_mapping import read_mapping
from explainer.readers.from_yaml import read_yaml
from explainer.results.checked_case import case_of
from tests.work_done import calls_in

pytestmark = pytest.mark.quick

TEXT = (Path(__file__).parent.parent / "errors.md").read_text(encoding="utf-8")
PAIR = re.compile(
    r"^### ([^\n]+)\n\n```yaml\n(.*?)\n?```\n\n```\n(.*?)\n```$", re.MULTILINE | re.DOTALL
)
PAIRS = PAIR.findall(TEXT)
HEAD = "input: 8x8x3\nlayers:\n"


def message_for(text: bytes | str, file: str = "model.yaml") -> str:
    """What is said about a model file."""
    with pytest.raises(ModelFileError) as caught:
        case_of(read_yaml(text, file), {})
    return str(caught.value)


def test_every_heading_has_its_pair() -> None:
    assert len(PAIRS) == TEXT.count("\n### ") == len({heading for heading, _, _ in PAIRS})


@pytest.mark.parametrize(("text", "message"), [pytest.param(t, m, id=h) for h, t, m in PAIRS])
def test_message_is_as_written(text: str, message: str) -> None:
    assert message_for(text + "\n") == message


def test_messages_have_a_place_and_whole_sentences() -> None:
    for _, _, message in PAIRS:
        place, fault, *_ = message.split("\n")
        assert re.match(r"model\.yaml(:\d+)?(  \S.*)?$", place), message
        assert fault.startswith("  "), message
        assert fault.endswith("."), message


def test_the_file_is_named_as_the_user_gave_it() -> None:
    assert message_for("layers: 3", "<stdin>").startswith("<stdin>:1\n")
    assert message_for("layers: 3", "../nets/my net.yaml").startswith("../nets/my net.yaml:1\n")


@pytest.mark.parametrize(
    ("encoding", "message"),
    [
        ("utf-16", "model.yaml\n  The file is written in UTF-16, not in UTF-8."),
        ("utf-32", "model.yaml\n  The file is written in UTF-32, not in UTF-8."),
        ("utf-16-be", "model.yaml:1\n  This line holds bytes of zero, as UTF-16 and UTF-32 do."),
        ("latin-1", "model.yaml:2\n  This line holds bytes that are not UTF-8."),
    ],
)
def test_other_encodings_are_refused(encoding: str, message: str) -> None:
    text = f"{HEAD.splitlines()[0]}\nname: Netz für alle\nlayers: [relu]\n"
    told = message_for(text.encode(encoding))
    assert told.startswith(message)
    assert told.endswith("\n  Save the file in the encoding UTF-8.")


def test_a_byte_order_mark_is_no_error() -> None:
    assert read_yaml(b"\xef\xbb\xbf" + HEAD.encode() + b"  - relu\n", "model.yaml").input == (
        8,
        8,
        3,
    )


def test_control_characters_are_refused() -> None:
    assert message_for("input: 8\nname: a\x07b\n").startswith(
        "model.yaml:2\n  This line holds the character U+0007"
    )


def nested(times: int, depth: int) -> str:
    """A repeat of a repeat of a repeat."""
    inner = "relu"
    for _ in range(depth):
        inner = f"{{repeat: {{times: {times}, layers: [{inner}]}}}}"
    return f"{HEAD}  - {inner}\n"


SOURCES = ", ".join(["a"] * 1000)
BOMBS = {
    "brackets": "[" * 1_900_000,
    "braces": "{" * 1_900_000,
    "hyphens": "- " * 900_000,
    "questions": "? " * 900_000,
    "values": "a: [" + "1," * 900_000 + "]",
    "bytes": "# " * 1_000_001,
    "repeats": nested(10**18, 15),
    "nesting": nested(1, 24),
    "blocks in a row": "input: 8x8x3\nlayers: [b0]\nblocks:\n"
    + "".join(f"  b{i}: {{layers: [b{i + 1}]}}\n" for i in range(5000))
    + "  b5000: {layers: [relu]}\n",
    "blocks in blocks": "input: 8x8x3\nlayers: [b0]\nblocks:\n"
    + "".join(f"  b{i}: {{layers: [{', '.join([f'b{i + 1}'] * 10)}]}}\n" for i in range(18))
    + "  b18: {layers: [relu]}\n",
    "sources": f"{HEAD}  - relu: {{name: a}}\n"
    f"  - repeat: {{times: 50000, layers: [{{add: [{SOURCES}]}}]}}\n",
    "aliases in a row": "a0: &a0 [x]\n"
    + "".join(f"a{i}: &a{i} [*a{i - 1}]\n" for i in range(1, 5000)),
}


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
def test_no_file_eats_the_machine(text: str) -> None:
    assert calls_in(lambda: message_for(text)) < 20_000_000


def itself() -> list[Any]:
    """A list that holds itself."""
    endless: list[Any] = []
    endless.append(endless)
    return endless


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        ([], "A model file has to be a mapping, and it is a list."),
        ({"input": itself()}, "Lists and mappings are nested too deeply"),
        ({"input": {1: 2}}, 'A key has to be a text, and here it is "1".'),
        ({"input": {8, 3}}, "A value of the type set cannot stand in a model."),
        ({"input": float("inf"), "layers": ["relu"]}, "A number is out of bounds"),
        ({"input": 10**5000, "layers": ["relu"]}, "A number is out of bounds"),
        ({"input": 8.0, "layers": ["relu"]}, "input has to be a whole number, and it is 8.0."),
        ({"input": True, "layers": ["relu"]}, "input has to be a whole number, and it is true."),
        ({"input": 8, "layers": [{"relu": {"name": "a"}}] * 2}, 'The name "a" is given twice.'),
        ({"input": 8, "layers": [{"relu": {"name": "\ud800"}}]}, "name has control characters"),
    ],
)
def test_a_mapping_from_python_is_refused_as_clearly(data: object, fault: str) -> None:
    with pytest.raises(ModelFileError) as caught:
        read_mapping(data)
    place, told, *_ = str(caught.value).split("\n")
    assert place.startswith("<mapping>")
    assert told.startswith(f"  {fault}")
