"""Sentences about bytes, units, and what training keeps."""

from __future__ import annotations

import re

from tests.solving import words
from tests.solving.facts import Facts
from tests.solving.grammar import NUMBER, convention, sentence


@sentence(rf"A value takes (?P<b>{NUMBER}) bytes?\.")
def _value(facts: Facts, said: dict[str, str]) -> None:
    facts.numbers["b"] = words.whole(said["b"])


@sentence(rf"A batch has (?P<batch>{NUMBER}) (?:images|examples)\.")
def _batch(facts: Facts, said: dict[str, str]) -> None:
    facts.numbers["batch"] = words.whole(said["batch"])


@sentence(rf"One (?P<first>\wB is {NUMBER} bytes)(?P<rest>(?:, one \w+ {NUMBER}²? bytes)+)\.")
def _units(facts: Facts, said: dict[str, str]) -> None:
    text = said["first"] + said["rest"]
    for unit, size, squared in re.findall(rf"(\w+B) (?:is )?({NUMBER})(²?) bytes", text):
        facts.units[unit] = words.whole(size) ** (2 if squared else 1)


@sentence(
    r"Values that the optimizer \(\w+\) keeps "
    rf"(?P<how>beside every parameter|for all parameters together): (?P<kept>{NUMBER})\."
)
def _kept(facts: Facts, said: dict[str, str]) -> None:
    name = "slots" if said["how"].startswith("beside") else "state"
    facts.numbers[name] = words.whole(said["kept"])


convention(
    "rule",
    r"Training keeps every parameter with its gradient and the optimizer's values, and every "
    r"stored value of every (?:image|example) with its gradient\.",
)


@sentence(
    r"Training keeps every parameter twice: a copy of (?P<b>\d+) bytes that the layers compute "
    r"with, and one of (?P<master>\d+) bytes for the optimizer, whose own values take "
    r"(?P=master) bytes each too\. It keeps a gradient of (?P=b) bytes for every parameter, and "
    r"every stored value of every (?:image|example) with its gradient, of (?P=b) bytes each\."
)
def _mixed(facts: Facts, said: dict[str, str]) -> None:
    facts.conventions.add("rule")
    facts.numbers |= {"b": int(said["b"]), "master": int(said["master"])}


@sentence(
    r"These layers are frozen: (?P<layers>.+?)\. The layers compute with their parameters, but "
    r"these have no gradient, and the optimizer keeps nothing for them\."
)
def _frozen(facts: Facts, said: dict[str, str]) -> None:
    facts.frozen = said["layers"].split(", ")
