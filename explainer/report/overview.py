"""The picture of the network: its volumes, what repeats told once, and one block of each sort."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from explainer.network.graph import Graph
from explainer.network.node import Node
from explainer.network.repeats import Piece, Run, by_kind, by_settings, follows, joined, runs
from explainer.page import drawings as d
from explainer.page import nodes as n
from explainer.page.sentences import Part, say
from explainer.page.wording import joined as listed
from explainer.page.wording import shape_text
from explainer.report.sides import sides_sentence

# So many volumes are legible beside each other; a deeper look is taken while they are fewer.
MOST = 24
# A network of more volumes than this even when neighbours of one size are one has no picture.
MOST_EVER = 60
# Blocks of so many sorts are opened, each with at most so many volumes.
SORTS, MOST_INSIDE = 3, 14
TO = "\N{HORIZONTAL ELLIPSIS}"


def overview(graph: Graph) -> n.Figure | None:
    """The figure; None where there are too few volumes to compare, too many, or solids."""
    if any(len(node.output) > 3 for node in graph.nodes):
        return None
    boxes = _boxes(graph)
    if not 2 <= len(boxes) <= MOST_EVER or _is_one_layer(boxes):
        return None
    drawn = _volumes(graph, boxes)
    opened = tuple(_opened(graph, boxes, box) for box in _sorts(boxes))
    return n.Figure(
        d.Volumes(drawn, opened),
        say("network.caption"),
        sides_sentence(drawn),
        _told(drawn, opened),
    )


def _is_one_layer(boxes: Sequence[Run]) -> bool:
    """Whether there is one layer behind the input, whose own picture shows both."""
    return len(boxes) == 2 and all(box.count == 1 and _kind(box) for box in boxes)


def _boxes(graph: Graph) -> list[Run]:
    """What is drawn as one volume each: the deepest level of names that has few enough."""
    pieces: Sequence[Piece] = Piece("", tuple(graph.nodes)).parts
    chosen = _folded(graph, pieces)
    while (inner := _deeper(pieces, chosen)) and len(boxes := _folded(graph, inner)) <= MOST:
        pieces, chosen = inner, boxes
    if len(chosen) > MOST:
        chosen = _by_size(_with_followers(runs(graph, _alone(pieces), _drawn_alike)), graph)
    return chosen


def _deeper(pieces: Sequence[Piece], boxes: Sequence[Run]) -> list[Piece]:
    """What lies inside the pieces; what repeats stays whole. Empty where nothing lies deeper."""
    again = {node.index for box in boxes if box.count > 1 for node in box.nodes}
    inner = [
        part for piece in pieces
        for part in ((piece,) if piece.nodes[0].index in again else piece.parts or (piece,))
    ]  # fmt: skip
    return inner if len(inner) > len(pieces) else []


def _folded(graph: Graph, pieces: Sequence[Piece]) -> list[Run]:
    """Equal neighbours once, each with what follows it."""
    return _with_followers(runs(graph, _alone(pieces), _drawn_alike, longest=1))


def _drawn_alike(node: Node) -> Hashable:
    return by_settings(node), node.output[:-1]


def _alone(pieces: Sequence[Piece]) -> list[Piece]:
    """Each single layer with the quiet ones behind it, so that conv and relu are one."""
    found: list[Piece] = []
    for piece in pieces:
        single = found and len({node.name for node in found[-1].nodes if not _quiet(node)}) == 1
        if single and _quiet_piece(piece, found[-1]):
            found[-1] = joined((found[-1], piece))
        else:
            found.append(piece)
    return found


def _with_followers(found: Sequence[Run]) -> list[Run]:
    """Runs with the quiet layers that are still left joined to what they work on."""
    boxes: list[Run] = []
    for run in found:
        (piece, *more) = run.pieces
        if boxes and not more and _quiet_piece(piece, boxes[-1].pieces[-1]):
            *before, last = boxes[-1].rounds
            boxes[-1] = Run((*before, (*last[:-1], joined((last[-1], piece)))))
        else:
            boxes.append(run)
    return boxes


def _quiet_piece(piece: Piece, before: Piece) -> bool:
    last = before.nodes[-1].index
    return all(_quiet(node) for node in piece.nodes) and piece.outside == (last,)


def _quiet(node: Node) -> bool:
    """Whether it only changes values, or shows them in another shape."""
    return len(node.sources) == 1 and (follows(node) or node.layer.does.normalises)


def _by_size(boxes: Sequence[Run], graph: Graph) -> list[Run]:
    """Neighbours of one height and width as one; each of several inputs stays by itself."""
    found: list[Run] = []
    given = len(graph.inputs) if graph.spec.inputs else 0
    for box in boxes:
        behind = found and found[-1].nodes[0].index >= given
        if behind and _shape(found[-1])[:-1] == _shape(box)[:-1] and len(_shape(box)) > 1:
            pieces = (*found[-1].pieces, *box.pieces)
            found[-1] = Run(((joined(pieces),),))
        else:
            found.append(box)
    return found


def _main(nodes: Sequence[Node]) -> Node:
    """The layer whose output is what a box gives: the last that is not quiet."""
    return next((node for node in reversed(nodes) if not _quiet(node)), nodes[-1])


def _shape(box: Run) -> tuple[int, ...]:
    return _main(box.nodes).output


def _kind(box: Run) -> str:
    """The kind of the one layer it is; empty where it is a block."""
    loud = [node for node in box.rounds[0][0].nodes if not _quiet(node)] or [box.nodes[0]]
    return loud[0].kind if len(loud) == len(box.first) == 1 else ""


def _around(box: Run) -> bool:
    """Whether some layer inside takes from several, or several inside take from one."""
    return not _kind(box) and any(len(node.sources) > 1 for node in box.nodes)


def _volumes(graph: Graph, boxes: Sequence[Run]) -> tuple[d.Volume, ...]:
    place = {node.index: i for i, box in enumerate(boxes) for node in box.nodes}
    return tuple(
        d.Volume(
            label,
            _shape(box),
            _kind(box),
            box.count,
            _around(box),
            tuple(sorted({
                place[source] for node in box.nodes for source in node.sources
            } - {i})),
            _main(box.nodes).tokens,
        )
        for i, (box, label) in enumerate(zip(boxes, _labels(graph, boxes), strict=True))
    )  # fmt: skip


# ---- names ----------------------------------------------------------------------------


def _labels(graph: Graph, boxes: Sequence[Run]) -> list[str]:
    """What each box is called: without what most names begin with, and a run by its ends."""
    shared = _shared([box.first[0].name for box in boxes])
    return [
        _whole(graph, box).removeprefix(shared)
        or _from_to(*(r[0].name.removeprefix(shared) for r in (box.rounds[0], box.rounds[-1])))
        for box in boxes
    ]


def _whole(graph: Graph, box: Run) -> str:
    """The name of the block that the box is all of; empty where it is of none."""
    whole, owner = "", box.first[0].name
    while dot := owner.rfind(".") + 1:
        owner, inside = owner[: dot - 1], owner[:dot]
        own = [node.index for node in graph.nodes if node.name.startswith(inside)]
        if not set(own) <= {node.index for node in box.nodes}:
            break
        whole = owner
    return whole


def _shared(names: Sequence[str]) -> str:
    """`features.`, where more than half of the names begin with it and are more than numbers."""
    heads = [name.partition(".")[0] + "." for name in names if "." in name]
    head = max(heads, key=heads.count, default="")
    bare = any(name.removeprefix(head)[:1].isdigit() for name in names)
    return head if heads.count(head) * 2 > len(names) and not bare else ""


def _from_to(first: str, last: str) -> str:
    """`conv3_1` and `conv3_3` as conv3_1 and 3 with dots between."""
    if first == last:
        return first
    same = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), 0)
    while same and first[same - 1].isdigit():
        same -= 1
    return f"{first}{TO}{last[same:]}"


# ---- blocks opened --------------------------------------------------------------------


def _sorts(boxes: Sequence[Run]) -> list[Run]:
    """The first box of each sort of block that has ways around layers."""
    found: dict[Hashable, Run] = {}
    for box in boxes:
        if _around(box):
            found.setdefault(joined(box.first).form(by_kind), box)
    legible = [box for box in found.values() if len(_inside(box)) <= MOST_INSIDE]
    return legible[:SORTS]


def _inside(box: Run) -> list[Piece]:
    """The layers of one round, each with the quiet ones behind it, or before it at the head."""
    whole = joined(box.first)
    found: list[Piece] = []
    for piece in _alone([Piece(node.name, (node,)) for node in whole.nodes]):
        before = found[-1].nodes[-1].index if found else -1
        if found and all(map(_quiet, found[-1].nodes)) and piece.outside == (before,):
            found[-1] = joined((found[-1], piece))
        else:
            found.append(piece)
    return found


def _opened(graph: Graph, boxes: Sequence[Run], box: Run) -> d.Opened:
    """A block with what it takes at its head."""
    inner, whole = _inside(box), joined(box.first)
    heads = whole.outside
    place = dict.fromkeys(heads, 0) | {
        node.index: i for i, piece in enumerate(inner, 1) for node in piece.nodes
    }
    volumes = [_taken(graph, boxes, heads[0])]
    for i, piece in enumerate(inner, 1):
        run, main = Run(((piece,),)), _main(piece.nodes)
        sources = {place[source] for node in piece.nodes for source in node.sources} - {i}
        name = main.name.removeprefix(f"{whole.name}.")
        volumes.append(d.Volume(name, main.output, _kind(run), sources=tuple(sorted(sources))))
    alike = sum(
        each.count for each in boxes
        if _around(each) and joined(each.first).form(by_kind) == whole.form(by_kind)
    )  # fmt: skip
    return d.Opened(say("network.opened", block=n.User(whole.name), count=alike), tuple(volumes))


def _taken(graph: Graph, boxes: Sequence[Run], index: int) -> d.Volume:
    """What a block takes: the volume that this layer is in."""
    drawn = zip(boxes, _labels(graph, boxes), strict=True)
    box, label = next(pair for pair in drawn if any(x.index == index for x in pair[0].nodes))
    return d.Volume(label, _shape(box), _kind(box), tokens=_main(box.nodes).tokens)


# ---- in words -------------------------------------------------------------------------


def _told(drawn: Sequence[d.Volume], opened: Sequence[d.Opened]) -> n.Inlines:
    """The volumes in order, then the ways that lead past some, then the blocks opened."""
    told = [say("network.in_order", volumes=listed([_one(volume) for volume in drawn], "; "))]
    ways = [
        say("network.way", source=n.User(drawn[source].label), target=n.User(volume.label))
        for i, volume in enumerate(drawn)
        for source in volume.sources
        if source != i - 1
    ]
    told += [say("network.ways", ways=listed(ways, "; "))] if ways else []
    told += [_inside_told(block) for block in opened]
    return listed(told, " ")


def _one(volume: d.Volume) -> n.Inlines:
    key = f"network.volume{'_around' * volume.around}{'_times' * (volume.count > 1)}"
    given: dict[str, Part] = {
        "name": n.User(volume.label),
        "shape": shape_text(volume.sizes, tokens=volume.tokens),
    }
    return say(key, **given, **({"count": volume.count} if volume.count > 1 else {}))


def _inside_told(block: d.Opened) -> n.Inlines:
    """Each volume of a block with those it is made from."""
    _, *inner = block.volumes
    made: list[n.Inlines] = [
        say(
            "network.made",
            name=n.User(volume.label),
            shape=shape_text(volume.sizes, tokens=volume.tokens),
            sources=listed([(n.User(block.volumes[source].label),) for source in volume.sources]),
        )
        for volume in inner
    ]
    return say("network.inside", block=block.label, volumes=listed(made, "; "))
