"""How many pages a report of each length has on paper, and that none of them is left half empty."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest

import explainer
from explainer.options.extent import Detail
from explainer.render import press
from explainer.render.templates import FACES, font
from explainer.render.to_pdf import FONTS, paper_html

# A4 pages at most, by example: of the handout, and of the worked report.
BUDGETS = {
    "vgg16": (2, 8), "alexnet": (2, 8),
    "lenet5": (2, 6), "small-cnn-50": (2, 6), "tiny-cnn-512": (2, 6),
    "seven-parts": (1, 3), "totals-recipe": (1, 2),
    "resnet18": (2, 10), "unet": (2, 10),
    "resnet50": (2, 12), "densenet121": (2, 12), "googlenet": (2, 12), "mobilenet_v2": (2, 12),
    "vit_b_16": (2, 12), "convnext_tiny": (2, 12), "efficientnet_b0": (2, 12),
    "text_encoder": (2, 12), "char_lstm": (2, 8),
}  # fmt: skip
CASES = [
    pytest.param(name, detail, most, id=f"{name}-{detail}")
    for name, budget in BUDGETS.items()
    for detail, most in zip(("handout", "worked"), budget, strict=True)
]
# No page but the last is emptier than this at its foot.
MOST_EMPTY = 1 / 3
# The height of a line, in pixels of CSS.
A_LINE = 14
HEADINGS = {"h1", "h2", "h3", "h4", "caption", "thead"}


@dataclass(frozen=True)
class Sheet:
    """A page as it is printed: which share of it is empty at its foot, and what stands last."""

    empty: float
    last: str


@cache
def sheets(name: str, detail: Detail) -> tuple[Sheet, ...]:
    """The pages of an example's report, laid out once."""
    page = explainer.explain(f"example:{name}", detail=detail).page
    fonts = {FONTS[face]: font(face) for face in FACES}
    weasyprint = press._load()
    with press._unpacked_fonts(weasyprint) as unpacked:
        html = weasyprint.HTML(
            string=paper_html(page, "A4"), url_fetcher=press._sealed(weasyprint, fonts)
        )
        return tuple(_sheet(one._page_box) for one in html.render(font_config=unpacked).pages)


def _sheet(page: Any) -> Sheet:
    flow = page.children[0]
    ends = list(_ends(flow, ()))
    end = max(found for found, _ in ends)
    top, height = page.content_box_y(), page.height
    # A label in the margin stands beside what it labels, and may end a little lower than that.
    last = [tags for found, tags in ends if found > end - A_LINE]
    headings = [[tag for tag in tags if tag in HEADINGS] for tags in last]
    return Sheet(1 - (end - top) / height, headings[0][0] if all(headings) else last[-1][-1])


def _ends(box: Any, above: tuple[str, ...]) -> Iterator[tuple[float, tuple[str, ...]]]:
    """Where each line and picture ends, with the tags around it."""
    tags = (*above, box.element_tag or "")
    inner = getattr(box, "children", ())
    if not inner and box.height not in ("auto", None, 0):
        yield box.position_y + box.height, tags
    for child in inner:
        yield from _ends(child, tags)


@pytest.mark.parametrize(("name", "detail", "most"), CASES)
def test_a_report_keeps_to_its_pages(name: str, detail: Detail, most: int) -> None:
    assert len(sheets(name, detail)) <= most


@pytest.mark.parametrize(("name", "detail", "most"), CASES)
def test_no_page_is_left_empty_and_no_heading_stands_alone(
    name: str, detail: Detail, most: int
) -> None:
    *whole, _ = sheets(name, detail)
    assert not [page.last for page in whole if page.last in HEADINGS]
    assert not [page.empty for page in whole if page.empty > MOST_EMPTY]
