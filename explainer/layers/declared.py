"""What a file repeats of a layer's input, as torch's classes want it: `in_features: 1050`.

It decides nothing, since the input is known; but where the two differ the file is wrong.
"""

from __future__ import annotations

from collections.abc import Callable

from explainer.errors import ModelFileError
from explainer.language import Words, number, sentence
from explainer.layers.layer import FEATURES, Layer, Shape
from explainer.layers.setting_types import Count, Reading
from explainer.spec import LayerSpec

DECLARED = Count()


def check_declared(
    layer: Layer,
    spec: LayerSpec,
    inputs: tuple[Shape, ...],
    seen_as: Callable[[], Shape],
    label: Words,
) -> None:
    """Stop where the file declares another number of channels, or features, than comes in.

    seen_as: gives the volume that a row of features was before it was flattened; else the input.
    """
    if not layer.declares or layer.declares not in spec.settings:
        return
    written, comes = spec.settings[layer.declares], inputs[0][-1]
    declared = DECLARED.read(Reading(written, layer.declares, label))
    if declared == comes:
        return
    *places, channels = seen_as()
    flattened = len(inputs[0]) in FEATURES and bool(places)
    product = "·".join(map(str, (channels, *places))) + " = " if flattened else ""
    what = "features" if len(inputs[0]) in FEATURES else "channels"
    raise ModelFileError(
        written.place,
        sentence(
            f"declared.{what}",
            layer=spec.name,
            declared=number(declared),
            given=product + number(comes),
        ),
        layer=str(label),
        advice=sentence("declared.try", written=f"{layer.declares}: {comes}"),
    )
