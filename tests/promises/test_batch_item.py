"""`image` is said where a network is given an image, and nowhere else: of texts, sequences and
features it is an example; in every sentence of every page, and in any language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import explainer
from explainer.exercises.draw import draw
from explainer.exercises.figures.exercises import variant_figures
from explainer.exercises.pages.handout import key_page, sheet_page
from explainer.language import SentenceError, of_images, sentence, telling
from explainer.language.catalogue import read_catalogue
from explainer.network.plan import plan_for
from explainer.page.sentences import prose, say
from explainer.readers import read
from explainer.render.to_markdown import to_markdown
from explainer.website.network_pages import network_files
from explainer.website.networks import Network
from tests.pseudo import marked, speaking_pseudo

# What a network is given, and the layers that take it.
TOKENS: dict[str, Any] = {
    "name": "tokens",
    "input": {"tokens": 9},
    "layers": [
        {"embedding": {"num_embeddings": 20, "embedding_dim": 8}},
        {"layer_norm": {}},
        {"gru": {"hidden_size": 6}},
        {"linear": 20},
    ],
}
SEQUENCE: dict[str, Any] = {
    "name": "sequence",
    "input": "30x4",
    "layers": [
        {"conv1d": {"out_channels": 6, "kernel_size": 4, "stride": 3}},
        {"max_pool1d": {"kernel_size": 2, "padding": 1}},
        "flatten",
        {"linear": 5},
    ],
}
FEATURES: dict[str, Any] = {
    "name": "features",
    "input": 12,
    "layers": [{"linear": 7}, "relu", {"batch_norm1d": {}}, {"linear": 3}],
}
SEVERAL: dict[str, Any] = {
    "name": "several",
    "inputs": {"words": {"tokens": 5}, "marks": 6},
    "layers": [
        {"embedding": {"num_embeddings": 9, "embedding_dim": 4, "from": "words"}},
        "flatten",
        {"concat": {"from": ["flatten", "marks"]}},
        {"linear": 3},
    ],
}
TOTALS: dict[str, Any] = {"name": "totals", "totals": {"parameters": 900, "activations": 50}}
OTHERS = {each["name"]: each for each in (TOKENS, SEQUENCE, FEATURES, SEVERAL, TOTALS)}
IMAGES: dict[str, Any] = {
    "name": "seen",
    "input": "9x9x3",
    "layers": [{"conv2d": {"out_channels": 4, "kernel_size": 3}}, "flatten", {"linear": 3}],
}
IMAGE = re.compile(r".*\bimages?\b.*", re.IGNORECASE)
# Where the word is no batch's: said of what is not there, of a growth, and of a tool's print.
ALLOWED = re.compile(
    r"no image|largest square|of n×n|side of|/ image|largest image|image processing|`image`"
)


def said_of_images(text: str) -> list[str]:
    """The lines that say it, symbols apart: their names are identifiers."""
    told = re.sub(r"\\text\{[^{}]*\}", "", text)
    return [line for line in IMAGE.findall(told) if not ALLOWED.search(line)]


@pytest.mark.parametrize("name", OTHERS)
def test_a_report_says_image_of_images_alone(name: str) -> None:
    document = explainer.explain(
        OTHERS[name], batch=4, detail="full", fits="1 MiB", devices=2, sensitivity=True
    )
    assert not said_of_images(document.markdown())
    assert not said_of_images(document.text())
    assert " example" in document.markdown()


@pytest.mark.parametrize("name", OTHERS)
def test_so_do_the_other_pages(name: str) -> None:
    model = OTHERS[name]
    assert not said_of_images(explainer.compare(model, IMAGES).markdown())
    assert not said_of_images(explainer.diagnose(model, "totals.activations", "7").markdown())
    if name != "totals":
        assert not said_of_images(explainer.reconcile(model).markdown())


@pytest.mark.parametrize("name", ["tokens", "sequence"])
def test_so_do_exercises_and_their_figures(name: str) -> None:
    spec = read(OTHERS[name])
    made = draw(spec, plan_for(spec), questions=2, variants=1, seed=3, stem="a", model="a.yaml")
    for variant in made.variants:
        for page in (sheet_page(variant), key_page(variant)):
            assert not said_of_images(to_markdown(page))
        assert not said_of_images(str(variant_figures(variant)))


def test_images_stay_images() -> None:
    text = explainer.explain(IMAGES, batch=4, detail="full", fits="1 MiB").markdown()
    assert "4 images are processed at once" in text
    assert not re.search(r"<image|\bexamples?\b", text)


def test_a_network_s_pages_on_the_site_say_it_too() -> None:
    pages = dict(network_files(Network("char_lstm", "example:char_lstm"), pdf=False))
    read_there = re.sub(r"<script.*?</script>", "", pages["networks/char_lstm/index.html"])
    assert "example" in read_there
    assert not said_of_images(read_there)
    assert of_images()


def test_a_sentence_is_told_in_the_reading_that_is_meant() -> None:
    for images, word in ((True, "image"), (False, "example")):
        with telling(images=images):
            assert sentence("totals.activations") == f"The activations of one {word}"
            assert sentence("given.batch", batch=1).startswith(f"One {word} is processed")
            assert f"one {word}" in str(say("totals.activations"))
            assert str(prose("Each <image|example> has one value.")).count(word) == 1


@pytest.mark.parametrize(
    "text", ["one <image|example", "one <{n} images|example>", "<a|b|c>", "<|b>", "a|b"]
)
def test_readings_that_do_not_agree_are_refused(text: str) -> None:
    with pytest.raises(SentenceError, match="has readings that don't agree"):
        read_catalogue(f"part: {{key: '{text}'}}")


@pytest.fixture
def pseudo(tmp_path: Path) -> Iterator[None]:
    with speaking_pseudo(tmp_path):
        yield


@pytest.mark.usefixtures("pseudo")
def test_another_language_has_both_readings() -> None:
    for images, word in ((True, "image"), (False, "example")):
        with telling(images=images):
            assert sentence("totals.activations") == marked(f"The activations of one {word}")
            told = str(prose("Each <image|example> has one value."))
            assert marked(word) in told
            assert "|" not in told
