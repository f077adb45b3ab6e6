"""What can be said of two networks: who has more of what, and what does not go together."""

from __future__ import annotations

from fractions import Fraction

from explainer.page import nodes as n
from explainer.page.factors import factor_text
from explainer.page.sentences import say
from explainer.questions.comparison.figures import Beside, Figure

Names = tuple[n.Inlines, n.Inlines]


def verdicts(beside: Beside, names: Names) -> list[n.Inlines]:
    """Sentences that hold for this pair."""
    totals, memory = beside.totals, beside.memory
    told = [_verdict(key, totals[key], names) for key in ("parameters", "activations", "macs")]
    training = memory["textbook", "training"]
    told.append(_verdict("training", training, names))
    told.append(_verdict("peak", memory["framework", "peak"], names))
    told.append(_against(totals["parameters"], training, names))
    return [sentence for sentence in told if sentence is not None]


def _verdict(key: str, figure: Figure, names: Names) -> n.Inlines | None:
    """Who has more of it, and how many times as much; None where that is not known."""
    if figure.first is None or figure.second is None:
        return None
    if any(figure.at_least):
        return _of_bounds(key, figure, names)
    if not figure.differs:
        return say(f"compare.equal_{key}", value=figure.first)
    more, less = max(figure.first, figure.second), min(figure.first, figure.second)
    larger = figure.first < figure.second
    ends = {"more": names[larger], "less": names[not larger]}
    if not less:
        return say(f"compare.only_{key}", value=more, **ends)
    return say(f"compare.more_{key}", factor=factor_text(Fraction(more, less)), **ends)


def _of_bounds(key: str, figure: Figure, names: Names) -> n.Inlines:
    """That one has more is known all the same where only the larger of the two is a bound."""
    first, second = figure.first or 0, figure.second or 0
    larger = first < second
    if figure.at_least[not larger] or first == second or not min(first, second):
        return say("compare.bounds")
    factor = factor_text(Fraction(max(first, second), min(first, second)))
    ends = {"more": names[larger], "less": names[not larger]}
    return say(f"compare.more_{key}_at_least", factor=factor, **ends)


def _against(parameters: Figure, training: Figure, names: Names) -> n.Inlines | None:
    """A word where the network with fewer parameters takes more memory to train."""
    known = (parameters.first, parameters.second, training.first, training.second)
    if None in known:
        return None
    fewer = Fraction(parameters.second or 0) - Fraction(parameters.first or 0)
    less = Fraction(training.second or 0) - Fraction(training.first or 0)
    if fewer * less >= 0:
        return None
    return say("compare.against", fewer=names[fewer < 0], other=names[fewer > 0])
