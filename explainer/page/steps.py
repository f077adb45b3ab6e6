"""One derived quantity as blocks: in full, on one line, with the mistakes made there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from explainer.derivation.derive import Slip, Step
from explainer.layers.quantities import QUANTITIES
from explainer.maths import as_exact, half_worked
from explainer.maths.tree import Exact, Number, Tree, symbols_of, with_numbers
from explainer.memory.textbook.unit_formulas import UNITS_TAKEN
from explainer.page import nodes as n
from explainer.page.digits import rounded
from explainer.page.sentences import knows, prose, say
from explainer.page.wording import joined

# Symbols that are marked alike wherever they occur: the kernel, what comes in, what goes out.
MARKED = ("k_h", "k_w", "k_d", "k_l", "c_in", "n_in", "c_out", "n_out")


@dataclass
class Seen:
    """What the reader has met: forms of steps, and slips in each of their states.

    boxed: the names of the mistakes that stood in a box.
    """

    forms: set[object] = field(default_factory=set)
    laws: set[int] = field(default_factory=set)
    slips: set[tuple[str, str, bool]] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    symbols: dict[str, None] = field(default_factory=dict)
    boxed: set[str] = field(default_factory=set)

    def first(self, step: Step) -> bool:
        """Whether this line of symbols is new; it is not from then on."""
        new = step.form_key not in self.forms
        self.forms.add(step.form_key)
        return new


def goal_of(name: str) -> str:
    """The goal that a step serves, by the key of its label."""
    return QUANTITIES[name].goal


def unit_of(step: Step, b: int) -> n.Inlines:
    """What stands behind the step's value; stored values come with their bytes."""
    unit = step.formula.unit
    if unit == "values":
        return say("unit.values_bytes", bytes=int(step.value) * b)
    return say(f"unit.{unit}") if knows(f"unit.{unit}") else (n.Words(unit),)


def lines_of(step: Step | Slip, *, form: bool = True) -> tuple[Tree, ...]:
    """The right-hand sides: symbols, numbers, arithmetic, value; equal neighbours once."""
    formula = step.formula if isinstance(step, Step) else step.mistake
    return worked_lines(formula.form(step.arguments), step.arguments, step.value, form=form)


def worked_lines(
    symbols: Tree, arguments: Mapping[str, Exact], value: Exact, *, form: bool = True
) -> tuple[Tree, ...]:
    """A line of symbols (left out without `form`), its numbers, arithmetic and value."""
    numbers = with_numbers(symbols, arguments)
    half = half_worked(numbers)
    lines = [symbols] if form else []
    lines += [numbers] + ([half] if half is not None else []) + [Number(value)]
    kept = [line for i, line in enumerate(lines) if i == 0 or not _same(line, lines[i - 1])]
    return tuple(kept)


def _same(line: Tree, other: Tree) -> bool:
    if isinstance(line, Number) and isinstance(other, Number):
        return line.value == other.value
    return line == other


def full(step: Step, b: int, seen: Seen) -> n.Step:
    """The step in full; the general law comes first where this layer's line is shorter."""
    lines = lines_of(step)
    seen.symbols |= dict.fromkeys(step.arguments)
    used = symbols_of(lines[0])
    function = id(step.formula.function)
    law = step.formula.law(step.arguments) if function not in seen.laws else None
    seen.laws.add(function)
    left_out = [name for name in symbols_of(law) if name not in used] if law is not None else []
    return n.Step(
        why=prose(step.formula.why),
        symbol=step.name,
        lines=lines,
        unit=unit_of(step, b),
        law=law if left_out else None,
        law_note=_without(_changing_nothing(left_out, step), step) if left_out else (),
        marks=tuple(name for name in MARKED if name in used),
    )


def _changing_nothing(names: Sequence[str], step: Step) -> list[str]:
    """Those at their neutral value; with them others may drop out that have any number."""
    neutral = step.formula.at_neutral(step.arguments)
    return [name for name in names if name in neutral] or list(names)


def _without(names: Sequence[str], step: Step) -> n.Inlines:
    """What the law has and this layer's line hasn't, with the numbers that change nothing."""
    told: list[n.Inlines] = [
        (n.Var(name), n.Words(" = "), n.Num(step.arguments[name])) for name in names
    ]
    return say("layer.law", left_out=joined(told))


def in_short(step: Step, b: int) -> n.Step:
    """The step with its symbols, its numbers and its value alone."""
    lines = lines_of(step)
    return n.Step(
        why=prose(step.formula.why),
        symbol=step.name,
        lines=(*lines[:2], lines[-1]) if len(lines) > 3 else lines,
        unit=unit_of(step, b),
        marks=tuple(name for name in MARKED if name in symbols_of(lines[0])),
    )


def brief_line(step: Step, b: int) -> n.BriefLine:
    """The step on one line: numbers and value."""
    lines = lines_of(step, form=False)
    shown = lines if len(lines) == 1 else (lines[0], lines[-1])
    return n.BriefLine(step.name, shown, unit_of(step, b))


def fact(step: Step) -> n.Block:
    """A quantity that takes no numbers, told in one sentence."""
    return n.Paragraph(prose(step.formula.why))


def slip_blocks(step: Step, seen: Seen, *, every: bool) -> list[n.Block]:
    """The mistakes made in this step; without `every`, each in each of its states only once."""
    blocks: list[n.Block] = []
    shown: list[Slip] = []
    for slip in step.slips:
        key = (slip.mistake.name, _alike(step.name), slip.hides)
        if every or key not in seen.slips:
            blocks.append(slip_block(slip, step.name, shown))
            shown.append(slip)
        seen.slips.add(key)
    return blocks


def _alike(name: str) -> str:
    """Heights and widths are one quantity to a reader who makes the same mistake in both.

    So are two sums over the network: each mistake is told in the first of them.
    """
    quantity = QUANTITIES.get(name)
    return name if quantity is not None and quantity.goal != "output" else "size"


def slip_block(slip: Slip, symbol: str, before: Sequence[Slip] = ()) -> n.Slip:
    """A mistake as a block: what it gives here, whether that is wrong, the right idea.

    before: the slips shown in the same step; one with the same wrong number is named.
    """
    told = verdict(slip)
    same = [s for s in before if s.value == slip.value and not slip.hides]
    if same:
        other = mistake_title(same[0].mistake.name)
        told = (*told, n.Words(" "), *say("slip.coincidence", other=other))
    return n.Slip(
        name=slip.mistake.name,
        title=mistake_title(slip.mistake.name),
        symbol=symbol,
        lines=_short(lines_of(slip, form=False)),
        verdict=told,
        why=prose(slip.mistake.why),
        hides=slip.hides,
    )


def mistake_title(name: str) -> n.Inlines:
    """A mistake's title; one without a title of its own is called by its name."""
    if knows(f"mistake.{name}"):
        return say(f"mistake.{name}")
    if pair := UNITS_TAKEN.get(name):
        return say("mistake.unit_for_unit", unit=pair.unit, other=pair.other)
    return (n.Words(name.replace("_", " ").capitalize()),)


def _short(lines: tuple[Tree, ...]) -> tuple[Tree, ...]:
    return lines if len(lines) < 3 else (lines[0], lines[-1])


def verdict(slip: Slip) -> n.Inlines:
    """Whether the mistake shows here, and by how much."""
    if slip.hides:
        return say("slip.hides", right=slip.right)
    if slip.right == 0:
        return say("slip.instead_of_none", wrong=slip.value, right=slip.right)
    if slip.value == 0:
        return say("slip.zero", wrong=slip.value, right=slip.right)
    larger = slip.value > slip.right
    big, small = (slip.value, slip.right) if larger else (slip.right, slip.value)
    ratio = Fraction(big) / Fraction(small)
    about = {"wrong": slip.value, "right": slip.right}
    if ratio >= 2 and not larger and ratio.denominator > 1:
        return say("slip.smaller_share", share=rounded(100 / ratio, 1), **about)
    if ratio >= 2:
        shown = n.Num(int(ratio)) if ratio.denominator == 1 else n.Words(rounded(ratio, 2))
        return say("slip.larger_times" if larger else "slip.smaller_times", ratio=shown, **about)
    difference = Fraction(big) - Fraction(small)
    exact = as_exact(difference)
    key = "slip.larger_by" if larger else "slip.smaller_by"
    return say(key, wrong=slip.value, right=slip.right, difference=exact)
