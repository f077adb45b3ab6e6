"""An input is read in the order that is meant: nothing is guessed where it may be either."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import explainer
from explainer.errors import ModelFileError
from explainer.exercises.luck import Luck
from explainer.exercises.vary import varied
from explainer.network.graph import build
from explainer.network.plan import plan_for
from explainer.readers import read
from explainer.readers.changes import read_changes, with_changes
from explainer.readers.from_yaml import read_yaml
from tests.command_line import explain

STEM = {"out_channels": 64, "kernel_size": 7, "stride": 2, "padding": 3, "bias": False}
STEM_WEIGHTS = 7 * 7 * 3 * 64
# Each way to write 3 × 224 × 224.
SPELLINGS = [
    "3x224x224",
    "3×224×224",
    " 3 X 224 x 224 ",
    "03x224x0224",
    [3, 224, 224],
    (3, 224, 224),
]


def model(sizes: Any, **more: Any) -> dict[str, Any]:
    """A network with ResNet's first layer."""
    return {"input": sizes, "layers": [{"conv2d": STEM | {"name": "conv1"}}], **more}


def figures(of: Any, **options: Any) -> Any:
    return json.loads(explainer.explain(of, **options).json())


def refused(of: Any, **options: Any) -> ModelFileError:
    with pytest.raises(ModelFileError) as caught:
        explainer.explain(of, **options)
    return caught.value


def test_the_stem_of_a_resnet_has_9408_weights():
    assert STEM_WEIGHTS == 9408
    found = figures(model("3x224x224", layout="channels_first"))
    assert (found["totals"]["weights"], found["input"]) == (STEM_WEIGHTS, [224, 224, 3])
    assert found == figures(model("224x224x3"))


@pytest.mark.parametrize(
    "options",
    [{}, {"sensitivity": True}, {"fits": "1GB"}, {"checkpoint": 1}, {"devices": 4}, {"threads": 2}],
)
def test_reports_have_the_channels_last(options):
    first = explainer.explain(model("3x60x64", layout="channels_first"), **options)
    last = explainer.explain(model("60x64x3"), **options)
    assert first.markdown() == last.markdown()
    assert first.json() == last.json()
    pair = json.loads(
        explainer.compare(model("3x60x64", layout="channels_first"), last.graph.spec).json()
    )
    assert pair["first"]["input"] == pair["second"]["input"] == [60, 64, 3]


@pytest.mark.parametrize("spelling", SPELLINGS, ids=repr)
def test_every_spelling_is_asked_about_and_settled(spelling):
    error = refused(model(spelling))
    assert error.sum == (
        "height × width × channels: 3 high × 224 wide × 224 channels",
        "channels × height × width: 3 channels, 224 high × 224 wide",
    )
    for layout, shape in (("channels_first", (224, 224, 3)), ("channels_last", (3, 224, 224))):
        assert read(model(spelling, layout=layout)).input == shape


@pytest.mark.parametrize(
    "written", ['"3x224x224"', "'3 × 224 × 224'", "[3, 224, 224]", "3x224x224"]
)
def test_every_spelling_of_yaml_is_asked_about(written):
    text = f"input: {written}\nlayers: [relu]\n"
    with pytest.raises(ModelFileError, match="Which order is meant"):
        read_yaml(text, "m.yaml")
    assert read_yaml(f"layout: channels_first\n{text}", "m.yaml").input == (224, 224, 3)


@pytest.mark.parametrize(
    "sizes",
    ["224x224x3", "28x28x1", "1x1x512", "3x3x512", "1x28x1", "3x224x3", "3x2x224", "2x224x224",
     "4x84x84", "16x112x112x3", "1x64x64x1", "2x64x64x64", "784", "1", "3", "1x1", "100x3", "2x9"],
)  # fmt: skip
def test_what_can_be_read_in_one_way_only_is_not_asked_about(sizes):
    shape = tuple(map(int, sizes.split("x")))
    assert read({"input": sizes, "layers": ["relu"]}).input == shape
    first = read({"input": sizes, "layers": ["relu"], "layout": "channels_first"})
    assert first.input == (*shape[1:], shape[0])


@given(st.lists(st.integers(1, 6), min_size=1, max_size=4))
def test_the_written_rule(sizes):
    """Refused: 1 or 3, and then nothing that is as small."""
    asked = len(sizes) > 1 and sizes[0] in (1, 3) and all(size > sizes[0] for size in sizes[1:])
    of = {"input": sizes, "layers": ["relu"]}
    if asked:
        with pytest.raises(ModelFileError, match="Which order is meant"):
            read(of)
    else:
        assert read(of).input == tuple(sizes)


@given(st.lists(st.integers(1, 50), min_size=2, max_size=4))
def test_what_the_question_proposes_is_read_as_it_says(sizes):
    """Both answers and the input written anew give what the question shows."""
    sizes[0] = 3
    of = {"input": sizes, "layers": ["relu"]}
    try:
        read(of)
    except ModelFileError as error:
        anew = error.advice.partition("write input: ")[2].partition(",")[0]
        first = read(of | {"layout": "channels_first"}).input
        assert read(of | {"input": anew}).input == first
        assert read(of | {"layout": "channels_last"}).input == tuple(sizes)
        assert first[-1] == 3


def test_set_reads_an_input_in_the_layout_of_the_file():
    first = model("3x224x224", layout="channels_first")
    for asked in ({"input": (3, 64, 64)}, ["input=3x64x64"], ["input=[3, 64, 64]"]):
        found = figures(first, set=asked)
        assert (found["input"], found["comparison"]["set"]) == ([64, 64, 3], {"input": "64x64x3"})
        text = explainer.explain(first, set=asked).markdown()
        assert "input=64x64x3" in text
        assert "3x64x64" not in text


def test_set_asks_where_the_file_says_nothing():
    error = refused("example:resnet18", set=["input=3x64x64"])
    assert str(error.place) == "--set"
    ran = explain("example:resnet18", "--set", "input=3x64x64")
    assert (ran.code, ran.out, ran.err.strip()) == (2, b"", str(error))
    ran = explain(
        *("example:resnet18", "--json", "--set", "input=3x64x64"), "--set", "layout=channels_first"
    )
    found = json.loads(ran.text)
    assert (found["input"], found["comparison"]["set"]) == ([64, 64, 3], {"input": "64x64x3"})


@pytest.mark.parametrize("layout", ["channels_first", "channels_last"])
@pytest.mark.parametrize("sizes", ["3x224x224", "224x200x3"])
@pytest.mark.parametrize("before", [{"layout": "channels_first"}, {"layout": "channels_last"}])
def test_to_set_a_layout_is_to_write_it_into_the_file(layout, sizes, before):
    changed = explainer.explain(model(sizes, **before), set={"layout": layout})
    written = explainer.explain(model(sizes, layout=layout))
    assert changed.graph.spec.input == written.graph.spec.input
    told = json.loads(changed.json())["comparison"]["set"]
    assert told == {"input": "x".join(map(str, written.graph.spec.input))}


def test_a_claim_is_for_an_input_in_the_layout_of_the_file():
    claim = {"quantity": "conv1.activations", "value": 32 * 32 * 64, "with": {"input": [3, 64, 64]}}
    of = model("3x224x224", layout="channels_first", claims=[claim])
    text = explainer.explain(of).markdown()
    assert "| 65536 | conv1.activations, with input: 64x64x3 | 65,536 | **right** |" in text
    assert "3x64x64" not in text
    assert refused(model("224x224x3", claims=[claim])).fault.startswith("The input 3x64x64")


def test_a_claim_for_a_list_of_sizes_names_them():
    claim = {"quantity": "conv1.activations", "value": 65536, "with": {"input": [64, 64, 3]}}
    text = explainer.explain(model("224x224x3", claims=[claim])).markdown()
    assert "with input: 64x64x3" in text


def test_the_commands_of_a_handout_build_the_variant_again():
    """A key names the command that builds its network: it is in the order of the file."""
    spec = read(model("3x224x224", layout="channels_first"))
    images = set()
    for number in range(1, 30):
        case, changed, _ = varied(spec, plan_for(spec), Luck(1, number))
        again = build(with_changes(spec, read_changes(changed)))
        height, width, channels = case.graph.spec.input
        assert again.spec.input == (height, width, channels)
        assert channels == 3
        images.add(height)
    assert len(images) > 3


@pytest.mark.parametrize(
    ("sizes", "layout", "asks"),
    [
        (
            "1x28x28",
            "channels_last",
            "for 1 channel, 28 high × 28 wide write layout: channels_first",
        ),
        (
            "3x28x28",
            "channels_last",
            "for 3 channels, 28 high × 28 wide write layout: channels_first",
        ),
        (
            "28x28x1",
            "channels_first",
            "for 28 high × 28 wide × 1 channel write layout: channels_last",
        ),
        ("1x28x1", None, "for 1 channel, 28 high × 1 wide write layout: channels_first"),
        ("3x3x16", None, ""),
        ("4x4x3", None, ""),
    ],
)
def test_a_kernel_that_does_not_fit_asks_about_the_order(sizes, layout, asks):
    more = {"layout": layout} if layout else {}
    kernel = {"conv2d": {"out_channels": 6, "kernel_size": 5}}
    error = refused({"input": sizes, "layers": ["relu", kernel], **more})
    assert error.fault.startswith("The kernel does not fit")
    assert ("other order" in error.advice) == bool(asks)
    assert asks in error.advice
