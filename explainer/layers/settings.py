"""The settings of a kind of layer: name, type, default, and the symbols they give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from explainer.language import Words
from explainer.layers.setting_types import Reading, SettingType, Sides
from explainer.maths import Exact
from explainer.spec import Given

REQUIRED = object()


@dataclass(frozen=True)
class Follows:
    """A default that is the value of another setting, read before: a pool's stride, its kernel."""

    setting: str

    def __call__(self, earlier: Mapping[str, Any]) -> Any:
        """The value of that setting."""
        return earlier[self.setting]


# By this name a default finds the shapes of what the layer takes.
INPUTS = "inputs"


@dataclass(frozen=True)
class ChannelsOfInput:
    """A default that is the number of channels, or features, that come in, as a shape."""

    def __call__(self, earlier: Mapping[str, Any]) -> Any:
        """The shape of one position."""
        return (earlier[INPUTS][0][-1],)


@dataclass(frozen=True)
class Setting:
    """One setting of a kind.

    default: the value where the file doesn't say; REQUIRED; or a function of the
        settings read before it, such as Follows.
    symbols: the formulas' names for it, one an axis.
    aliases: the names Keras has for it.
    by_name: whether it is only written by its name, as torch's class has no such argument.
    about: a whole sentence for `explain layers` and for editors.
    """

    name: str
    type: SettingType
    default: Any = REQUIRED
    symbols: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    about: str = ""
    by_name: bool = False

    def left_out(self, earlier: Mapping[str, Any], inputs: tuple[tuple[int, ...], ...]) -> Any:
        """The default, which may follow from the settings before it or from what comes in."""
        if not callable(self.default):
            return self.default
        return self.default({**earlier, INPUTS: inputs})

    def value(
        self,
        given: Given | None,
        layer: Words,
        earlier: Mapping[str, Any],
        inputs: tuple[tuple[int, ...], ...],
    ) -> Any:
        """The value read from the file, or the default where the file doesn't say."""
        found = None if given is None else self.type.read(Reading(given, self.name, layer))
        if found is not None or (given is not None and not callable(self.default)):
            return found
        return self.left_out(earlier, inputs)

    def numbers(self, value: Any) -> dict[str, Exact]:
        """The symbols this value gives, with their numbers; a flag is 1, and 2 where it is on."""
        if isinstance(value, Sides):
            return {f"p_{side}": padding for side, padding in asdict(value).items()}
        if isinstance(value, str) or value is None:
            return {}
        if isinstance(value, bool):
            value = 1 + value
        parts = value if isinstance(value, tuple) else (value,)
        pairs = zip(self.symbols, parts, strict=False)
        return {symbol: part for symbol, part in pairs if part is not None}
