"""Where rounding lost a row, so that branches no longer meet; and the images that would do.

A pool of 2 makes 7 rows of 15. Made twice as large again these are 14, and the branch that went
around the pool has 15.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from explainer.errors import ModelFileError
from explainer.language import sentence
from explainer.layers.layer import AXES, Shape
from explainer.layers.traits import Does
from explainer.network.node import Node, Taken
from explainer.spec import ModelSpec

# How far other images are looked for, and in how large networks: each is built anew for each.
FARTHEST, MOST_LAYERS = 64, 1000
MOST_LINES = 6
SHRINKS = (Does.CONVOLVES, Does.POOLS)


def lost_rows(nodes: Sequence[Node], taken: Sequence[Taken]) -> tuple[str, ...]:
    """A line for each layer that changes the size and that not all branches have behind them."""
    ways = [_before(nodes, each.node) for each in taken]
    shared = ways[0].intersection(*ways)
    apart = sorted(ways[0].union(*ways) - shared)
    lines = list(dict.fromkeys(line for index in apart for line in _rounded(nodes[index])))
    return (*lines[:MOST_LINES], *("…" for _ in lines[MOST_LINES : MOST_LINES + 1]))


def images_that_fit(
    build: Callable[[ModelSpec], object], spec: ModelSpec, nodes: Sequence[Node]
) -> str:
    """A sentence with the nearest images at which the network fits; empty where there is none.

    build: makes the network, or stops with a ModelFileError. nodes: those of its layers so far.
    """
    step = _step(nodes)
    if not 1 < step <= FARTHEST or len(spec.layers) > MOST_LAYERS:
        return ""

    def fits(image: Shape) -> bool:
        try:
            build(replace(spec, input=image, claims=(), questions=()))
        except ModelFileError:
            return False
        return True

    *sides, _ = spec.input
    multiples = [_image(spec, [side - side % step for side in sides])]
    multiples.append(_image(spec, [side + -side % step for side in sides]))
    found = [image for image in multiples if min(image) > 0 and fits(image)]
    if found:
        return sentence("branches.multiples", images=_listed(found), step=str(step))
    near = [next(filter(fits, _moved(spec, way, step)), None) for way in (-1, 1)]
    others = [image for image in near if image]
    return sentence("branches.images", images=_listed(others)) if others else ""


def _before(nodes: Sequence[Node], index: int) -> set[int]:
    """A node and all before it."""
    found, waiting = {index}, [index]
    while waiting:
        new = set(nodes[waiting.pop()].sources) - found
        found |= new
        waiting += new
    return found


def _rounded(node: Node) -> Iterator[str]:
    """What a layer makes of a size along each axis, where that isn't a part of it without rest."""
    if node.layer.does not in SHRINKS or len(node.inputs[0]) != len(node.output):
        return
    letters = AXES[len(node.output)]
    sizes = list(zip(letters, node.inputs[0], node.output, strict=True))[:-1]
    for axis, size, out in sizes:
        stride = _stride(node.values, axis)
        if stride * out == size:
            continue
        words = {"layer": node.name, "size": str(size), "out": str(out)}
        if stride == 1:
            yield sentence(f"branches.cut_{axis}", **words)
        else:
            product = f"{stride}·{out} = {stride * out}"
            yield sentence(f"branches.rounded_{axis}", **words, product=product)


def _stride(values: Mapping[str, object], axis: str) -> int:
    stride = values.get(f"s_{axis.lower()}", 1)
    return stride if isinstance(stride, int) else 1


def _step(nodes: Sequence[Node]) -> int:
    """The product of the strides on the way to the smallest volume."""
    steps: list[int] = []
    for node in nodes:
        stride = 1
        if node.layer.does in SHRINKS and len(node.output) > 1:
            stride = max(_stride(node.values, axis) for axis in AXES[len(node.output)][:-1])
        steps.append(stride * max((steps[source] for source in node.sources), default=1))
    return max(steps)


def _image(spec: ModelSpec, sides: Sequence[int]) -> Shape:
    return (*sides, spec.input[-1])


def _moved(spec: ModelSpec, way: int, step: int) -> Iterator[Shape]:
    """Images whose sides are all larger, or smaller, by one, two and so on."""
    *sides, _ = spec.input
    for far in range(1, step + 1):
        moved = [side + way * far for side in sides]
        if min(moved) > 0:
            yield _image(spec, moved)


def _listed(images: Sequence[Shape]) -> str:
    words = list(dict.fromkeys("×".join(map(str, image)) for image in images))
    if len(words) == 1:
        return words[0]
    return sentence("hint.or", names=words[0], last=words[1])
