"""What training takes, in bytes, from what was said that it keeps."""

from __future__ import annotations

from tests.solving.facts import Asked, Facts, NotSaidError
from tests.solving.of_layers import all_outputs, all_parameters, frozen_parameters


class Trained:
    """What training keeps, in numbers of values; b and master: the bytes of one.

    tokens: the bytes of those of all images.
    """

    def __init__(
        self, facts: Facts, parameters: int, trained: int, values: int, batch: int
    ) -> None:
        facts.must_know("rule")
        self.parameters, self.trained, self.values = parameters, trained, values
        self.tokens = facts.numbers.get("bytes of tokens", 0) * batch
        self.b, self.master = facts.number("b"), facts.numbers.get("master")
        if "state" in facts.numbers:
            self.kept = facts.number("state")
        else:
            self.kept = facts.number("slots") * trained


def trained_as_said(asked: Asked, facts: Facts, batch: int) -> Trained:
    parameters = asked.numbers["parameters"]
    trained = facts.numbers.get("trained", parameters)
    return Trained(facts, parameters, trained, asked.numbers["activations"] * batch, batch)


def trained_network(facts: Facts) -> Trained:
    parameters = all_parameters(facts)
    trained = parameters - frozen_parameters(facts)
    batch = facts.number("batch")
    return Trained(facts, parameters, trained, all_outputs(facts) * batch, batch)


def training_bytes(of: Trained) -> int:
    """Bytes: parameters, their gradients, what the optimizer keeps, values and their gradients."""
    bytes_of_values = 2 * of.values * of.b + of.tokens
    bytes_of_layers = (of.parameters + of.trained) * of.b
    if of.master is None:
        return bytes_of_layers + of.kept * of.b + bytes_of_values
    return bytes_of_layers + (of.trained + of.kept) * of.master + bytes_of_values


def memory_given(facts: Facts) -> int:
    assert facts.asked is not None
    unit = facts.units.get(facts.asked.unit)
    if unit is None:
        raise NotSaidError(f"how much a {facts.asked.unit} is")
    return facts.asked.numbers["memory"] * unit


def largest_batch(facts: Facts) -> int:
    assert facts.asked is not None
    batch = 0
    while training_bytes(trained_as_said(facts.asked, facts, batch + 1)) <= memory_given(facts):
        batch += 1
    return batch
