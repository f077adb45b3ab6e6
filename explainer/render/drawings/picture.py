"""What every drawing is made of: rectangles, paths and texts with a class, and the frame."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from html import escape

from explainer.render.literal import literal

# A picture is as wide as the page's measure, or so narrow that two stand side by side on paper
# and one on a telephone, its letters as large; its height is its own.
WIDTH = 664
HALF = 360
# The smallest text that a label may shrink to.
SMALLEST = 6.5
DOTS = "\N{HORIZONTAL ELLIPSIS}"
# A layer's name of several parts, perhaps already without its first ones: no number, no sentence.
PARTED = re.compile(rf"{DOTS}?[^\W\d][\w{DOTS}-]*(\.[\w{DOTS}-]+)+")


@dataclass(frozen=True, slots=True)
class Picture:
    """The inside of an SVG, its height and its width: WIDTH, HALF, or a phone's."""

    height: float
    body: str
    width: float = WIDTH

    def svg(self, name: str = "", *, style: str = "") -> str:
        """The whole element.

        name: what is read out in place of the picture, unless whoever shows it says that.
        style: rules that it carries inside, where it is no part of a page that has them.
        """
        inside = f"<style>{style}</style>" if style else ""
        label = f' aria-label="{escape(literal(name))}"' if name else ""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img"{label} class="drawing"'
            f' viewBox="0 0 {short(self.width)} {short(self.height)}">{inside}{self.body}</svg>'
        )


def short(number: float) -> str:
    """A coordinate with at most two decimals, the same on every machine."""
    return f"{number:.2f}".rstrip("0").rstrip(".") if number % 1 else str(int(number))


def rect(
    x: float, y: float, width: float, height: float, look: str, *, corner: float = 0, fill: str = ""
) -> str:
    """A rectangle. look: its classes; corner: their radius; fill: the id of a pattern."""
    rounded = f' rx="{short(corner)}"' if corner else ""
    filled = f' fill="url(#{fill})"' if fill else ""
    return (
        f'<rect x="{short(x)}" y="{short(y)}" width="{short(width)}" height="{short(height)}"'
        f'{rounded}{filled} class="{look}"/>'
    )


def path(data: str, look: str, *, fill: str = "") -> str:
    """A path by its commands. look: its classes; fill: the id of a pattern."""
    filled = f' fill="url(#{fill})"' if fill else ""
    return f'<path d="{data}"{filled} class="{look}"/>'


def text(
    x: float,
    y: float,
    written: str,
    look: str = "t",
    *,
    size: float = 0,
    turn: float = 0,
) -> str:
    """A text at a point, turned about it by so many degrees."""
    sized = f' style="font-size:{short(size)}px"' if size else ""
    turned = f' transform="rotate({short(turn)} {short(x)} {short(y)})"' if turn else ""
    return (
        f'<text x="{short(x)}" y="{short(y)}" class="{look}"{sized}{turned}>'
        f"{escape(literal(written))}</text>"
    )


def fitted(
    x: float,
    y: float,
    written: str,
    room: float,
    look: str = "t",
    *,
    size: float = 12,
    turn: float = 0,
) -> str:
    """A text that shrinks into its room, and loses its middle only if it would be too small."""
    written = shortened(written, room / SMALLEST)
    return text(x, y, written, look, size=min(size, room / max(width_of(written), 0.1)), turn=turn)


def shortened(written: str, room: float) -> str:
    """A text without its middle, where it is wider than so many times its size.

    A layer's name loses its first parts before that: the last ones tell it from the others.
    """
    written = literal(written)
    while width_of(written) > room and PARTED.fullmatch(written):
        written = DOTS + written.removeprefix(DOTS).partition(".")[2]
    written = written if len(written) < 200 else f"{written[:99]}…{written[-99:]}"
    while width_of(written) > room and len(written) > 3:
        half = (len(written) - 2) // 2
        written = f"{written[:half]}…{written[-half:]}"
    return written


def width_of(written: str) -> float:
    """About how wide a text is set, in multiples of its size; rather too wide."""
    return sum(map(_advance, written))


def _advance(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WF":
        return 1.0
    if character in "iljtfI.,:;|!'()[] ·":
        return 0.34
    return 0.9 if character in "mwMW@%—" else 0.66 if character.isupper() else 0.54
