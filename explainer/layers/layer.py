"""What a kind of layer is: its settings, its formulas, the mistakes people make with it.

    max_pool2d = Layer("max_pool2d", takes=VOLUME, settings=(...), reference="https://…",
                       does=Does.POOLS, backward=Backward(Saved.INPUT, makes=(INDICES,)), ...)

    @max_pool2d.formula()
    def activations(H_out, W_out, c_out):
        '''One value is stored for each position and channel.'''
        return H_out * W_out * c_out

    @max_pool2d.mistake(instead_of=weights)
    def pooling_given_weights(k_h, k_w, c_in): ...

A formula without parameters is a plain fact: `weights` of a pooling layer is 0.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeAlias

from explainer.layers.axes import AXES, PASSED_ON
from explainer.layers.libraries import ClassName, Library, torch
from explainer.layers.of_any_kind import COUNTS_ANYWAY, SHARED, left_out, sharing
from explainer.layers.quantities import QUANTITIES
from explainer.layers.refusal import declared
from explainer.layers.setting_types import Count
from explainer.layers.settings import REQUIRED, Setting
from explainer.layers.tensor_law import Parts, TensorLaw
from explainer.layers.traits import Backward, Built, Chain, Does, Example, Module, OfWindow
from explainer.maths import Formula, Mistake
from explainer.maths.formulary import Formulary

__all__ = ["AXES", "PASSED_ON"]  # of axes.py, which kinds take from here

Shape: TypeAlias = tuple[int, ...]

FEATURES, SEQUENCE, VOLUME, SOLID = (1,), (2,), (3,), (4,)
ANYTHING = (1, 2, 3, 4)
NO_SETTINGS = Example()
NO_NUMBERS: Mapping[str, Any] = MappingProxyType({})
CLASS_OF_TORCH = re.compile(r"/torch\.nn\.(\w+)\.html")


class Keeps(enum.Enum):
    """What the textbook account says of a layer's output."""

    NEW = "new"  # a tensor of its own, counted once
    IN_PLACE = "in place"  # written over its input
    NOTHING = "nothing"  # the same values seen in another shape, or not counted


@dataclass(frozen=True)
class Situation:
    """What a layer's choice of formula may depend on.

    settings: their values as read; inputs: the shapes of what it takes.
    counted: whether the textbook account counts its output, where the file says so.
    shared: which of its parameters are another layer's: `weights`, `biases`, `buffers`.
    """

    settings: Mapping[str, Any]
    inputs: tuple[Shape, ...]
    counted: bool | None = None
    shared: frozenset[str] = frozenset()

    @property
    def rank(self) -> int:
        """How many axes the first input has."""
        return len(self.inputs[0])


@dataclass(frozen=True)
class Fault:
    """Why a layer can't be built: a whole sentence, the sum that shows it, what to try.

    small: the image is too small, as one may be whose sizes were read in the wrong order.
    apart: branches have different sizes, as where one has lost a row by rounding.
    """

    fault: str
    sum: tuple[str, ...] = ()
    advice: str = ""
    small: bool = False
    apart: bool = False


Condition: TypeAlias = Callable[[Situation], bool]
Check: TypeAlias = Callable[..., Fault | None]


class Layer(Formulary):
    """One kind of layer.

    kind: torch.nn's name in snake case.
    takes: how many axes its input may have (features, volume, …).
    takes_with: the same where its settings decide.
    many: whether it takes several inputs (add, concat).
    settings: in torch's order; a bare value in the file is the first, see `bare`.
    declares: what a file may repeat of the input, by torch's name: `in_channels`.
    elsewhere: the classes of other libraries that it is; that of torch.nn is its reference's.
    gives: how many axes its output has; the input's number where it doesn't say.
    keeps: what its output is in the textbook account.
    of_window: what a window makes of its values where that needs no weights; drawn with numbers.
    gates: what a recurrent kind makes of each position, in torch's order, by keys of sentences.
    tokens: whether its input are token numbers, and not real ones.
    outputs: those behind the first; parts: the same where the settings say how many there are.
    inner: what it makes inside while it runs.
    about: a whole sentence that says what it does; reference: where its rule is published.

    does, backward, module: what it does, what torch keeps of it, and its class there.
    caffe: whether Caffe has a layer for it. tensors: the shapes of those that it learns, if any.
    example: a small layer; a kind without settings that it can't do without needs none.
    chain: how it stands in the site's form for own chains, None where it isn't offered there.
    varied: the settings that a drawn exercise may change.
    sample: numbers of the catalogue's examples where its symbols aren't as in a convolution.

    IncompleteKind where something is left out that has no default of its own.

    seldom: mistakes that are looked for when a number has to be explained; reports don't show them.
    """

    def __init__(
        self,
        kind: str,
        *,
        about: str | None = None,
        reference: str | None = None,
        takes: tuple[int, ...] | None = None,
        does: Does | None = None,
        backward: Backward | None = None,
        module: Module | None = None,
        caffe: bool | None = None,
        settings: Iterable[Setting] = (),
        many: bool = False,
        gives: Callable[[Situation], int] = lambda situation: situation.rank,
        keeps: Callable[[Situation], Keeps] = lambda _: Keeps.NEW,
        tensors: Callable[[Built], list[Shape]] | None = None,
        example: Example = NO_SETTINGS,
        chain: Chain | None = None,
        varied: tuple[str, ...] = (),
        sample: Mapping[str, Any] = NO_NUMBERS,
        outputs: Iterable[TensorLaw] = (),
        parts: Parts | None = None,
        inner: Iterable[TensorLaw] = (),
        tokens: bool = False,
        of_window: OfWindow | None = None,
        declares: str = "",
        takes_with: Callable[[Mapping[str, Any]], tuple[int, ...]] | None = None,
        elsewhere: Iterable[ClassName] = (),
        gates: Iterable[str] = (),
    ) -> None:
        self.kind = kind
        self.about = declared(kind, "about", about)
        self.reference = declared(kind, "reference", reference)
        self.takes = declared(kind, "takes", takes)
        self._takes_with = takes_with
        self.does = declared(kind, "does", does)
        self.backward = declared(kind, "backward", backward)
        self.module = declared(kind, "module", module)
        self.caffe = declared(kind, "caffe", caffe)
        self.tensors, self.example, self.chain = tensors, example, chain
        self.varied, self.of_window = varied, of_window
        self.many, self.gives, self.usually_keeps = many, gives, keeps
        super().__init__("weights", sample)
        self.settings = tuple(settings)
        self.outputs, self.inner, self.tokens = tuple(outputs), tuple(inner), tokens
        self.parts = parts
        self.checks: list[Check] = []
        self.declares, self.elsewhere = declares, tuple(elsewhere)
        self.gates = tuple(gates)

    def unit_of(self, name: str) -> str:
        """What a formula of that name counts in any kind."""
        return QUANTITIES[name].unit

    def takes_here(self, settings: Mapping[str, Any]) -> tuple[int, ...]:
        """How many axes its input may have with these settings."""
        return self.takes if self._takes_with is None else self._takes_with(settings)

    def check(self, function: Check) -> Check:
        """A decorator: the function gets the numbers it names, and returns a Fault or None."""
        self.checks.append(function)
        return function

    def keeps(self, situation: Situation) -> Keeps:
        """What its output is in the textbook account, which the file may say by `counted`."""
        if situation.counted is None:
            return self.usually_keeps(situation)
        return Keeps.NEW if situation.counted else Keeps.NOTHING

    def formulas_for(self, situation: Situation) -> dict[str, Formula]:
        """The formulas that apply, with what stands for them where the file says so."""
        found = super().formulas_for(situation)
        found |= {name: SHARED[name] for name in situation.shared}
        if situation.counted is False:
            found["activations"] = left_out
        elif situation.counted and self.usually_keeps(situation) is not Keeps.NEW:
            found["activations"] = COUNTS_ANYWAY[self.gives(situation)]
        return found

    def mistakes_for(self, situation: Situation) -> list[Mistake]:
        """The mistakes that may be made here, in what is the layer's own."""
        found = super().mistakes_for(situation)
        if not situation.shared:
            return found
        others = {*situation.shared, "parameters"}
        return [each for each in found if each.spoils not in others] + sharing.mistakes_for(None)

    @property
    def class_names(self) -> tuple[ClassName, ...]:
        """The classes of other libraries that may stand for it, that of torch.nn first."""
        found = CLASS_OF_TORCH.search(self.reference)
        declared = {each.name for each in self.elsewhere if each.library is Library.TORCH}
        of_torch = (torch(found[1]),) if found and found[1] not in declared else ()
        return (*of_torch, *(each for each in self.elsewhere if not each.differs))

    @property
    def bare(self) -> str:
        """What a bare value in the file means: torch's first argument that has to be given.

        That is the number of the input's channels where no setting has to be given; empty
        where there is nothing that it could mean.
        """
        if self.many:
            return "from"
        first = self.settings[0] if self.settings else None
        if self.declares and (first is None or first.default is not REQUIRED):
            return self.declares
        return first.name if first else ""

    def in_a_row(self, written_as: ClassName | None = None) -> tuple[str, ...]:
        """What a list gives one after the other, as arguments in code: nn.Conv2d(1, 32, 3).

        None where a list is a single value, such as the sides of a window or branches.
        written_as: the class that stands in the file; those of Keras aren't told the input.
        """
        if written_as is not None and written_as.row:
            return written_as.row
        told = written_as is None or written_as.library is not Library.KERAS
        names = tuple(setting.name for setting in self.settings if not setting.by_name)
        if self.declares and told:
            return (self.declares, *names)
        counts = bool(self.settings) and isinstance(self.settings[0].type, Count)
        return names if counts and not self.many else ()

    def outputs_beside(self, situation: Situation) -> tuple[TensorLaw, ...]:
        """The outputs behind the first, with these settings and inputs."""
        return self.outputs if self.parts is None else self.parts.laws(situation)

    def names_beside(self, given: Mapping[str, Any]) -> tuple[str, ...]:
        """What a file calls them, from the settings as they stand in it."""
        if self.parts is None:
            return tuple(law.name for law in self.outputs)
        return tuple(str(number) for number in range(2, self.parts.written(given) + 1))

    @property
    def adaptive(self) -> bool:
        """Whether its windows follow from the size that its output is given."""
        return any(setting.name == "output_size" for setting in self.settings)

    @property
    def pools_whole_image(self) -> bool:
        """Whether its window is the image, whatever the settings are."""
        windows = {"kernel_size", "output_size"} & {setting.name for setting in self.settings}
        return self.does is Does.POOLS and not windows

    def __repr__(self) -> str:
        return f"Layer({self.kind!r})"
