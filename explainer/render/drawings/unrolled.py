"""A recurrent layer unrolled: a box for each position, and under them the weights that all use.

Of many positions the first three and the last are drawn. The blocks of weights are to scale; of
a bias, which is one column, so much is drawn that it is seen.
"""

from __future__ import annotations

from collections.abc import Iterator

from explainer.page import drawings as d
from explainer.render.drawings.fills import COUNT, filled, patterns
from explainer.render.drawings.picture import (
    HALF,
    Picture,
    fitted,
    path,
    rect,
    short,
    text,
    width_of,
)
from explainer.render.literal import plain

BOX = (46.0, 24.0)
BOXES = 4  # drawn at most
WAY = 15.0  # into a box from below, and out of it above
SIZE = 11.0
LINE = 14.0
TALLEST = 60.0  # a block of weights
LOWEST = 5.0
APART = 12.0  # from block to block
BIAS = 5.0
FILLS = (1, 3, 2)  # of what is read, of the state, of the biases
SAMPLE = 17.0  # of a fill, with the room behind it


def unrolled(drawing: d.Unrolled, key: str) -> Picture:
    """The positions from left to right, the blocks under them, and what they are."""
    top = 2 * WAY + 2 * LINE + BOX[1] + 2
    blocks, high = _blocks(drawing, top + 2 * LINE, key)
    base = top + 2 * LINE + high
    body = [
        patterns(key, COUNT),
        *_positions(drawing),
        *_brace(drawing, top),
        *blocks,
        *_legend(drawing, base + 2 * LINE + 6, key),
        fitted(1, base + 3 * LINE + 10, plain(drawing.counted), HALF - 2, "t strong", size=12),
    ]
    return Picture(base + 3 * LINE + 16, "".join(body), HALF)


def _positions(drawing: d.Unrolled) -> Iterator[str]:
    """Boxes with arrows: from below what is read, to the right the state, above what is put out."""
    drawn = min(drawing.positions, BOXES)
    step = HALF / BOXES
    left, y = (HALF - step * drawn) / 2, LINE + WAY
    for i in range(drawn):
        x = left + step * i + (step - BOX[0]) / 2
        last = i == drawn - 1
        skips = last and drawing.positions > BOXES
        number = drawing.positions if last else i + 1
        middle = x + BOX[0] / 2
        yield rect(x, y, *BOX, "lid", corner=4)
        yield text(middle, y + 16, f"{number:,}", "t strong middle", size=12)
        yield _arrow(middle, y + BOX[1] + WAY, middle, y + BOX[1])
        yield _arrow(middle, y, middle, y - WAY)
        yield fitted(middle, y - WAY - 3, f"{drawing.state:,}", BOX[0], "t soft middle", size=SIZE)
        yield fitted(
            middle, y + BOX[1] + WAY + 10, f"{drawing.read:,}", BOX[0], "t soft middle", size=SIZE
        )
        if i:
            yield from _handed_on(drawing, x, y, step - BOX[0], skips=skips, named=i == 1)


def _handed_on(
    drawing: d.Unrolled, x: float, y: float, gap: float, *, skips: bool, named: bool
) -> Iterator[str]:
    """What goes from one box to the next: the state, and the cell where there is one."""
    count = len(drawing.states)
    for i, name in enumerate(drawing.states):
        level = y + BOX[1] * (i + 1) / (count + 1)
        if named:
            below = level + (-4 if i < count - 1 or count == 1 else 10)
            yield fitted(x - gap / 2, below, plain(name), gap - 10, "t soft middle", size=9.5)
        if skips:
            yield path(f"M{short(x - gap + 1)} {short(level)}h{short(gap / 2 - 9)}", "flow")
            yield _arrow(x - gap / 2 + 7, level, x, level)
        else:
            yield _arrow(x - gap + 1, level, x, level)
    if skips:
        yield text(x - gap / 2, y + BOX[1] / 2 + 2, "…", "t middle", size=12)


def _arrow(x: float, y: float, to_x: float, to_y: float) -> str:
    head = "l-6 -3.5v7Z" if to_y == y else ("l-3.5 6h7Z" if to_y < y else "l-3.5 -6h7Z")
    return path(f"M{short(x)} {short(y)}L{short(to_x)} {short(to_y)}", "flow") + path(
        f"M{short(to_x)} {short(to_y)}{head}", "head"
    )


def _brace(drawing: d.Unrolled, y: float) -> Iterator[str]:
    """From all boxes down to the blocks, and what it means."""
    middle, half = HALF / 2, HALF / BOXES * min(drawing.positions, BOXES) / 2
    left, right = middle - half + 2, middle + half - 2
    yield path(
        f"M{short(left)} {short(y)}v5H{short(right)}v-5M{short(middle)} {short(y + 5)}v5", "axis"
    )
    yield fitted(middle, y + 21, plain(drawing.shared), HALF - 4, "t middle", size=SIZE)


def _blocks(drawing: d.Unrolled, y: float, key: str) -> tuple[list[str], float]:
    """The blocks side by side with their names, and how high they are."""
    count = len(drawing.gates)
    cell = HALF / count
    bias = BIAS * drawing.biases
    room = min(cell - APART, 150.0) - bias - (2 if bias else 0)
    scale = min(room / (drawing.read + drawing.state), TALLEST / drawing.state)
    high = max(drawing.state * scale, LOWEST)
    columns = [max(drawing.read * scale, 2.0), max(drawing.state * scale, 2.0)]
    drawn = []
    for i, name in enumerate(drawing.gates):
        x = 1 + cell * i + (cell - 2 - sum(columns) - bias) / 2
        for width, fill in zip(columns, FILLS, strict=False):
            drawn.append(filled(x, y, width, high, key, fill))
            x += width
        for _ in range(drawing.biases):
            drawn.append(filled(x + 2, y, BIAS - 1.5, high, key, FILLS[2]))
            x += BIAS
        middle = cell * (i + 0.5)
        drawn.append(fitted(middle, y + high + LINE, plain(name), cell - 4, "t middle", size=SIZE))
    return drawn, high


def _legend(drawing: d.Unrolled, y: float, key: str) -> Iterator[str]:
    """What the columns of a block are."""
    shown = list(zip(drawing.looks, FILLS, strict=False))[: 3 if drawing.biases else 2]
    words = [plain(look) for look, _ in shown]
    size = min(SIZE, (HALF - (SAMPLE + 10) * len(words)) / max(sum(map(width_of, words)), 0.1))
    x = 1.0
    for word, (_, fill) in zip(words, shown, strict=True):
        yield filled(x, y - 9, 12, 11, key, fill)
        yield text(x + SAMPLE, y, word, size=size)
        x += SAMPLE + 10 + width_of(word) * size
