"""What a caller may say beside the model, each an object that says all about itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from explainer.network.whole_numbers import check_flag

if TYPE_CHECKING:
    from explainer.network.case import Case
    from explainer.page.nodes import Block
    from explainer.page.steps import Seen
    from explainer.results.results import Results

T = TypeVar("T")
A = TypeVar("A")
# What the Tab key offers, for the model on the line; None where there is none.
Offers: TypeAlias = Callable[[str | None], Iterable[str]]


def nothing(_: str | None) -> Iterable[str]:
    """No word is better than another."""
    return ()


def as_it_is(given: Any) -> Any:
    """Read elsewhere."""
    return given


@dataclass(frozen=True, kw_only=True)
class Option:
    """What can be said by an option of the command and by a keyword of `explain()`.

    name: of both; value: what stands for its value in the help, empty where it has none.
    help: for the command line; keyword: for Python, after the name.
    row: what it does, in the reference; without: what holds without it, there.
    row_value: what stands for its value there, where it is not the same.
    word: reads the word on the line; offers: what the Tab key offers.
    repeatable: whether it may stand on the line several times.
    """

    name: str
    value: str = ""
    help: str
    keyword: str
    row: str | Callable[[], str]
    row_value: str = ""
    without: str = ""
    word: Callable[[str], Any] = str
    offers: Offers = nothing
    repeatable: bool = False

    @property
    def listed(self) -> str:
        """Its row in the reference's table."""
        value = (self.row_value or self.value).replace("|", "\\|")
        does = self.row if isinstance(self.row, str) else self.row()
        without = f" {self.without} " if self.without else " "
        return f"| `{f'--{self.name} {value}'.strip()}` | {does} |{without}|"

    def add_to(self, group: Any) -> None:
        """Let a group of a parser take it."""
        settings: dict[str, Any] = {"help": self.help}
        if not self.value:
            settings["action"] = "store_true"
        elif self.repeatable:
            settings |= {"metavar": self.value, "action": "append"}
        else:
            settings |= {"metavar": self.value, "type": self.word}
        group.add_argument(f"--{self.name}", **settings)


@dataclass(frozen=True, kw_only=True)
class Question(Option, Generic[T, A]):
    """An option that asks for more of the report: there only where it is asked.

    read: the answerable question in what was given, or None; UsageError where there is none.
    check: UsageError where it can't be asked of this network.
    answer: what is worked out for it, once, and read by the page and the figures.
    part: its part of the page; first: whether that comes before all that is derived.
    key: in the JSON, with its figures.
    """

    read: Callable[[Any], T | None] = as_it_is
    check: Callable[[Case, T], None] | None = None
    answer: Callable[[Results, T], A] | None = None
    part: Callable[[Results, A, Seen], list[Block]] | None = None
    first: bool = False
    key: str = ""
    figures: Callable[[A], Any] | None = None


def flag(name: str) -> Callable[[Any], bool | None]:
    """Reads True or False; False asks nothing."""

    def read(given: Any) -> bool | None:
        check_flag(given, name)
        return given or None

    return read


def layers_of(model: str | None) -> list[str]:
    """The names of a model's layers, its inputs first; none where it can't be read again."""
    from explainer.readers import read

    if model in (None, "-"):
        return []
    spec = read(model)
    inputs = [each.name for each in spec.inputs] or ["input"]
    return [*inputs, *(layer.name for layer in spec.layers)]
