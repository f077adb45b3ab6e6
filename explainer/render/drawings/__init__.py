"""Drawings as SVG: plain functions from a drawing's data to the text of a picture.

One file a drawing. Colours are CSS classes (templates/drawings.css), so that a picture
follows the page into dark mode; on paper the same rules stand inside the picture. Series
and parts differ in shape or pattern and in their label, never in colour alone.
"""

from __future__ import annotations

from typing import assert_never

from explainer.page import drawings as d
from explainer.render.drawings.attention import attention
from explainer.render.drawings.bar_chart import bar_chart
from explainer.render.drawings.crossing import crossing
from explainer.render.drawings.curves import curves
from explainer.render.drawings.cut import cut
from explainer.render.drawings.kernel import kernel
from explainer.render.drawings.mirror import mirror
from explainer.render.drawings.parts import parts
from explainer.render.drawings.patch import patch
from explainer.render.drawings.picture import Picture
from explainer.render.drawings.rearranged import rearranged
from explainer.render.drawings.stacks import stacks
from explainer.render.drawings.timeline import timeline
from explainer.render.drawings.unrolled import unrolled
from explainer.render.drawings.volumes import NARROW, volumes
from explainer.render.drawings.window import window


def draw(drawing: d.Drawing, key: str) -> tuple[Picture, ...]:
    """The drawing as one picture, or several where one would be higher than a page.

    key: a name that no other drawing on the page has; ids inside begin with it.
    """
    match drawing:
        case d.Attention():
            return (attention(drawing),)
        case d.BarChart():
            return bar_chart(drawing)
        case d.Crossing():
            return (crossing(drawing),)
        case d.Cut():
            return (cut(drawing),)
        case d.Rearranged():
            return (rearranged(drawing),)
        case d.Kernel():
            return (kernel(drawing, key),)
        case d.Patch():
            return (patch(drawing),)
        case d.Mirror():
            return (mirror(drawing),)
        case d.Volumes():
            return volumes(drawing, key)
        case d.Window():
            return (window(drawing, key),)
        case d.Parts():
            return (parts(drawing, key),)
        case d.Stacks():
            return (stacks(drawing, key),)
        case d.Unrolled():
            return (unrolled(drawing, key),)
        case d.Timeline():
            return (timeline(drawing, key),)
        case d.Curves():
            return (curves(drawing),)
        case _:
            assert_never(drawing)


def draw_narrow(drawing: d.Drawing, key: str) -> tuple[Picture, ...]:
    """The drawing for a screen as narrow as a phone's; none where the other one does."""
    return volumes(drawing, key, NARROW) if isinstance(drawing, d.Volumes) else ()
