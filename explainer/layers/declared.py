"""What a file repeats of a layer's input, as torch's classes want it: `in_features: 1050`.

It decides nothing, since the input is known; but where the two differ the file is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping

from explainer.errors import ModelFileError
from explainer.language import Words, number, sentence
from explainer.layers.layer import FEATURES, Layer, Shape
from explainer.layers.setting_types import Count, Reading
from explainer.spec import Given

DECLARED = Count()


def check_declared(
    layer: Layer,
    settings: Mapping[str, Given],
    inputs: tuple[Shape, ...],
    seen_as: Shape,
    label: Words,
    name: str,
) -> None:
    """Stop where the file declares another number of channels, or features, than comes in.

    seen_as: the volume that a row of features was before it was flattened; else the input.
    label, name: the layer with its kind, and alone.
    """
    if not layer.declares or layer.declares not in settings:
        return
    written, comes = settings[layer.declares], inputs[0][-1]
    declared = DECLARED.read(Reading(written, layer.declares, label))
    if declared == comes:
        return
    *places, channels = seen_as
    flattened = len(inputs[0]) in FEATURES and bool(places)
    product = "·".join(map(str, (channels, *places))) + " = " if flattened else ""
    what = "features" if len(inputs[0]) in FEATURES else "channels"
    raise ModelFileError(
        written.place,
        sentence(
            f"declared.{what}", layer=name, declared=number(declared), given=product + number(comes)
        ),
        layer=str(label),
        advice=sentence("declared.try", written=f"{layer.declares}: {comes}"),
    )
