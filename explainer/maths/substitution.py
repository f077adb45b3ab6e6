"""A formula's function in which something else stands for some of its symbols.

    substituted(weights, c_in=1)              a number
    substituted(stored, c_out="c_in")         another symbol
    substituted(positions, P=both_sides)      what another function gives

It is called like a function, with exact numbers or with sympy's symbols.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property, lru_cache
from typing import Any, TypeAlias

from explainer.maths.functions import product

Function: TypeAlias = Callable[..., Any]
Part: TypeAlias = "int | str | Function"


def substituted(function: Function, **parts: Part) -> Substitution:
    """The function with these parts, the same object whenever it is asked for.

    parts: by the function's parameters, or by the parts that it has already, at any depth.
    A number or a symbol stands for the parameter; a function works it out from symbols of
    its own.

    Raises TypeError where the function knows no such parameter or part.
    """
    return _substituted(function, tuple(parts.items()))


@cache
def _substituted(function: Function, changes: tuple[tuple[str, Part], ...]) -> Substitution:
    unknown = [name for name, _ in changes if not _knows(function, name)]
    if unknown:
        raise TypeError(f"{function} has no symbol {', '.join(unknown)}")
    if not isinstance(function, Substitution):
        return Substitution(function, dict(changes))
    parts = dict(function.parts)
    for name, change in changes:
        for place, part in function.parts.items():
            if callable(part) and _knows(part, name):
                parts[place] = substituted(part, **{name: change})
        if name in names_of(function.function):
            parts[name] = change
    return Substitution(function.function, parts)


def _knows(function: Function, name: str) -> bool:
    """Whether it has a symbol or a part of that name."""
    if isinstance(function, Substitution) and part_of(function, name) is not None:
        return True
    return name in names_of(function)


def part_of(function: Function, name: str) -> Part | None:
    """The part of that name, at any depth; None where there is none."""
    if not isinstance(function, Substitution):
        return None
    if name in function.parts:
        return function.parts[name]
    found = (part_of(part, name) for part in function.parts.values() if callable(part))
    return next((part for part in found if part is not None), None)


@dataclass(frozen=True, eq=False)
class Substitution:
    """A function over the symbols that are left, and those that its parts bring in.

    Its docstring is that of the function.
    """

    function: Function
    parts: Mapping[str, Part]

    def __post_init__(self) -> None:
        object.__setattr__(self, "__doc__", self.function.__doc__)

    @property
    def __name__(self) -> str:
        """The function with what stands in it, as `weights(c_in=1)`."""
        parts = ((name, getattr(part, "__name__", part)) for name, part in self.parts.items())
        return f"{self.function.__name__}({', '.join(f'{name}={part}' for name, part in parts)})"

    @cached_property
    def parameters(self) -> tuple[inspect.Parameter, ...]:
        """Each symbol once, in the order of the function; those with a neutral value come last."""
        found: dict[str, inspect.Parameter] = {}
        for parameter in parameters_of(self.function):
            for one in self._in_place_of(parameter):
                found.setdefault(one.name, one)
        return tuple(sorted(found.values(), key=lambda p: p.default is not p.empty))

    @property
    def __signature__(self) -> inspect.Signature:
        return inspect.Signature(self.parameters)

    def _in_place_of(self, parameter: inspect.Parameter) -> tuple[inspect.Parameter, ...]:
        match self.parts.get(parameter.name, parameter):
            case inspect.Parameter() as same:
                return (same,)
            case str(name):
                return (inspect.Parameter(name, parameter.kind),)
            case int():
                return ()
            case function:
                return parameters_of(function)

    def __call__(self, *numbers: Any) -> Any:
        """The function's result, of numbers or of sympy's symbols."""
        values = dict(zip(names_of(self), numbers, strict=True))
        return self.function(*(self._value(name, values) for name in names_of(self.function)))

    def _value(self, name: str, values: Mapping[str, Any]) -> Any:
        part = self.parts.get(name, name)
        if isinstance(part, str):
            return values[part]
        if isinstance(part, int):
            return exact(part, values.values())
        return part(*map(values.__getitem__, names_of(part)))


def exact(number: int, others: Iterable[Any]) -> Any:
    """The number as those beside it are: a fraction among numbers, else sympy's."""
    if all(isinstance(other, int | Fraction) for other in others):
        return Fraction(number)
    import sympy

    return sympy.Integer(number)


@lru_cache(maxsize=1 << 12)  # looking at a signature takes longer than most formulas take to run
def parameters_of(function: Function) -> tuple[inspect.Parameter, ...]:
    """The function's symbols, in order."""
    return tuple(inspect.signature(function).parameters.values())


@lru_cache(maxsize=1 << 12)
def names_of(function: Function) -> tuple[str, ...]:
    """Their names."""
    return tuple(parameter.name for parameter in parameters_of(function))


def product_of(*names: str) -> Function:
    """The function that multiplies the symbols of these names."""
    return _product_of(names)


@cache
def _product_of(names: tuple[str, ...]) -> Function:
    def multiplied(*numbers: Any) -> Any:
        return product(*numbers)

    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    signature = inspect.Signature([inspect.Parameter(name, kind) for name in names])
    multiplied.__signature__ = signature  # type: ignore[attr-defined]
    return multiplied
