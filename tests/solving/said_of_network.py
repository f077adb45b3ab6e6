"""Sentences about all the layers of a network."""

from __future__ import annotations

from tests.solving import words
from tests.solving.facts import Facts, Layer
from tests.solving.grammar import NotUnderstoodError, sentence


@sentence(r"The network takes (?P<image>[\d×]+|[\d,]+ tokens)\. Its layers, in order:")
def _network(facts: Facts, said: dict[str, str]) -> None:
    facts.image = words.shape(said["image"])
    facts.tokens = said["image"].endswith(" tokens")


@sentence(
    r"(?P<name>\S+)(?: \(takes the output of (?P<sources>[^)]+)\))?: "
    r"(?P<kind>[a-z]\w+)(?:, (?P<settings>[^\n?]+))?(?:\n|$)"
)
def _layer_of_network(facts: Facts, said: dict[str, str]) -> None:
    if not facts.image:
        raise NotUnderstoodError(f"{said['name']}, in no network")
    sources = tuple(said["sources"].split(", ")) if said["sources"] else ()
    settings = words.settings(said["settings"] or "")
    facts.network.append(Layer(said["name"], said["kind"], settings, sources=sources))


@sentence(
    r"The outputs of all layers are stored, once each(?:, except those of "
    r"(?P<layers>.+?): these layers store nothing of their own)?\. The tokens of the input are no "
    r"values: training keeps (?P<size>\d+) bytes for each, and no gradient\."
)
def _stored_of_tokens(facts: Facts, said: dict[str, str]) -> None:
    facts.not_stored = ["input", *(said["layers"].split(", ") if said["layers"] else [])]
    facts.numbers["bytes of tokens"] = int(said["size"]) * facts.image[0]


@sentence(
    r"The (?:image|input) and the outputs of all layers are stored, once each(?:, except those of "
    r"(?P<layers>.+?): these layers store nothing of their own)?\.(?=\s|$)"
)
def _stored(facts: Facts, said: dict[str, str]) -> None:
    facts.not_stored = said["layers"].split(", ") if said["layers"] else []


@sentence(
    r"The layer (?P<name>\S+) uses (?:the )?(?P<what>weights|all parameters) of \S+, and has none "
    r"of its own\.(?=\s|$)"
)
def _shared(facts: Facts, said: dict[str, str]) -> None:
    facts.shared[said["name"]] = said["what"]
