"""The most instructive mistakes of this network, a few lines each: published ones come first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from explainer.derivation.derive import LayerWork, Slip, Step
from explainer.maths.tree import Number, Tree, with_numbers
from explainer.memory.textbook.unit_formulas import UNITS_TAKEN
from explainer.mistakes.engine.claims import ClaimResult, claims_of
from explainer.mistakes.engine.explanation import Explanation
from explainer.mistakes.engine.verdict import Verdict
from explainer.page import nodes as n
from explainer.page.citation import cited
from explainer.page.digits import rounded
from explainer.page.sentences import prose, say
from explainer.page.steps import mistake_title
from explainer.page.wording import binary_text, decimal_text, joined, unit_word
from explainer.report.claim_words import (
    figure_words,
    is_shown,
    quantity_words,
    quoted_words,
    right_words,
    together_words,
)
from explainer.results.results import Results

# Mistakes that can be made in a layer, an idea a line. What only some networks can get wrong comes
# first, then what every convolution can.
IDEAS = (
    ("weights_for_each_head", "output_projection_forgotten"),
    ("one_score_for_each_position", "one_head_of_scores_counted"),
    ("gates_forgotten",),
    ("state_weights_forgotten",),
    ("gates_not_stored", "one_position_stored"),
    ("tokens_taken_as_vocabulary",),
    ("groups_ignored",),
    ("input_depth_forgotten",),
    ("flatten_before_last_pool", "flatten_forgotten"),
    ("norm_buffers_counted_as_trained", "norm_parameters_forgotten"),
    ("ceil_for_floor", "floor_not_taken"),
    ("padding_counted_once",),
    ("weights_not_shared",),
    ("depths_swapped",),
    ("kernel_not_squared",),
    ("bias_forgotten", "one_bias_for_the_layer"),
)
# One of them is kept for a mistake that anybody can make again.
MOST_PUBLISHED = 2
# How much figures teach: what is wrong first, then what a right method gives.
RANKS = {Verdict.EXPLAINED: 0, Verdict.NOT_EXPLAINED: 0, Verdict.EARLY: 1, Verdict.UNIT: 2}
# From such a factor on a wrong number is far enough off.
CLEAR = 8
# A smaller one is not told.
LEAST_FACTOR = 2


def instructive_mistakes(work: Results, at_most: int = 3) -> list[n.Block]:
    """The mistakes with this network's numbers, a paragraph each; none where none is known."""
    published = _published(work)
    first, ideas = _first(published, at_most), published_ideas(work, at_most)
    made = [
        _executed(layer, step, slip)
        for layer, step, slip in _made_here(work)
        if slip.mistake.name not in ideas
    ]
    told_of_units = {"mb_for_mib", "gb_for_gib"} & ideas
    units = [] if told_of_units else _two_units(work)
    more = map(_quotation, published[len(first) :])
    told = [*map(_quotation, first), *made, *units, *more]
    return [n.Paragraph(parts, "mistake") for parts in told[:at_most]]


def published_ideas(work: Results, at_most: int = 3) -> set[str]:
    """The mistakes that explain the published figures among them, by name."""
    return {
        name
        for group in _first(_published(work), at_most)
        for one in group
        for way in one.explanations
        for name in way.mistakes
    }


def _first(published: list[list[ClaimResult]], at_most: int) -> list[list[ClaimResult]]:
    return published[: max(1, min(MOST_PUBLISHED, at_most - 1))]


# ---- published ones -----------------------------------------------------------------------


def _published(work: Results) -> list[list[ClaimResult]]:
    """The wrong figures of which is known why, one quotation's together: by rank, quoted first."""
    groups: dict[object, list[ClaimResult]] = {}
    for one in claims_of(work.case):
        if one.verdict in RANKS and (one.explanations or one.spec.reason):
            groups.setdefault(one.spec.quote or _alike(one), []).append(one)
    return sorted(groups.values(), key=_rank)


def _alike(one: ClaimResult) -> tuple[object, ...]:
    """Figures of one quantity that one slip explains, or nothing, are told together."""
    ways = tuple(way.mistakes for way in one.explanations)
    made_for = tuple((name, given.text) for name, given in one.spec.overrides.items())
    return one.spec.source, one.spec.quantity, made_for, ways


def _rank(group: Sequence[ClaimResult]) -> tuple[int, bool]:
    return min(RANKS[one.verdict] for one in group), not group[0].spec.quote


def _quotation(group: Sequence[ClaimResult]) -> n.Inlines:
    """What was written and where, why it is wrong, the likely slip, and what is right."""
    first = group[0]
    quote = (
        n.Strong((n.Words("“"), n.User(first.spec.quote), n.Words("”")))
        if first.spec.quote
        else quoted_words(first)
    )
    source = first.spec.source
    of = {} if first.spec.quote else {"quantity": quantity_words(first)}
    key = ("quoted" if first.spec.quote else "printed") + ("_source" if source else "")
    given = {**of, **({"source": cited(source)} if source else {})}
    parts = [say(f"instructive.{key}", quote=quote, **given)]
    parts += [(n.User(one.spec.reason),) for one in group if one.spec.reason][:1]
    parts += _likely(group)
    parts.append(say("instructive.right", right=_rights(group)))
    if any(one.verdict is Verdict.EXPLAINED for one in group):
        parts.append(say("instructive.hypothesis"))
    return joined(parts, " ")


def _likely(group: Sequence[ClaimResult]) -> list[n.Inlines]:
    """The likeliest slip with its wrong results struck through, one for each figure."""
    explained = [one for one in group if one.explanations]
    if not explained or explained[0].verdict is Verdict.UNIT:
        return []
    way = explained[0].explanations[0]
    wrong = joined([_struck(one) for one in explained], ", ")
    working = next((step for step in way.steps if is_shown(step)), None)
    names = together_words(way)
    if working is None:
        return [say("instructive.slip", mistake=n.Strong(names), wrong=wrong)]
    numbers = with_numbers(working.formula.form(working.arguments), working.arguments)
    maths = n.Maths(numbers)
    return [say("instructive.slip_worked", mistake=n.Strong(names), working=maths, wrong=wrong)]


def _result(one: ClaimResult) -> n.Inlines:
    """What the likeliest hypothesis gives, in the figure's unit."""
    way: Explanation = one.explanations[0]
    exact = way.value == one.printed.value
    figure = n.User(one.spec.value) if exact else n.Words(figure_words(way.value, one))
    return (figure, n.Words(f" {unit_word(one.unit)}"))


def _struck(one: ClaimResult) -> n.Inlines:
    """It struck through, and in which unit it is in truth where two units were mixed up."""
    struck: n.Inlines = (n.Struck(_result(one)),)
    pairs = [UNITS_TAKEN[name] for name in one.explanations[0].mistakes if name in UNITS_TAKEN]
    if not pairs:
        return struck
    return say("instructive.as_printed", figure=struck, unit=pairs[0].other, other=pairs[0].unit)


def _rights(group: Sequence[ClaimResult]) -> n.Inlines:
    found: dict[object, n.Inlines] = {}
    for one in group:
        told = right_words(one)
        if one.exact is not None and one.exact_unit == "values":
            told = say("instructive.values", exact=one.exact)
        found.setdefault((one.exact, one.exact_unit, one.unit == "bytes"), told)
    return joined(list(found.values()), ", ")


# ---- those that run -----------------------------------------------------------------------


def _made_here(work: Results) -> Iterator[tuple[LayerWork, Step, Slip]]:
    """For each idea the first of its mistakes that shows, in the layer where it shows best."""
    for names in () if work.bare else IDEAS:
        for name in names:
            clear = [found for found in _slips(work, name) if _is_clear(*found[1:])]
            if clear:
                far = (found for found in clear if _factor(found[2]) >= CLEAR)
                yield next(far, None) or max(clear, key=lambda found: _factor(found[2]))
                break


def _slips(work: Results, name: str) -> Iterator[tuple[LayerWork, Step, Slip]]:
    for layer in work.layers:
        for step in layer.steps:
            yield from ((layer, step, slip) for slip in step.slips if slip.mistake.name == name)


def _is_clear(step: Step, slip: Slip) -> bool:
    """Whether it shows, is a number that somebody would write, and is taken for no other one."""
    alike = [other for other in step.slips if other.value == slip.value]
    shown = not slip.hides and isinstance(slip.value, int) and slip.value > 0
    return shown and len(alike) == 1 and not isinstance(_wrong(slip), Number)


def _wrong(slip: Slip) -> Tree:
    return with_numbers(slip.mistake.form(slip.arguments), slip.arguments)


def _factor(slip: Slip) -> Fraction:
    """How far off it is, as a factor."""
    large, small = max(slip.value, slip.right), min(slip.value, slip.right)
    return Fraction(large) / Fraction(small) if small else Fraction(large)


def _executed(layer: LayerWork, step: Step, slip: Slip) -> n.Inlines:
    """A mistake on a layer's own numbers: the wrong result, the idea, the right result."""
    wrong = n.Maths(_wrong(slip))
    of = say("instructive.of_layer", symbol=n.Var(step.name), layer=n.User(layer.node.name))
    parts = [
        say("claims.once_bare", mistake=n.Strong(mistake_title(slip.mistake.name))),
        say("instructive.wrong", what=of, working=wrong, wrong=n.Struck((n.Num(slip.value),))),
        prose(slip.mistake.why),
        _right_worked(step, slip),
    ]
    return joined(parts, " ")


def _right_worked(step: Step, slip: Slip) -> n.Inlines:
    """The right working, and how many times as much or as little it is."""
    working = n.Maths(with_numbers(step.formula.form(step.arguments), step.arguments))
    ratio = _factor(slip)
    if ratio < LEAST_FACTOR:
        return say("instructive.right_worked", working=working, right=step.value)
    times = n.Num(int(ratio)) if ratio.denominator == 1 else n.Words(rounded(ratio, 1))
    key = "right_more" if step.value > slip.value else "right_less"
    return say(f"instructive.{key}", working=working, right=step.value, times=times)


def _two_units(work: Results) -> list[n.Inlines]:
    """The bytes of the parameters in two units, which are taken for one another."""
    size = work.textbook.training.known["parameters"]
    if not size:
        return []
    given = {"decimal": decimal_text(size), "binary": binary_text(size)}
    return [say("instructive.units", size=size, **given)]
