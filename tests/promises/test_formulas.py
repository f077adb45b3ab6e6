"""A formula is one thing: what it runs, what sympy works with and what is printed agree."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
import sympy

from explainer.maths import Exact, Formula, Mistake, ceil, floor, value_of
from explainer.maths.expression import replaced, same_for_all, symbol, tree_of
from explainer.maths.formulary import Formulary
from explainer.maths.functions import rounded_number
from explainer.maths.tree import with_numbers
from explainer.mistakes import formularies
from tests.every_formulary import every_formulary, every_law, every_mistake

FORMULAS = every_law()
MISTAKES = [law for law in FORMULAS if isinstance(law, Mistake)]
CHANGED = [mistake for mistake in MISTAKES if mistake.changes]
DRAWS = 3


def name_of(formula: object) -> str:
    return formula.name if isinstance(formula, Formula) else str(formula)


def numbers_for(formula: Formula, draw: Random) -> dict[str, Exact]:
    """Numbers for its symbols, a fraction among them; where it takes many, three of the last."""
    *names, last = formula.needs or ("",)
    names += [f"{last}_{i}" for i in (1, 2, 3)] if formula.takes_many else [last][: bool(last)]
    return {name: Fraction(draw.randint(1, 60), draw.choice((1, 1, 1, 2))) for name in names}


def by_sympy(expression: sympy.Expr, numbers: dict[str, Exact]) -> Fraction:
    """The value of an expression, worked out by sympy alone; it knows no printed rounding."""
    known = {symbol(name): sympy.Rational(str(number)) for name, number in numbers.items()}
    found = expression.xreplace(known).doit()
    found = found.replace(sympy.Function("rounded"), lambda x: rounded_number(Fraction(str(x))))
    return Fraction(str(found))


@pytest.mark.parametrize("formula", FORMULAS, ids=name_of)
def test_run_worked_out_and_printed_a_formula_gives_the_same(formula: Formula) -> None:
    draw = Random(formula.name)
    for _ in range(DRAWS):
        numbers = numbers_for(formula, draw)
        value, names = formula.value(numbers), tuple(numbers)
        assert by_sympy(formula.expression(names), numbers) == value
        assert value_of(with_numbers(formula.law(numbers), numbers)) == value


@pytest.mark.parametrize("formula", FORMULAS, ids=name_of)
def test_what_is_dropped_from_a_line_changes_nothing(formula: Formula) -> None:
    numbers = numbers_for(formula, Random(formula.name)) | formula.neutral
    value, line = formula.value(numbers), formula.form(numbers)
    assert value_of(with_numbers(line, numbers)) == value
    assert (
        by_sympy(formula.expression(tuple(numbers), frozenset(formula.neutral)), numbers) == value
    )


def test_most_mistakes_say_what_they_change() -> None:
    assert len([m for m in every_mistake() if m.changes]) > len(every_mistake()) / 2


@pytest.mark.parametrize("mistake", CHANGED, ids=name_of)
def test_a_change_is_a_change_of_the_right_expression(mistake: Mistake) -> None:
    right = mistake.instead_of
    changes = {}
    for parameter, part in mistake.changes.items():
        name = right.renamed.get(parameter, parameter)
        if callable(part) or name not in right.needs:
            return  # a part of the law that is no symbol, such as both ends of the padding
        named = symbol(right.renamed.get(part, part)) if isinstance(part, str) else None
        changes[symbol(name)] = named or sympy.Integer(part)
    changed = replaced(right.expression(right.needs), changes)
    assert tree_of(changed) == tree_of(mistake.expression(mistake.needs))


def test_a_mistake_names_a_formula_of_a_collection() -> None:
    for mistake in every_mistake():
        right = mistake.instead_of
        assert not isinstance(right, Mistake)
        assert right in right.spellings
        assert mistake.why != right.why


def test_every_collection_with_mistakes_says_what_they_are_about() -> None:
    named = {"sizes", "weights", "sums", "training", "units"}
    assert {mistake.instead_of.topic for mistake in every_mistake()} == named


# What "can't differ" means, by hand.

laws = Formulary()


@laws.formula()
def area(k_h, k_w, c=1):
    """One value for each tap."""
    return k_h * k_w * c


@laws.formula()
def steps(size, s):
    """So many steps fit."""
    return floor(size / s) + 1


def always(right: Formula, wrong: Formula) -> bool:
    return right.always_equals(wrong, dict.fromkeys(right.needs, 1), dict.fromkeys(wrong.needs, 1))


def test_formulas_that_cannot_differ() -> None:
    @laws.formula()
    def turned(k_w, k_h, c=1):
        """The same in another order, with what adds nothing."""
        return (k_w * k_h + 0) * (2 * c - c)

    @laws.formula()
    def written_otherwise(size, s):
        """The same steps, with the quotient in another order."""
        return 1 + floor((2 * size - size) / s)

    assert always(area, turned)
    assert always(steps, written_otherwise)


def test_formulas_that_differ_somewhere() -> None:
    @laws.formula()
    def side(k_h, c=1):
        """One side only: the same where the kernel is one wide."""
        return k_h * c

    @laws.formula()
    def rounded_up(size, s):
        """The same where the stride divides the size."""
        return ceil(size / s) + 1

    assert not always(area, side)
    assert not always(steps, rounded_up)


def test_one_place_where_they_differ_says_what_sympy_says() -> None:
    for mistake in MISTAKES:
        right = mistake.instead_of
        expressions = right.expression(right.needs), mistake.expression(mistake.needs)
        assert always(right, mistake) == same_for_all(*expressions), mistake.name


def test_a_change_has_to_name_a_symbol_of_the_formula() -> None:
    with pytest.raises(TypeError, match="has no symbol depth"):
        area.mistake("depth_forgotten", depth=1, says="It has no depth.")


def test_a_mistake_can_be_made_in_a_part_of_a_law() -> None:
    once = next(m for m in every_mistake() if m.name == "padding_counted_once" and "k_h" in m.needs)
    numbers = {"H_in": 32, "k_h": 3, "s_h": 1, "p_h": 2, "d_h": 1}
    assert once.instead_of.value(once.instead_of.arguments(numbers)) == 32 + 2 * 2 - 3 + 1
    assert once.value(once.arguments(numbers)) == 32 + 2 - 3 + 1


def test_the_programs_own_table_of_formularies_is_complete() -> None:
    """One that is left out there has no sentence to translate, and its mistakes no page."""
    known = formularies.every_formulary().values()
    told = {id(each) for one in known for each in (one, one.seldom)}
    found = every_formulary().items()
    assert not [
        name for name, one in found if (one.formulas or one.mistakes) and id(one) not in told
    ]
    assert all(one.formulas or one.mistakes for one in known)


def test_every_formulary_is_found() -> None:
    names = set(every_formulary())
    assert {"explainer.layers.conv2d", "explainer.memory.textbook.account.training"} <= names
