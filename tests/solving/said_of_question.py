"""Sentences that ask something, and the lines of working below them."""

from __future__ import annotations

from tests.solving import words
from tests.solving.facts import Asked, Facts, Layer, Line
from tests.solving.grammar import NUMBER, Note, sentence


@sentence(
    r"The layer (?P<name>\S+) is of the kind (?P<kind>\w+)"
    rf"(?:, with (?P<settings>[^?]+?),)? and takes (?P<takes>{words.SHAPE}(?:, {words.SHAPE})*)\. "
)
def _layer(facts: Facts, said: dict[str, str]) -> None:
    takes = words.shapes(said["takes"])
    settings = words.settings(said["settings"] or "")
    facts.layer = Layer(said["name"], said["kind"], settings, takes)


IN = r" Give it in (?P<unit>\w+)(?P<decimal>, with one decimal)?\."
OF_LAYER = {
    "rows": r"How many rows does its output have\?",
    "weights": r"How many weights does it have\?",
    "biases": r"How many biases does it have\?",
    "parameters": r"How many parameters does it have\?",
    "output": r"How many values does its output have for one (?:image|example)\?",
    "stored": r"How many values does it store for one (?:image|example)\?",
    "weights in": r"How much memory do its weights take\?" + IN,
    "output in": r"How much memory does its output take for one (?:image|example)\?" + IN,
    "stored in": r"How much memory do the values take that it stores for one (?:image|example)\?"
    + IN,
    "parameters in": r"How much memory do its parameters take\?" + IN,
}
OF_NETWORK = {
    "all parameters in": r"How much memory do the parameters of the whole network take\?" + IN,
    "all outputs": r"How many values does the whole network store for one (?:image|example)\?",
    "all weights": r"How many weights does the whole network have, without the biases\?",
    "training in": r"How much memory does training take\?" + IN,
}
GOAL = r"(?P<goal>number of [^.]+)\."
WITH_LINES = {
    "go on": rf"Go on where the lines below stop, and work out the {GOAL}",
    "find": r"One of the lines below is wrong; the other lines are right if its number is taken as "
    rf"given\. Find the wrong line, say what is wrong with it, and give the right {GOAL}",
}
GOALS = {
    "number of its parameters": ("parameters", ""),
    "number of values that its output has for one image": ("output", ""),
    "number of bytes that its output takes for one image": ("output in", "bytes"),
    "number of values that it stores for one image": ("stored", ""),
    "number of bytes of the values that it stores for one image": ("stored in", "bytes"),
}


def _asks(what: str) -> Note:
    def note(facts: Facts, said: dict[str, str]) -> None:
        facts.asked = Asked(what, said.get("unit") or "", int(bool(said.get("decimal"))))

    return note


for _what, _pattern in (OF_LAYER | OF_NETWORK).items():
    sentence(_pattern)(_asks(_what))


@sentence("|".join(WITH_LINES.values()).replace("(?P<goal>", "(?P<other>", 1))
def _with_lines(facts: Facts, said: dict[str, str]) -> None:
    goal = said["goal"] or said["other"]
    facts.asked = Asked(*GOALS[goal.replace("one example", "one image")])


@sentence(
    rf"Each input has (?P<tokens>{NUMBER}) tokens; training keeps (?P<size>\d+) bytes for each, "
    r"and no gradient\."
)
def _tokens(facts: Facts, said: dict[str, str]) -> None:
    facts.numbers["bytes of tokens"] = int(said["size"]) * words.whole(said["tokens"])


@sentence(
    rf"Of the {NUMBER} parameters of the network (?P<trained>{NUMBER}) learn, and the others are "
    r"frozen\."
)
def _trained(facts: Facts, said: dict[str, str]) -> None:
    facts.numbers["trained"] = words.whole(said["trained"])


@sentence(
    rf"The network has (?P<parameters>{NUMBER}) parameters and stores (?P<activations>{NUMBER}) "
    r"values for one (?:image|example)\. (?:Does training with the batch of "
    rf"(?P<batch>{NUMBER}) fit into (?P<a>{NUMBER} \w+)\? Answer yes or no, and show the sum\.|"
    rf"What is the largest batch that trains in (?P<b>{NUMBER} \w+)\?)"
)
def _memory(facts: Facts, said: dict[str, str]) -> None:
    amount, unit = (said["a"] or said["b"]).split()
    numbers = {k: words.whole(said[k]) for k in ("parameters", "activations", "batch") if said[k]}
    numbers["memory"] = words.whole(amount)
    facts.asked = Asked("fits" if said["a"] else "largest batch", unit, numbers=numbers)


@sentence(r"\((?P<number>\d+)\) (?P<symbol>\w+) =(?: (?P<working>[^\n]+))?(?:\n|$)")
def _line(facts: Facts, said: dict[str, str]) -> None:
    last = (said["working"] or "").rpartition("= ")[2].strip()
    value = words.whole(last) if last else None
    facts.lines.append(Line(int(said["number"]), said["symbol"], value))
