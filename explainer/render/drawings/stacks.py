"""Wholes divided into the same parts: a bar each on one scale, and below them the parts.

A part has its pattern and its number, in the bars and in the legend, which has its sizes too
where there are few bars.
"""

from __future__ import annotations

from itertools import accumulate

from explainer.language import sentence
from explainer.page import drawings as d
from explainer.render.drawings.fills import filled, patterns
from explainer.render.drawings.picture import WIDTH, Picture, fitted, rect, text
from explainer.render.literal import plain
from explainer.render.maths.numerals import in_words

HIGH = 30.0  # a bar
PITCH = 54.0  # from bar to bar, with the label above each
LINE = 19.0  # from line to line of the legend
LEAST = 1.5  # width of a part that is not nothing
ROOM = 19.0  # a narrower part has no room for its number
COLUMN = 132.0  # of a whole's sizes in the legend
SIZED = 3  # of more bars the legend has no sizes


def stacks(drawing: d.Stacks, key: str) -> Picture:
    """The bars from top to bottom, then the legend in the order of the parts."""
    most = max((sum(stack.sizes) for stack in drawing.stacks), default=0)
    body = [patterns(key, len(drawing.parts))]
    for i, stack in enumerate(drawing.stacks):
        whole = sum(stack.sizes)
        said = f"{plain(stack.label)}: {sentence('unit.of_bytes', bytes=whole)}"
        body.append(fitted(0, PITCH * i + 13, said, WIDTH, "t strong", size=12.5))
        body.append(_bar(stack.sizes, PITCH * i + 19, whole / most if most else 0, key))
    top = PITCH * len(drawing.stacks) + 14
    return Picture(
        top + LINE * (len(drawing.parts) + 1), "".join([*body, _legend(drawing, top, key)])
    )


def _bar(sizes: tuple[int, ...], top: float, share: float, key: str) -> str:
    """One rectangle for each part; the bar as a whole is as long as its share of the longest."""
    whole, room = sum(sizes), (WIDTH - 2) * share
    wanted = [max(size / whole * room, LEAST) if size else 0 for size in sizes]
    lengths = [length * room / (sum(wanted) or 1) for length in wanted]
    starts = accumulate(lengths, initial=1.0)
    drawn = enumerate(zip(starts, lengths, strict=False))
    return "".join(_part(start, top, long, key, i) for i, (start, long) in drawn if long)


def _part(start: float, top: float, long: float, key: str, index: int) -> str:
    """A part, and its number in the middle where there is room."""
    part = filled(start, top, long, HIGH, key, index)
    return part if long < ROOM else part + _number(start + long / 2, top + HIGH / 2, index)


def _number(x: float, y: float, index: int) -> str:
    """A part's number on a ground that no pattern disturbs."""
    ground = rect(x - 7.5, y - 8, 15, 16, "patch", corner=3)
    return ground + text(x, y + 4.3, str(index + 1), "t strong middle", size=12)


def _legend(drawing: d.Stacks, top: float, key: str) -> str:
    """Each part's pattern, number, label, and its size in every whole."""
    sized = drawing.stacks if len(drawing.stacks) <= SIZED else ()
    ends = [WIDTH - COLUMN * i for i in reversed(range(len(sized)))]
    wide = ends[0] - COLUMN - 62 if ends else WIDTH
    body = [
        fitted(end, top, plain(stack.label), COLUMN - 14, "t soft end", size=11.5)
        for end, stack in zip(ends, sized, strict=True)
    ]
    for i, label in enumerate(drawing.parts):
        base = top + LINE * (i + 1)
        body += [
            filled(0.75, base - 11, 22, 13, key, i),
            text(42, base, str(i + 1), "t strong end", size=12.5),
            fitted(52, base, plain(label), wide, size=12.5),
        ]
        body += [
            fitted(end, base, in_words(stack.sizes[i]), COLUMN - 14, "t end", size=12.5)
            for end, stack in zip(ends, sized, strict=True)
        ]
    return "".join(body)
