"""Average pooling over depth, height and width: torch.nn.AvgPool3d."""

from __future__ import annotations

from explainer.language import sentence
from explainer.layers.layer import Fault, Situation
from explainer.layers.padding import padded_in_pairs
from explainer.layers.pooling import avg_pool

avg_pool3d = avg_pool(
    "avg_pool3d",
    "Takes the average of each window of a solid, channel by channel.",
    ("D", "H", "W"),
)


@avg_pool3d.check
def window_fits_without_padding(situation: Situation, values: dict[str, int]) -> Fault | None:
    """torch's rule, for this pool alone: the window is no larger than the solid itself."""
    for axis in "DHW" if padded_in_pairs(situation) else "":
        size, k = values[f"{axis}_in"], values[f"k_{axis.lower()}"]
        if k > size:
            return Fault(
                sentence("kernel.unpadded"),
                (f"{axis}_in = {size}     k = {k}",),
                sentence("kernel.unpadded_try"),
                small=True,
            )
    return None
