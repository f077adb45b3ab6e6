"""Every kind's formulas and mistakes as a script: the same trees, printed to JavaScript.

    explain.kinds = {conv2d: [{name:"H_out", needs:[["H_in"],["k_h"],["s_h"],["p_h",0]],
                               f: (o,v) => …, forms: {"p_h": (o,v) => …}}, …], …}

f: the law with every symbol; forms: the line without the symbols that stand at their neutral
values, by their names. unit: what a right formula counts, where those are
no values. star: the formula adds up any number of symbols. of: what a mistake
spoils; seldom: one that reports don't show. when: for a formula of a whole network, whether it
holds; without it, always.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from typing import Any

from explainer.language import both_readings
from explainer.layers import LAYERS
from explainer.layers.input import INPUT
from explainer.layers.layer import Layer
from explainer.maths import Formula, Mistake
from explainer.maths import tree as t
from explainer.maths.formulary import Case, Formulary
from explainer.mistakes.formularies import OVER_NETWORKS
from explainer.render.maths.javascript import javascript
from explainer.website.conditions import ALWAYS, NEVER, condition

# What no reader can change: all layers learn, every step is one batch, and nothing is added.
PLAIN = {"frozen": 0, "M": 0, "micro_batches": 1}
# The formulas of a whole network, which hold by its numbers; a layer's hold by its signature.
OF_THE_WHOLE = ("network", "training", "inference")
# From values to bytes, and to the units that they are written in.
OF_SIZES = ("memory_units", "amounts")


def kinds() -> dict[str, list[Case]]:
    """The cases of every kind of layer, of the sums, the accounts and the units."""
    return {name: cases(formulary) for name, formulary in _shown().items()}


def _shown() -> dict[str, Formulary]:
    """Those that the site works out anew; the others differ only in what no reader can change."""
    others = {name: OVER_NETWORKS[name] for name in (*OF_THE_WHOLE, *OF_SIZES)}
    return {INPUT.kind: INPUT, **LAYERS, **others}


@cache
def places_of_formulas() -> dict[int, tuple[str, int]]:
    """Where the script has each formula, by its id: its group and its number there."""
    found: dict[int, tuple[str, int]] = {}
    for group, all_ in kinds().items():
        for index, case in enumerate(all_):
            found.setdefault(id(case.formula), (group, index))
    return found


def cases(formulary: Formulary) -> list[Case]:
    """Its formulas, its mistakes, and those that reports don't show, in this order.

    Those that hold for no network as the site shows it are left out.
    """
    found = [*formulary.formulas, *formulary.mistakes, *formulary.seldom.mistakes]
    if isinstance(formulary, Layer):  # they hold by its settings
        return found
    return [case for case in found if condition(case.when, PLAIN) != NEVER]


def kinds_script() -> str:
    """The script."""
    parts = [f"{json.dumps(kind)}:[\n{_cases(kind, all_)}]" for kind, all_ in kinds().items()]
    return "explain.kinds={" + ",\n".join(parts) + "};\n"


def _cases(kind: str, all_: list[Case]) -> str:
    rare = {id(m.formula) for m in _shown()[kind].seldom.mistakes}
    whole = kind in OF_THE_WHOLE
    return ",\n".join(
        formula_script(
            case.formula,
            rare=id(case.formula) in rare,
            when=condition(case.when, PLAIN) if whole else ALWAYS,
        )
        for case in all_
    )


def formula_script(
    formula: Formula, *, rare: bool = False, when: str = ALWAYS, told: bool = True
) -> str:
    """One formula or mistake. told: whether its sentence is shown."""
    parts = [f"name:{json.dumps(formula.name)}", f"needs:{json.dumps(_needs(formula))}"]
    if formula.unit != "values" and not isinstance(formula, Mistake):
        parts.append(f"unit:{json.dumps(formula.unit)}")
    if told:
        parts.append(f"why:{json.dumps(both_readings(formula.why), ensure_ascii=False)}")
    if isinstance(formula, Mistake):
        parts.append(f"of:{json.dumps(formula.spoils)}")
    if rare:
        parts.append("seldom:true")
    if when != ALWAYS:
        parts.append(f"when:(o,v)=>{when}")
    if star := star_of(formula):
        parts.append(f"star:{star}")
    else:
        parts.append(f"f:{_function(formula.law(formula.arguments(_ones(formula))))}")
        if forms := ",".join(_forms(formula)):
            parts.append(f"forms:{{{forms}}}")
    return "{" + ",".join(parts) + "}"


def star_of(formula: Formula) -> str:
    """How it adds up any number of symbols: `true` for all, `-1` for all but the last, or not."""
    if not formula.takes_many or len(formula.needs) != 1:
        return ""
    tree = formula.law(formula.arguments(dict.fromkeys(formula.needs, (1, 2, 3, 4))))
    names = [t.Symbol(f"{formula.needs[0]}_{i}") for i in (1, 2, 3, 4)]
    sums: dict[t.Tree, str] = {t.Sum(tuple(names)): "true", t.Sum(tuple(names[:-1])): "-1"}
    return sums.get(tree, "")


def _needs(formula: Formula) -> list[list[Any]]:
    neutral = formula.neutral
    return [[need, neutral[need]] if need in neutral else [need] for need in formula.needs]


def _ones(formula: Formula) -> dict[str, Any]:
    """Numbers to write the law with: which ones makes no difference to it.

    Of two matrices there is one number each, and a formula picks that of one of them.
    """
    return dict.fromkeys(formula.needs, (1, 1) if _picks_one(formula) else 1)


def _picks_one(formula: Formula) -> bool:
    """Whether it takes a single one of any number of symbols."""
    if not formula.takes_many or len(formula.needs) != 1:
        return False
    of_several = (dict.fromkeys(formula.needs, (1,) * count) for count in (2, 3))
    return all(isinstance(formula.law(formula.arguments(each)), t.Symbol) for each in of_several)


def _function(tree: t.Tree) -> str:
    return f"(o,v)=>{javascript(tree)}"


def _forms(formula: Formula) -> Iterator[str]:
    """The line for each set of symbols that may stand at their neutral values."""
    names = sorted(formula.neutral)
    for size in range(1, len(names) + 1):
        for dropped in combinations(names, size):
            tree = formula.form_without(formula.needs, frozenset(dropped))
            yield f"{json.dumps(','.join(dropped))}:{_function(tree)}"
