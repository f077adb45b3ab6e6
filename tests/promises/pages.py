"""A page made by hand: every block and every drawing, and text that tries to be markup."""

from __future__ import annotations

from fractions import Fraction

from explainer.maths import Tree
from explainer.maths import tree as t
from explainer.page import drawings as d
from explainer.page import nodes as n

S, N = t.Symbol, t.Number

# What a model file may hold; all of it is text. The last has marks that turn the direction.
HOSTILE = (
    "<script>alert(1)</script>",
    "</style></title><img src=x onerror=alert(1)>",
    "$x$ and $$y$$",
    "a | b",
    "`ticks` **stars** _lines_",
    "{{ 7*7 }}{% raw %}",
    "&amp; &lt;b&gt; ' \"",
    "file:///etc/passwd http://example.org/x.png",
    "right\u202eto\u202cleft",
)
LONG_NAME = "a_name_without_any_place_to_break_" * 5


def words(text: str) -> n.Inlines:
    """Prose of ours."""
    return (n.Words(text),)


def floor_lines() -> tuple[Tree, ...]:
    """The four lines of an output size."""
    size = t.Sum((S("H_in"), t.Product((N(2), S("p_h"))), t.Negative(S("k_h"))))
    form = t.Sum((t.Floor(t.Quotient(size, S("s_h"))), N(1)))
    values = {"H_in": 224, "p_h": 1, "k_h": 3, "s_h": 1}
    return form, t.with_numbers(form, values), t.Sum((N(223), N(1))), N(224)


def product_lines(names: tuple[str, ...], values: tuple[int, ...], result: int) -> tuple[Tree, ...]:
    """A product with symbols, with numbers, and its value."""
    form = t.Product(tuple(map(S, names)))
    return form, t.with_numbers(form, dict(zip(names, values, strict=True))), N(result)


def step(number: int = 1) -> n.Step:
    """The weights of a convolution with so many kernels."""
    names, values = ("k_h", "k_w", "c_in", "c_out"), (3, 3, 64, number)
    return n.Step(
        (n.Words("Each of the "), n.Var("c_out"), n.Words(" kernels has one weight per tap.")),
        "weights",
        product_lines(names, values, 576 * number),
        words(f"values · {576 * number * 4:,} bytes"),
        marks=("c_out", "k_h", "k_w"),
    )


def slip(*, hides: bool) -> n.Slip:
    """A mistake that shows, or one that goes unnoticed."""
    value = 1_728 if hides else 576
    return n.Slip(
        "input_depth_forgotten",
        words("Input depth forgotten"),
        "weights",
        (t.Product((N(3), N(3), N(64))), N(value)),
        words("Here it goes unnoticed." if hides else "It gives 576 and not 1,728."),
        words("A kernel reaches through all input channels."),
        hides,
    )


def claim(verdict: str) -> n.Claim:
    """A published figure with one cause."""
    assert verdict in ("right", "rounded", "unit", "wrong", "unknown")
    return n.Claim(
        words(f"“24 M” ({verdict})"),
        (n.Words("Exactly it is "), n.Num(15_237_608), n.Words(".")),
        verdict,  # type: ignore[arg-type]
        words("So it stands."),
        (words("A prefix was lost in a sum."),),
        (n.User(HOSTILE[0]),),
    )


def table(rows: int) -> n.Table:
    """A table with numbers, bars and a sum."""
    columns = (
        n.Column(words("layer")), n.Column(words("kind")),
        n.Column(words("activations"), "number"), n.Column((), "bar"),
        n.Column(words("parameters"), "number"), n.Column((), "bar"),
    )  # fmt: skip
    body = tuple(
        n.Row(
            (
                (n.User(f"layer{i}"),), (n.Code("conv2d"),),
                (n.Num(i * 1_000),), n.Bar(Fraction(i, rows), "activations"),
                (n.Num(i * 37),), n.Bar(Fraction(i, rows), "parameters"),
            ),
            quiet=i % 5 == 0,
        )
        for i in range(rows)
    )  # fmt: skip
    most = sum(range(rows))
    total = n.Row((words("all"), (), (n.Num(most * 1_000),), (), (n.Num(most * 37),), ()))
    return n.Table(words(f"A table of {rows} rows"), columns, body, (total,))


def figures() -> list[n.Figure]:
    """A drawing of each kind."""
    labels = ("conv1", "pool1", LONG_NAME)
    chart = d.BarChart(
        (("activations", words("activations")), ("parameters", words("parameters"))),
        tuple(d.BarRow((n.User(name),), (10 ** (6 - i), 10**i)) for i, name in enumerate(labels)),
    )
    volumes = d.Volumes(
        (
            d.Volume("input", (224, 224, 3), "input"),
            d.Volume("conv1", (224, 224, 64), "conv2d", 2, sources=(0,)),
            d.Volume("pool1", (112, 112, 64), "max_pool2d", sources=(1,)),
            d.Volume("fc", (4096,), "", around=True, sources=(0, 2)),
        )
    )  # fmt: skip
    sides = ((f"conv{i}", 224 >> i // 4) for i in range(24))
    many = d.Volumes(tuple(d.Volume(name, (side, side, 64), "conv2d") for name, side in sides))
    drawings: list[d.Drawing] = [chart, volumes, many, mirror(), parts(), stacks(), timeline()]
    drawings += [curves(), crossing(), *kernels(), patch(), *windows()]
    drawings += [*attentions(), *unrolled(), *rearranged(), *cuts()]
    return [
        n.Figure(drawing, words("A drawing"), words(f"What drawing {i} shows & says."))
        for i, drawing in enumerate(drawings)
    ]


def crossing() -> d.Crossing:
    """Lines that cross late, with numbers and names as long as they may get."""
    names = words("level"), (n.User(LONG_NAME),), words("many")
    return d.Crossing(10**30 + 1, 10**24, 10**6 + 1, *names)


def kernels() -> tuple[d.Kernel, ...]:
    """One through few channels, one through some of many, one through a single one."""
    sizes = ((3, (3, 3, 3), 8), (512, (7, 1, 256), 1024), (32, (3, 3, 1), 1))
    told = words("given"), words("made"), words("weights & more")
    return tuple(d.Kernel(*each, *told) for each in sizes)


def patch() -> d.Patch:
    """A dilated window."""
    numbers = tuple(tuple(range(i, i + 5)) for i in range(3))
    return d.Patch(numbers, ((0, 2), (0, 2)), (1, 2), "4.50", words("mean & more"))


def attentions() -> tuple[d.Attention, ...]:
    """Few positions and many heads, and many positions and one head."""
    told = (
        (words("queries"), words("keys"), words("values")),
        words("given"),
        words("shares & more"),
    )
    doubled = words("twice"), words("four times")
    sizes = ((16, 512, 64, True), (4096, 128, 1, False))
    return tuple(d.Attention(n, c, heads, *told, doubled, mark) for n, c, heads, mark in sizes)


def unrolled() -> tuple[d.Unrolled, ...]:
    """An LSTM over many positions, and a single gate over one, both with long names."""
    looks = words("read"), words("state"), words("biases & more")
    many = d.Unrolled(
        10**6, 1, 10**6, (words("state"), (n.User(LONG_NAME),)), (words("gate"),) * 4, 2, looks,
        words("shared"), words("counted"),
    )  # fmt: skip
    one = d.Unrolled(
        1, 10**6, 1, (words("state"),), ((n.User(LONG_NAME),),), 0, looks, words("s"), words("c")
    )
    return many, one


def rearranged() -> tuple[d.Rearranged, ...]:
    """Sheets that become a row, and a column that becomes sheets."""
    row, column = (("a1", "a2", "b & 1"),), (("1,000,000",), ("…",), ("2",))
    told = words("given & more"), words("made")
    return (
        d.Rearranged((row, row), ((*row, *row),), (2, 1), frozenset({"a1"}), *told),
        d.Rearranged((column,), (column,) * 3, (1, 3), frozenset(), *told),
    )


def cuts() -> tuple[d.Cut, ...]:
    """A sliver that is taken, and parts with a name of its own length."""
    pieces = d.Piece(1, words("taken & named")), d.Piece(10**6, None)
    parts = (d.Piece(9, (n.User(LONG_NAME),)), d.Piece(1, words("part")))
    return d.Cut(words("length"), pieces), d.Cut(words("channels"), parts)


def mirror() -> d.Mirror:
    """Two sides, with nothing on one of them, a sliver, and a name of its own length."""
    sides: tuple[tuple[d.Series, n.Inlines], ...] = (
        ("activations", words("values")), ("parameters", words("parameters")),
    )  # fmt: skip
    rows = (("conv", (10**36, 0)), ("fc", (1, 5)), (LONG_NAME, (10**35, 10**9)))
    return d.Mirror(sides, tuple(d.BarRow((n.User(name),), values) for name, values in rows))


def parts() -> d.Parts:
    """Parts with room for their names, without, and with a name of their own length."""
    sizes: dict[d.Use, int] = {
        "parameters": 500, "gradients": 300, "optimizer": 100, "kept": 0, "passing": 7, "other": 3,
    }  # fmt: skip
    named = tuple(d.Part(words(f"part {use}"), size, use) for use, size in sizes.items())
    return d.Parts((*named, d.Part((n.User(LONG_NAME),), 1, "other")))


def stacks() -> d.Stacks:
    """Wholes with a part of nothing, a thin one, one without room for its label, and nothing."""
    parts = (*(words(f"part {i}") for i in range(3)), (n.User(LONG_NAME),))
    sizes = ((500, 1, 0, 10**36), (0, 0, 7, 10**35), (0, 0, 0, 0))
    labels = enumerate(sizes)
    return d.Stacks(parts, tuple(d.Stack(words(f"account {i}"), each) for i, each in labels))


def timeline() -> d.Timeline:
    """Bands, one of them empty, over phases, one of them of a single moment, one of a long name."""
    sizes: dict[d.Use, tuple[int, ...]] = {
        "parameters": (3, 3, 3, 3), "optimizer": (0, 0, 0, 0), "kept": (0, 5, 10**36, 1),
    }  # fmt: skip
    bands = tuple(d.Band(use, words(f"band {use}"), each) for use, each in sizes.items())
    lengths = (("forward", 2), ("loss", 1), (LONG_NAME, 1))
    phases = tuple(d.Phase((n.User(name),), many) for name, many in lengths)
    return d.Timeline(bands, phases, 2, words("the most & more"), 10**35, words("across"))


def curves() -> d.Curves:
    """Three curves, two of which end at the same height."""
    ends = (((1, 2, 3, 4), "slow"), ((1, 4, 9, 16), "fast"), ((1, 4, 9, 16), LONG_NAME))
    drawn = tuple(d.Curve((n.User(label),), values) for values, label in ends)
    return d.Curves((1, 2, 3, 4), drawn, words("1.8 GB"))


def windows() -> tuple[d.Window, ...]:
    """Windows: with rows unread, with padding, dilated, long, and hanging over the edge."""
    return (
        d.Window("H", 7, 0, 0, 2, 2, 1, 3, 1),
        d.Window("W", 12, 1, 1, 3, 2, 1, 6, 1),
        d.Window("H", 20, 2, 2, 3, 3, 2, 7, 1),
        d.Window("H", 224, 2, 2, 11, 4, 1, 55, 1),
        d.Window("H", 6, 0, 0, 3, 2, 1, 3, 0),
    )


def page() -> n.Page:
    """Everything on one page."""
    long_sum = t.Sum(tuple(N(10**12 + i) for i in range(40)))
    added: tuple[Tree, ...] = (long_sum, N(40 * 10**12 + 780))
    law = floor_lines()[0]
    blocks: list[n.Block] = [
        n.Heading(1, (n.User(HOSTILE[0]), n.Words(", worked out")), "top"),
        n.Paragraph(words("How many numbers it stores."), "lead"),
        n.Facts(
            (
                n.Fact((n.Num(138_357_544),), words("parameters")),
                n.Fact((n.Num(15_237_608),), words("values")),
            )
        ),
        n.Heading(2, words("Text"), "text"),
        *(n.Paragraph((n.User(text),)) for text in HOSTILE),
        n.Paragraph((n.User(LONG_NAME), n.Code(LONG_NAME), n.Strong((n.User(LONG_NAME),)))),
        n.Paragraph(words("A warning."), "warning"),
        n.Paragraph((n.Maths(floor_lines()[1]), n.Words(" in a sentence")), "note"),
        n.Listing((words("one"), (n.Link(words("two"), "#steps"),), links())),
        n.Heading(2, words("Steps"), "steps"),
        n.Heading(3, (n.User("conv1_1"), n.Words(" · "), n.Code("conv2d")), "layer 1/ä"),
        n.Heading(4, words("Output size")),
        n.Step(
            words("Count the places."), "H_out", floor_lines(), words("rows"),
            law=law, law_note=words("The law:"), note=words("The width likewise."),
        ),
        n.Heading(4, words("Weights")),
        step(),
        slip(hides=False),
        slip(hides=True),
        n.Heading(4, words("A goal without a block")),
        n.Heading(3, words("A long sum"), "long-sum"),
        n.Step(words("Add them."), "activation_gradients_bytes", added, words("bytes")),
        n.Brief((n.BriefLine("weights", added, words("values")),)),
        n.Brief(tuple(n.BriefLine("biases", (N(i),), words("values")) for i in (64, 128))),
        *(n.Heading(3, words(f"A short part {i}"), f"short-{i}") for i in range(3)),
        n.Heading(2, words("Tables"), "tables"),
        table(40),
        table(3),
        wide_table(),
        n.Heading(2, words("Claims"), "claims"),
        *map(claim, ("right", "rounded", "unit", "wrong", "unknown")),
        n.Heading(2, words("Figures"), "figures"),
        *figures(),
    ]  # fmt: skip
    return n.Page(f"{HOSTILE[1]} worked out", tuple(blocks))


def links() -> n.Inlines:
    """Links that lead to the web, nowhere, and where no link may lead."""
    addresses = ("https://docs.pytorch.org/", "#gone", "javascript:alert(1)", "file:///etc/passwd")
    return tuple(n.Link(words(f"gone to {address} "), address) for address in addresses)


def wide_table() -> n.Table:
    """Numbers as long as sizes may get, and a name with no place to break."""
    columns = (
        n.Column(words("layer")),
        n.Column(words("activations"), "number"),
        n.Column(words("weights"), "number"),
    )
    row = n.Row(((n.User(LONG_NAME),), (n.Num(10**36 + 7),), (n.Num(10**54 + 9),)))
    return n.Table(words("Long numbers"), columns, (row,))


def many_steps(count: int) -> n.Page:
    """So many steps under headings, to see where pages break."""
    blocks: list[n.Block] = [n.Heading(1, words("Many steps"), "top")]
    for i in range(1, count + 1):
        if i % 7 == 1:
            blocks.append(n.Heading(2, words(f"Part {i}"), f"part-{i}"))
        blocks += [
            n.Heading(3, (n.User(f"layer{i}x"),), f"layer-{i}"),
            n.Paragraph(words(f"The layer with {i} kernels.")),
            n.Heading(4, words("Weights")),
            step(1_000 + i),
            slip(hides=i % 2 == 0),
        ]
    return n.Page("Many steps", tuple(blocks))
