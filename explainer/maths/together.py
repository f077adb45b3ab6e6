"""Two mistakes in one formula: what it becomes when each changes another of its factors.

k_h · k_w · c_in · c_out    without c_in, and with the kernel not squared: k_h · c_out

sympy is imported only where two mistakes are put together.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from explainer.maths.formula import Formula, Mistake

if TYPE_CHECKING:
    import sympy


@dataclass(frozen=True)
class Factors:
    """A product of powers; it can be called like a formula's function.

    powers: of each symbol, in the order in which they are passed. times: the number in front.
    neutral: the symbols that drop out at a value of their own; they come last.
    """

    powers: tuple[tuple[str, int], ...]
    times: int = 1
    neutral: tuple[tuple[str, int], ...] = ()

    @property
    def __signature__(self) -> inspect.Signature:
        kind, neutral = inspect.Parameter.POSITIONAL_OR_KEYWORD, dict(self.neutral)
        none = inspect.Parameter.empty
        return inspect.Signature(
            [inspect.Parameter(n, kind, default=neutral.get(n, none)) for n, _ in self.powers]
        )

    def __call__(self, *numbers: Any) -> Any:
        """The product, of numbers or of sympy's symbols."""
        powers = [power for _, power in self.powers]
        above = [n for n, p in zip(numbers, powers, strict=True) for _ in range(p)]
        below = [n for n, p in zip(numbers, powers, strict=True) for _ in range(-p)]
        front = [self.times] if self.times > 1 or not above else []
        over = math.prod([*front, *above][1:], start=[*front, *above][0])
        return over / math.prod(below[1:], start=below[0]) if below else over


@dataclass(frozen=True, eq=False)
class Together(Mistake):
    """A formula in which two mistakes were made. parts: the mistakes."""

    parts: tuple[Mistake, ...] = ()


@lru_cache(maxsize=1 << 12)
def together(right: Formula, one: Mistake, other: Mistake) -> Together | None:
    """Both mistakes in one formula; None where they touch the same factor, or it is no product."""
    rights, ones, others = map(product_of, (right, one, other))
    if rights is None or ones is None or others is None:
        return None
    changed, changed_too = ones / rights, others / rights
    if changed.free_symbols & changed_too.free_symbols:
        return None
    needs = dict.fromkeys((*right.needs, *one.needs, *other.needs))
    neutral = {**other.neutral, **one.neutral, **right.neutral}
    function = _factors(rights * changed * changed_too, needs, neutral)
    if function is None:
        return None
    return Together(one.name, function, instead_of=right, unit=right.unit, parts=(one, other))


@lru_cache(maxsize=1 << 12)
def product_of(formula: Formula) -> sympy.Expr | None:
    """A product of powers of symbols, times a whole number; None where a formula is none."""
    if formula.takes_many:
        return None
    found = formula.expression(formula.needs).doit()
    front, product = found.as_coeff_Mul()
    powers = product.as_powers_dict().items()
    plain = all(base.is_Symbol and power.is_Integer for base, power in powers if base != 1)
    return found if plain and front.is_Integer and front > 0 else None


def _factors(product: sympy.Expr, needs: Iterable[str], neutral: dict[str, int]) -> Factors | None:
    """A product as a function, its symbols in that order; None where its number is not whole."""
    times, powers = product.as_coeff_Mul()
    if not times.is_Integer:
        return None
    by_name = {
        base.name: int(power) for base, power in powers.as_powers_dict().items() if base != 1
    }
    kept = sorted((name for name in needs if name in by_name), key=lambda name: name in neutral)
    defaults = tuple((name, neutral[name]) for name in kept if name in neutral)
    return Factors(tuple((name, by_name[name]) for name in kept), int(times), defaults)
