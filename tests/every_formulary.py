"""Every collection of formulas of the program, found by looking through its modules."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache

import explainer
from explainer.maths import Formula, Mistake
from explainer.maths.formulary import Case, Formulary


@cache
def every_formulary() -> dict[str, Formulary]:
    """Each collection by a name, with the collection of what its reports leave out."""
    found: dict[int, tuple[str, Formulary]] = {}
    for module in pkgutil.walk_packages(explainer.__path__, "explainer."):
        if ".torch_network" in module.name or module.name.endswith("__main__"):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, Formulary):
                found.setdefault(id(value), (f"{module.name}.{name}", value))
                found.setdefault(id(value.seldom), (f"{module.name}.{name}.seldom", value.seldom))
    assert len(found) > 50
    return dict(found.values())


def every_case() -> Iterator[tuple[str, Case]]:
    """Each formula and mistake, with a name for a test."""
    for name, formulary in every_formulary().items():
        for case in (*formulary.formulas, *formulary.mistakes):
            yield f"{name}.{case.formula.name}", case


def every_formula() -> list[Formula]:
    """All formulas, right and wrong, each once."""
    return list(dict.fromkeys(case.formula for _, case in every_case()))


def every_law() -> list[Formula]:
    """All formulas and mistakes, of those that are one function over the same names only one.

    Kinds that share a law hold it each under sentences of their own; what it gives, and how it is
    printed, depends on nothing else. Mistakes are the same where what they change is, too.
    """
    found: dict[tuple[object, ...], Formula] = {}
    for formula in every_formula():
        key = _law(formula)
        if isinstance(formula, Mistake):
            key = (*key, *_law(formula.instead_of), *formula.changes.items())
        found.setdefault(key, formula)
    return list(found.values())


def _law(formula: Formula) -> tuple[object, ...]:
    return formula.name, formula.function, *formula.renamed.items()


def every_mistake() -> list[Mistake]:
    """All mistakes, each once."""
    return [formula for formula in every_formula() if isinstance(formula, Mistake)]
