"""What a configuration says of its layers and how they are joined, each value of the right type.

Anything may stand in a JSON. What is no text where a name has to be, no list where layers have to
be, or deeper inside each other than models are, is refused here; the rest of the reader trusts it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from explainer.errors import ModelFileError, named, shown
from explainer.language import sentence
from explainer.readers.bounds import NESTING
from explainer.spec import Place

SEQUENTIAL, FUNCTIONAL, INPUT_LAYER = "Sequential", ("Functional", "Model"), "InputLayer"
# The layer that gives it, which call of that layer, and which of its outputs.
Source: TypeAlias = tuple[str, int, int]


@dataclass(frozen=True)
class KerasLayer:
    """One layer, or a model that stands as one.

    calls: what each call of it takes; none within a Sequential. model: what is inside.
    given: the sizes that it was built for, the batch first; empty where the file doesn't say.
    """

    name: str
    class_name: str
    config: Mapping[str, Any]
    calls: Sequence[Sequence[Source]] = ()
    model: KerasModel | None = None
    given: Sequence[Any] = ()

    @property
    def shape(self) -> Sequence[Any]:
        """The sizes of what it takes, the batch first, where the layer says them; None is open."""
        return self.config.get("batch_shape") or self.config.get("batch_input_shape") or ()


@dataclass(frozen=True)
class KerasModel:
    """A Sequential or functional model. takes, gives: its ends; none for a Sequential."""

    name: str
    functional: bool
    layers: Sequence[KerasLayer]
    takes: Sequence[Source] = ()
    gives: Sequence[Source] = ()
    shape: Sequence[Any] = ()


@dataclass
class Configuration:
    """Reads one file's. file: for errors; layer: where the reading is, for errors too."""

    file: str
    depth: int = 0
    inside: list[str] = field(default_factory=list)

    def refuse(self, fault: str, layer: str = "", advice: str = "") -> ModelFileError:
        """The error at a layer, or where the reading is."""
        return ModelFileError(
            Place(self.file), fault, layer=layer or ".".join(self.inside), advice=advice
        )

    def model(self, entry: Mapping[str, Any]) -> KerasModel:
        """A model with all that is in it; ModelFileError where something is of another type."""
        kind, config = entry.get("class_name", FUNCTIONAL[0]), entry.get("config")
        if kind != SEQUENTIAL and kind not in FUNCTIONAL:
            raise self.refuse(sentence("keras.no_functional", name=shown(kind)))
        if isinstance(config, list) and kind == SEQUENTIAL:
            config = {"layers": config}
        config = self.mapping(config, "config")
        self.depth += 1
        if self.depth > NESTING:
            raise self.refuse(sentence("keras.deep", most=str(NESTING)))
        functional = kind != SEQUENTIAL
        read = KerasModel(
            name=self.text(config.get("name") or "model", "name"),
            functional=functional,
            layers=tuple(map(self.layer, self.listed(config.get("layers"), "layers"))),
            takes=self.ends(config, "input_layers") if functional else (),
            gives=self.ends(config, "output_layers") if functional else (),
            shape=self.sizes(config, "build_input_shape"),
        )
        self.depth -= 1
        return read

    def layer(self, entry: Any) -> KerasLayer:
        """One entry of `layers`."""
        said = self.mapping(entry, "layers")
        class_name = self.text(said.get("class_name"), "class_name")
        config = said.get("config")
        inner = self.mapping(config, "config") if isinstance(config, Mapping) else {}
        name = said.get("name") or inner.get("name") or class_name.casefold()
        self.inside.append(self.text(name, "name"))
        if _is_anothers(said):
            raise self.refuse(
                sentence("keras.custom", name=shown(class_name)),
                advice=sentence("torch.no_kind_try"),
            )
        model = self.model(said) if class_name in (SEQUENTIAL, *FUNCTIONAL) else None
        if model is None:
            inner = self.mapping(config, "config")
        for key in ("batch_shape", "batch_input_shape"):
            self.sizes(inner, key)
        calls = self.calls(said.get("inbound_nodes"))
        given = self.built(said.get("build_config"))
        return KerasLayer(self.inside.pop(), class_name, inner, calls, model, given)

    def built(self, value: Any) -> Sequence[Any]:
        """For which sizes of its one input a layer was built, where Keras says it."""
        if not isinstance(value, Mapping) or not isinstance(value.get("input_shape"), list):
            return ()
        sizes = value["input_shape"]
        return sizes if all(size is None or _is_whole(size) for size in sizes) else ()

    def calls(self, nodes: Any) -> tuple[tuple[Source, ...], ...]:
        """What each call of a layer takes, as Keras 3 writes it, and as Keras 2 did."""
        found = []
        for call in self.listed(nodes or [], "inbound_nodes"):
            given = tuple(_sources(call, 0))
            if not given:
                raise self.refuse(sentence("keras.type", key="inbound_nodes", value=named(call)))
            found.append(given)
        return tuple(found)

    def ends(self, config: Mapping[str, Any], key: str) -> tuple[Source, ...]:
        """`[["a", 0, 0]]`, or `["a", 0, 0]` where there is one."""
        found = tuple(_sources(config.get(key), 0))
        if not found:
            raise self.refuse(sentence("keras.type", key=key, value=named(config.get(key))))
        return found

    def sizes(self, config: Mapping[str, Any], key: str) -> Sequence[Any]:
        """A list of sizes, those that are left open None; empty where nothing is said."""
        if config.get(key) is None:
            return ()
        sizes = self.listed(config[key], key)
        if not all(size is None or (_is_whole(size) and size > 0) for size in sizes):
            raise self.refuse(sentence("keras.type", key=key, value=named(sizes)))
        return sizes

    def mapping(self, value: Any, key: str) -> Mapping[str, Any]:
        """A value that has to be a mapping."""
        if not isinstance(value, Mapping):
            raise self.refuse(sentence("keras.type", key=key, value=named(value)))
        return value

    def listed(self, value: Any, key: str) -> Sequence[Any]:
        """A value that has to be a list."""
        if not isinstance(value, list):
            raise self.refuse(sentence("keras.type", key=key, value=named(value)))
        return value

    def text(self, value: Any, key: str) -> str:
        """A value that has to be a text, and not an empty one."""
        if not isinstance(value, str) or not value.strip():
            raise self.refuse(sentence("keras.type", key=key, value=named(value)))
        return value


def _is_anothers(said: Mapping[str, Any]) -> bool:
    """Whether a class is somebody's own, which may be called as one of Keras is."""
    module = said.get("module")
    if isinstance(module, str) and module.split(".")[0] not in ("keras", "tensorflow"):
        return True
    package, separator, _ = str(said.get("registered_name") or "").partition(">")
    return bool(separator) and package.casefold() != "keras"


def _sources(value: Any, depth: int) -> Iterator[Source]:
    """Every source in a value, however lists and mappings hold them."""
    if depth > NESTING:
        return
    if _is_source(value):
        yield value[0], value[1], value[2]
    elif isinstance(value, list):
        for each in value:
            yield from _sources(each, depth + 1)
    elif isinstance(value, Mapping):
        for key, each in value.items():
            if key != "shape":
                yield from _sources(each, depth + 1)


def _is_source(value: Any) -> bool:
    """`["a", 0, 0]`, behind which Keras 2 wrote what else the layer was called with."""
    return (
        isinstance(value, list)
        and len(value) >= 3
        and isinstance(value[0], str)
        and bool(value[0].strip())
        and all(_is_whole(number) and number >= 0 for number in value[1:3])
    )


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
