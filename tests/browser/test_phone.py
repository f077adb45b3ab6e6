"""A report on a phone: no number is cut, pictures scale, formulas break or scroll in a box."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from explainer import explain

WIDE, HIGH = 390, 800
NAMES = ("vgg16", "unet", "densenet121", "resnet50")


@pytest.fixture(scope="module", params=NAMES)
def phone(
    request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Page]:
    """The report of a network, on a phone."""
    file: Path = tmp_path_factory.mktemp("phone") / f"{request.param}.html"
    file.write_text(explain(f"example:{request.param}").html(), encoding="utf-8")
    context = browser.new_context(viewport={"width": WIDE, "height": HIGH})
    page = context.new_page()
    page.goto(file.as_uri())
    yield page
    context.close()


def test_the_table_of_layers_has_name_values_and_parameters_and_no_half_numbers(phone):
    table = phone.locator("table", has=phone.locator("caption", has_text="row by row")).first
    name, *titles = table.locator("thead th:visible").all_inner_texts()
    assert name in ("layer", "layer or block")
    assert titles == ["values of one image", "weights", "biases"]
    for row in table.locator("tbody tr, tfoot tr").all():
        assert row.locator("> *:visible").count() == 1 + len(titles)
    cut = table.evaluate(
        """table => [...table.querySelectorAll('tr > *')].filter(cell => cell.offsetParent)
        .filter(cell => {
            const words = document.createRange();
            words.selectNodeContents(cell);
            const {left, right} = words.getBoundingClientRect();
            return left < 0 || right > innerWidth - 16 || cell.scrollWidth > cell.clientWidth + 1;
        }).map(cell => cell.innerText)"""
    )
    assert not cut


def test_the_page_is_as_wide_as_the_phone(phone):
    assert phone.evaluate("document.documentElement.scrollWidth") <= WIDE


def test_the_network_has_a_picture_that_is_legible_there(phone):
    # The network, and where blocks are opened a picture of these.
    box, *_ = [each for each in phone.locator(".narrow").all() if each.is_visible()]
    assert box.bounding_box()["width"] <= WIDE - 40
    assert not any(each.is_visible() for each in phone.locator(".roomy").all())
    sizes = box.locator("text").evaluate_all(
        "all => all.map(e => e.getBoundingClientRect().height)"
    )
    assert min(sizes) > 7  # a line of letters of 6 pixels
    right = box.locator("text, rect").evaluate_all(
        "all => Math.max(...all.map(e => e.getBoundingClientRect().right))"
    )
    assert right <= WIDE - 16


def test_no_equation_is_cut(phone):
    """What is wider than its place lies in a box that scrolls, and that box begins in sight."""
    cut = phone.evaluate(
        """() => [...document.querySelectorAll('main math')].filter(math => {
            if (!math.offsetParent && !math.getClientRects().length) return false;
            if (math.getBoundingClientRect().right <= innerWidth) return false;
            for (let box = math; box; box = box.parentElement) {
                const how = getComputedStyle(box).overflowX;
                if (how === 'auto' && box.getBoundingClientRect().right <= innerWidth) return false;
            }
            return true;
        }).map(math => math.textContent)"""
    )
    assert not cut
    runs = phone.evaluate(
        """() => [...document.querySelectorAll('main p.eq')]
        .filter(line => line.scrollWidth > line.clientWidth + 1).map(line => line.textContent)"""
    )
    assert not runs  # they break before an operator, or a part of them scrolls


def test_no_badge_begins_a_line(phone):
    """It says what the number before it is."""
    alone = phone.evaluate(
        """() => [...document.querySelectorAll('.eq .tag, .printed .tag')].filter(tag =>
            tag.getBoundingClientRect().left - tag.parentElement.getBoundingClientRect().left < 20
        ).map(tag => tag.parentElement.textContent)"""
    )
    assert not alone
