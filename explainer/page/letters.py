"""What the letters of a layer's formulas stand for, and their numbers here, in one line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from explainer.derivation.derive import Step
from explainer.maths.tree import Exact, symbols_of
from explainer.network.node import Node
from explainer.page import nodes as n
from explainer.page.sentences import knows, say
from explainer.page.steps import Seen
from explainer.page.wording import joined

# What a kernel makes is named where it is counted.
COUNTED = ("c", "n")


def letters_line(node: Node, steps: Sequence[Step], seen: Seen) -> list[n.Inlines]:
    """The letters of the settings that occur in these steps; none where no setting occurs.

    A letter with the same number along all axes is told once.
    """
    used = dict.fromkeys(name for step in steps for name in _shown(step, seen))
    values = {name: value for step in steps for name, value in step.arguments.items()}
    sides: dict[str, list[str]] = {}
    set_or_fact = [name for setting in node.layer.settings for name in setting.symbols]
    set_or_fact += [name for name, formula in node.formulas.items() if not formula.needs]
    for name in set_or_fact:
        letter = name.partition("_")[0]
        if name in used and letter not in COUNTED:
            sides.setdefault(letter, []).append(name)
    told = [each for letter, names in sides.items() for each in _told(letter, names, values)]
    return [say("letters.line", letters=joined(told, "; "))] if told else []


def _shown(step: Step, seen: Seen) -> Iterable[str]:
    """What stands in its line, or in its general law, which comes first where that is new."""
    new = id(step.formula.function) not in seen.laws
    formula, arguments = step.formula, step.arguments
    return symbols_of(formula.law(arguments) if new else formula.form(arguments))


def _told(letter: str, names: Sequence[str], values: dict[str, Exact]) -> Iterable[n.Inlines]:
    """A letter once for all axes where it has one number and a name; else axis by axis."""
    if knows(f"letter.{letter}") and len({values[name] for name in names}) == 1:
        symbols = joined([(n.Var(name),) for name in names], " = ")
        yield say(
            "letters.each", symbols=symbols, value=values[names[0]], what=say(f"letter.{letter}")
        )
        return
    for name in names:
        if knows(f"symbol.{name}"):
            what = say(f"symbol.{name}")
            yield say("letters.each", symbols=(n.Var(name),), value=values[name], what=what)
