"""Every printed formula is equal to its tree: it is read back, and has no bracket too many.

The reader below knows one strict grammar; what the four printers wrote is first brought
into it. It refuses what a person could read in two ways, such as a / b · c.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from explainer.maths import Tree, value_of
from explainer.maths import tree as t
from explainer.render.maths import latex, mathml, print_html, speech
from explainer.render.maths.numerals import numeral

pytestmark = pytest.mark.quick

S, N = t.Symbol, t.Number

# Names of every shape, with a value each.
VALUES: dict[str, t.Exact] = {
    "k_h": 3, "c_in": 64, "H_out": 112, "weights": 73_856, "n_before_pool": 7, "c_1": 5,
    "im2col": 27, "slots_adam": 2, "g": 4, "A_conv2d": 1_000,
}  # fmt: skip
CORE = {"math", "mi", "mn", "mo", "mtext", "mrow", "mfrac", "msub", "msup", "mtable", "mtr", "mtd"}


def difference(*terms: Tree) -> t.Sum:
    """The first term less all the others."""
    return t.Sum((terms[0], *map(t.Negative, terms[1:])))


# --- Reading a formula back ---------------------------------------------------------------

TOKEN = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|[A-Za-z]\w*|[-+·/^(){}⌊⌋⌈⌉,−]")


class Reader:
    """Reads sum > quotient > product > power > atom, with at most one solidus in a term."""

    def __init__(self, text: str) -> None:
        self.tokens = TOKEN.findall(text)
        assert "".join(self.tokens) == "".join(text.split()), f"cannot be read: {text}"

    def whole(self) -> Tree:
        """The formula; nothing may be left over."""
        tree = self.sum()
        assert not self.tokens, f"left over: {self.tokens}"
        return tree

    def take(self, *wanted: str) -> str:
        """The next token if it is one of these, else nothing."""
        return self.tokens.pop(0) if self.tokens and self.tokens[0] in wanted else ""

    def expect(self, wanted: str) -> None:
        """The next token has to be this one."""
        assert self.take(wanted), f"no {wanted} before {self.tokens}"

    def sum(self) -> Tree:
        """Terms with their signs."""
        terms = [t.Negative(self.quotient()) if self.take("−") else self.quotient()]
        while sign := self.take("+", "−"):
            terms.append(t.Negative(self.quotient()) if sign == "−" else self.quotient())
        return terms[0] if len(terms) == 1 else t.Sum(tuple(terms))

    def quotient(self) -> Tree:
        """A product, or one divided by a power."""
        top = self.product()
        return t.Quotient(top, self.power()) if self.take("/") else top

    def product(self) -> Tree:
        """Powers with dots between them."""
        factors = [self.power()]
        while self.take("·"):
            factors.append(self.power())
        return factors[0] if len(factors) == 1 else t.Product(tuple(factors))

    def power(self) -> Tree:
        """An atom, or one raised to a group."""
        base = self.atom()
        return t.Power(base, self.group()) if self.take("^") else base

    def group(self, left: str = "{", right: str = "}") -> Tree:
        """A sum in fences."""
        self.expect(left)
        inside = self.sum()
        self.expect(right)
        return inside

    def atom(self) -> Tree:
        """A number, a name, a function, or something in fences."""
        match self.tokens[0]:
            case "(":
                return self.group("(", ")")
            case "⌊":
                return t.Floor(self.group("⌊", "⌋"))
            case "⌈":
                return t.Ceil(self.group("⌈", "⌉"))
            case "max" | "min" | "rounded" as function:
                return self.call(function)
            case "frac":
                self.tokens.pop(0)
                return t.Quotient(self.group(), self.group())
        token = self.tokens.pop(0)
        assert token[0].isalnum(), f"no atom: {token}"
        return S(token) if token[0].isalpha() else N(exact(Fraction(token.replace(",", ""))))

    def call(self, function: str) -> Tree:
        """A function with its arguments."""
        self.expect(function)
        self.expect("(")
        arguments = [self.sum()]
        while self.take(","):
            arguments.append(self.sum())
        self.expect(")")
        if function == "rounded":
            (inside,) = arguments
            return t.Rounded(inside)
        return (t.Largest if function == "max" else t.Smallest)(tuple(arguments))


def exact(value: Fraction) -> t.Exact:
    """A whole number as int."""
    return int(value) if value.denominator == 1 else value


MACROS = {
    "left": "", "right": "", "lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉",
    "cdot": "·", "frac": "frac", "max": "max", "min": "min",
}  # fmt: skip


def read_latex(tree: Tree) -> str:
    """The printed LaTeX in the reader's grammar."""
    text = latex.latex(tree).replace("{,}", ",").replace("\\ ", " ").replace("-", "−")
    text = re.sub(r"\\text\{([^}]*)\}", lambda found: found[1].replace(" ", "_"), text)
    text = re.sub(r"_ ?\{([^}]*)\}", r"_\1", text).replace(r"\mathrm{rounded}", "rounded")
    return re.sub(r"\\([a-z]+)", lambda macro: MACROS[macro[1]], text)


def read_print(tree: Tree) -> str:
    """The printed HTML in the reader's grammar."""
    text = with_subscripts(print_html.print_html(tree))
    text = re.sub(r"<sup>(.*?)</sup>", r"^{\1}", text)
    text = re.sub("[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda s: f"^{{{s[0]}}}", text)
    return re.sub("<[^>]*>", "", text.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "−0123456789")))


def with_subscripts(html: str) -> str:
    """Each subscript after an underscore, as in the name."""
    return re.sub("<sub>(.*?)</sub>", lambda found: "_" + found[1].replace(" ", "_"), html)


def read_mathml(tree: Tree) -> str:
    """The printed MathML in the reader's grammar."""
    return flat(ElementTree.fromstring(f"<math>{mathml.mathml(tree)}</math>"))


def flat(element: ElementTree.Element) -> str:
    """An element as text; an mrow groups nothing that a reader could see."""
    parts = [flat(child) for child in element]
    match element.tag:
        case "mfrac":
            return f"frac{{{parts[0]}}}{{{parts[1]}}}"
        case "msup":
            return f"{parts[0]}^{{{parts[1]}}}"
        case "msub":
            return f"{parts[0]}_{parts[1]}".replace(" ", "_")
        case _:
            return " ".join(parts) or (element.text or "").replace("\N{FUNCTION APPLICATION}", "")


SAID = {
    "plus": "+", "minus": "−", "times": "·", "divided by": "/", "squared": "^{2}", "cubed": "^{3}",
    "to the power of": "^{", "end power": "}", "the floor of": "⌊", "end floor": "⌋", "and": ",",
    "the ceiling of": "⌈", "end ceiling": "⌉", "the largest of": "max(", "the smallest of": "min(",
    "the rounded value of": "rounded(", "end max": ")", "end min": ")", "end rounded": ")",
} | {name.replace("_", " "): name for name in VALUES if "_" in name}  # fmt: skip
SPOKEN = re.compile("|".join(rf"\b{words}\b" for words in sorted(SAID, key=len, reverse=True)))


def read_spoken(tree: Tree) -> str:
    """The words in the reader's grammar."""
    text = re.sub(r"to the power (\d+)", r"^{\1}", speech.spoken(tree)).replace(", ", " ")
    return SPOKEN.sub(lambda words: SAID[words[0]], text)


READINGS: dict[str, Callable[[Tree], str]] = {
    "latex": read_latex, "print": read_print, "mathml": read_mathml, "spoken": read_spoken,
}  # fmt: skip


# --- Trees --------------------------------------------------------------------------------

numbers = st.one_of(
    st.integers(0, 9), st.integers(-20_000, 2_000_000), st.fractions(-5, 5, max_denominator=12)
).map(lambda value: N(exact(Fraction(value))))
leaves = st.one_of(numbers, st.sampled_from(sorted(VALUES)).map(S))


def larger(parts: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    """Every construct over smaller parts."""
    several = st.lists(parts, min_size=1, max_size=4).map(tuple)
    signed = st.one_of(parts, parts.map(t.Negative))
    exponents: list[Tree] = [N(0), N(1), N(2), N(3), difference(N(7), N(5))]
    return st.one_of(
        st.lists(signed, min_size=1, max_size=4).map(lambda terms: t.Sum(tuple(terms))),
        several.map(t.Product),
        st.builds(t.Quotient, parts, parts),
        st.builds(t.Power, parts, st.sampled_from(exponents)),
        *(parts.map(kind) for kind in (t.Floor, t.Ceil, t.Rounded, t.Negative)),
        *(several.map(kind) for kind in (t.Largest, t.Smallest)),
    )


trees = st.recursive(leaves, larger, max_leaves=14)


def plain(tree: Tree) -> Tree:
    """The tree as it can be read: signs and fractions as constructs, no sum of one term."""
    match tree:
        case t.Number(value) if value < 0:
            return t.Negative(plain(N(-value)))
        case t.Number(Fraction() as value) if numeral(value) is None:
            return t.Quotient(N(value.numerator), N(value.denominator))
        case t.Sum((only,)) | t.Product((only,)):
            return plain(only)
        case _:
            return t.rebuilt(tree, plain)


def outcome(tree: Tree) -> t.Exact | str:
    """The value, or that there is none."""
    try:
        return value_of(t.with_numbers(tree, VALUES))
    except ZeroDivisionError:
        return "divided by zero"


@pytest.mark.parametrize("kind", READINGS)
@given(tree=trees)
@example(tree=t.Product((S("g"), t.Product((S("c_1"), N(2))))))
@example(tree=t.Sum((t.Sum((S("g"), N(2))), t.Negative(t.Sum((S("c_1"), N(-2)))))))
@example(tree=t.Product((t.Quotient(S("k_h"), S("g")), S("c_in"))))
@example(tree=difference(N(5), difference(N(3), N(1)), N(-2)))
@example(tree=t.Quotient(N(Fraction(1, 3)), t.Product((S("g"), S("c_1")))))
@example(tree=t.Power(t.Power(N(-2), N(2)), N(3)))
@example(tree=t.Largest((N(1), N(24), N(1_024))))
def test_every_printed_formula_is_equal_to_its_tree(kind: str, tree: Tree) -> None:
    read = Reader(READINGS[kind](tree)).whole()
    assert outcome(read) == outcome(tree)
    assert read == plain(tree)


@pytest.mark.parametrize("kind", ["print", "latex"])
@given(tree=trees)
def test_no_bracket_could_be_left_out(kind: str, tree: Tree) -> None:
    text = READINGS[kind](tree)
    for start, end in bracket_pairs(text):
        without = text[:start] + " " + text[start + 1 : end] + " " + text[end + 1 :]
        try:
            read = Reader(without).whole()
        except (AssertionError, IndexError):
            continue
        assert read != plain(tree), f"{text} is {without}"


def bracket_pairs(text: str) -> list[tuple[int, int]]:
    """Where each pair of round brackets stands that isn't a function's."""
    pairs, opened = [], []
    for place, sign in enumerate(text):
        if sign == "(":
            opened.append(place)
        elif sign == ")":
            start = opened.pop()
            if not re.search(r"(max|min|rounded)\s*$", text[:start]):
                pairs.append((start, place))
    return pairs


# --- What the outputs look like -----------------------------------------------------------

SPARE = t.Sum((S("H_in"), t.Product((N(2), S("p_h"))), t.Negative(S("k_h"))))
POSITIONS = t.Sum((t.Floor(t.Quotient(SPARE, S("s_h"))), N(1)))
GROUPED = t.Product((S("k_h"), S("k_w"), t.Quotient(S("c_in"), S("g")), S("c_out")))

EXAMPLES: list[tuple[Tree, str, str, str]] = [
    (
        POSITIONS,
        r"\left\lfloor \frac{H_{\text{in}} + 2 \cdot p_h - k_h}{s_h} \right\rfloor + 1",
        "⌊(H_in + 2·p_h − k_h) / s_h⌋ + 1",
        "the floor of (H in plus 2 times p h minus k h) divided by s h, end floor, plus 1",
    ),
    (
        GROUPED,
        r"k_h \cdot k_w \cdot (c_{\text{in}} / g) \cdot c_{\text{out}}",
        "k_h · k_w · (c_in / g) · c_out",
        "k h times k w times (c in divided by g) times c out",
    ),
    (
        t.Quotient(t.Product((S("k_h"), S("c_in"))), S("g")),
        r"\frac{k_h \cdot c_{\text{in}}}{g}",
        "k_h·c_in / g",
        "k h times c in divided by g",
    ),
    (N(73_856), "73{,}856", "73,856", "73,856"),
    (N(Fraction(25, 2)), "12.5", "12.5", "12.5"),
    (N(Fraction(1, 3)), r"\frac{1}{3}", "1 / 3", "1 divided by 3"),
    (
        t.Power(difference(S("k_h"), N(1)), N(2)),
        "(k_h - 1)^{2}",
        "(k_h − 1)²",
        "(k h minus 1) squared",
    ),
    (t.Power(N(2), N(20)), "2^{20}", "2²⁰", "2 to the power 20"),
    (
        t.Sum((S("n_before_pool"), S("weights"), S("c_1"))),
        r"n_{\text{before pool}} + \text{weights} + c_1",
        "n_before_pool + weights + c_1",
        "n before pool plus weights plus c 1",
    ),
    (
        t.Largest((S("c_1"), N(1_024))),
        r"\max(c_1,\ 1{,}024)",
        "max(c_1, 1,024)",
        "the largest of c 1 and 1,024, end max",
    ),
]


@pytest.mark.parametrize(("tree", "in_latex", "on_paper", "said"), EXAMPLES)
def test_examples(tree: Tree, in_latex: str, on_paper: str, said: str) -> None:
    assert latex.latex(tree) == in_latex
    paper = re.sub("<[^>]*>", "", with_subscripts(print_html.print_html(tree)))
    paper = paper.replace("\N{NARROW NO-BREAK SPACE}", "")
    assert paper.replace("\N{NO-BREAK SPACE}", " ") == on_paper
    assert speech.spoken(tree) == said


def test_subscripts_in_html_and_mathml() -> None:
    assert print_html.print_html(S("k_h")) == "<i>k<sub>h</sub></i>"
    assert print_html.print_html(S("c_out")) == "<i>c</i><sub>out</sub>"
    assert print_html.print_html(S("c_1")) == "<i>c</i><sub>1</sub>"
    assert print_html.print_html(S("weights")) == "weights"
    assert mathml.mathml(S("c_out")) == "<msub><mi>c</mi><mi>out</mi></msub>"
    assert mathml.mathml(S("c_1")) == "<msub><mi>c</mi><mn>1</mn></msub>"


def test_a_mark_is_on_the_symbol_and_on_its_number() -> None:
    marks = {"k_h": "k"}
    tree = t.Product((S("k_h"), S("c_in")))
    numbers = t.with_numbers(tree, {"k_h": 3, "c_in": 3})
    assert mathml.mathml(tree, marks=marks).startswith('<msub class="k"><mi>k</mi>')
    assert mathml.mathml(numbers, marks=marks) == '<mn class="k">3</mn><mo>·</mo><mn>3</mn>'
    assert print_html.print_html(tree, marks=marks).startswith('<span class="k"><i>k<sub>')
    assert print_html.print_html(numbers, marks=marks).count("<span") == 1


ROWS: list[Tree] = [S("c_1"), t.Sum(tuple(N(n) for n in (1, 2, 3, 4, 5))), N(15)]


def test_a_step_in_latex() -> None:
    assert latex.lines("c_out", ROWS, unit="channels", break_after=2) == (
        "\\begin{aligned}\n"
        "c_{\\text{out}} &= c_1 \\\\\n"
        "&= 1 + 2 \\\\\n"
        "&\\quad {} + 3 + 4 \\\\\n"
        "&\\quad {} + 5 \\\\\n"
        "&= 15\\ \\text{channels}\n"
        "\\end{aligned}"
    )


def test_a_step_in_mathml() -> None:
    step = mathml.lines("c_out", ROWS, unit="channels", wrong=True, break_after=2)
    rows = ElementTree.fromstring(step).findall("mtable/mtr")
    right = [" ".join("".join(row[1].itertext()).split()) for row in rows]
    assert right == ["=c1", "=1+2", "+3+4", "+5", "=15channels"]
    assert [row[0].get("class") for row in rows] == ["l"] * 5
    assert rows[-1].find("mtd/mrow[@class='v wrong']") is not None


def test_a_step_on_paper() -> None:
    step = ElementTree.fromstring(print_html.lines("c_out", ROWS, unit="channels", wrong=True))
    name, *lines = ["".join(part.itertext()).replace("\N{NO-BREAK SPACE}", " ") for part in step]
    assert name == "cout"
    assert lines == ["= c1", "= 1 + 2 + 3 + 4 + 5", "= 15 channels"]
    assert step.find("div/span[@class='v wrong']") is not None


def test_a_step_in_words() -> None:
    said = "c out equals c 1, equals 1 plus 2 plus 3 plus 4 plus 5, equals 15 channels"
    assert speech.lines("c_out", ROWS, unit="channels") == said


def test_an_equation_stands_on_one_line() -> None:
    sides: list[Tree] = [S("weights"), t.Product((N(3), N(64))), N(192)]
    assert latex.equation(sides, unit="rows") == r"\text{weights} = 3 \cdot 64 = 192\ \text{rows}"
    assert mathml.equation(sides).endswith('<mo>=</mo><mrow class="v"><mn>192</mn></mrow>')
    assert print_html.equation(sides).endswith('64 =\N{NO-BREAK SPACE}<span class="v">192</span>')
    assert speech.equation(sides) == "weights equals 3 times 64 equals 192"


@given(tree=trees, break_after=st.integers(0, 3))
def test_latex_survives_markdown(tree: Tree, break_after: int) -> None:
    text = latex.lines("slots_adam", [tree, tree], unit="values", break_after=break_after)
    assert not re.search(r"\\[^A-Za-z ]|\}_(?! )|[|*<>`$]", text.replace("\\\\\n", "\n"))
    assert all(line[0] in "\\&" for line in text.splitlines())


@given(tree=trees, break_after=st.integers(0, 3))
def test_mathml_is_core_and_paper_has_no_boxes(tree: Tree, break_after: int) -> None:
    step = ElementTree.fromstring(mathml.lines("c_out", [tree], break_after=break_after))
    assert {element.tag for element in step.iter()} <= CORE
    paper = ElementTree.fromstring(f"<p>{print_html.print_html(tree)}</p>")
    assert {element.tag for element in paper.iter()} <= {"p", "i", "sub", "sup"}


def test_hostile_names_are_harmless() -> None:
    name = '<b>&"_$`x`\\}'
    for markup in (mathml.mathml(S(name)), print_html.print_html(S(name), marks={name: '"><b>'})):
        assert "<b>" not in markup
        ElementTree.fromstring(f"<p>{markup}</p>")
    assert not set(latex.latex(S(name)).replace(r"\text{", "").replace("_{", "")) & set("$`&<\\")
