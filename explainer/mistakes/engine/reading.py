"""The printed number of a claim: its value, and how far it was rounded."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from explainer.maths import Exact

# A printed number keeps two digits at least when its last zeros are taken for rounding.
DIGITS_KEPT = 2
NUMBER = re.compile(
    r"[-+]?(?:[0-9]{1,3}(?:[,_][0-9]{3})+|[0-9]+)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,3})?|\.[0-9]+"
)


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as somebody printed it.

    value: what it says. step: what its last digit counts: 1/100 for 4.10, 1 for 12000.
    digits: how many digits it has from the first that is not 0 on.
    """

    value: Fraction
    step: Fraction
    digits: int

    @classmethod
    def read(cls, text: str) -> Printed:
        """The number from its text, its digits grouped or not; ValueError where it is none."""
        if not NUMBER.fullmatch(text):
            raise ValueError(text)
        number = Decimal(text.replace(",", "").replace("_", ""))
        _, digits, exponent = number.as_tuple()
        assert isinstance(exponent, int)
        step = Fraction(10) ** exponent
        return cls(Fraction(number), step, len("".join(map(str, digits)).lstrip("0")))

    def is_rounded(self, exact: Exact) -> bool:
        """Whether the exact number gives this one when it is rounded at the last digit.

        Halves may go up or to the even digit. A printed 0 says nothing of any number but 0.
        """
        return _rounds_to(exact, self.step, self.value)

    @property
    def is_whole(self) -> bool:
        """Whether it was printed without decimals: zeros at its end may only hold their places."""
        return self.step == 1

    def is_cut(self, exact: Exact) -> bool:
        """Whether the exact number gives this one when its further digits are cut off."""
        return self.value > 0 and math.floor(exact / self.step) * self.step == self.value

    def is_coarser(self, exact: Exact) -> bool:
        """Whether it is right as a number rounded to fewer digits, with zeros for the rest."""
        step, digits = self.step, self.digits
        while digits > DIGITS_KEPT and not self.value % (10 * step):
            step, digits = 10 * step, digits - 1
        return step != self.step and _rounds_to(exact, step, self.value)


def _rounds_to(exact: Exact, step: Fraction, printed: Fraction) -> bool:
    if printed <= 0:
        return exact == printed
    scaled = Fraction(exact) / step
    return printed / step in (math.floor(scaled + Fraction(1, 2)), round(scaled))
