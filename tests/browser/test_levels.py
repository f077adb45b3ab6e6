"""From the network to the layer to the formula, and the anchors that links rely on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.test_pages import RULES, set_field

IDS = "all => all.map((one) => one.id)"


def test_three_levels_and_back(reader):
    page = reader.open("networks/index.html")
    page.get_by_role("link", name="VGG-16").click()
    page.get_by_role("link", name="conv1_1", exact=True).click()
    page.locator("#weights").get_by_role("link", name="About this formula").click()
    assert page.url.endswith("formulas/conv2d-weights.html")
    assert "number of groups" in reader.text("main table")
    # Places with the same numbers stand there once, so conv2_2 of VGG-16 has its own line.
    line = page.locator(".uses li", has_text="147,456").first
    assert "147,456" in line.inner_text()
    line.get_by_role("link").click()
    assert page.locator("#weights").is_visible()


def test_anchors_stay_when_numbers_change(reader):
    page = reader.open("networks/vgg16/conv1_1.html")
    before = page.locator("[data-quantity], .slip").evaluate_all(IDS)
    assert "weights-input_depth_forgotten" in before
    set_field(page, "kernel_size", "5")
    after = page.locator("[data-quantity], .slip").evaluate_all(IDS)
    assert set(before) <= set(after)
    page.goto(f"{page.url.partition('#')[0]}#weights-input_depth_forgotten")
    assert page.locator(":target").count() == 1


def test_what_the_page_writes_is_what_python_wrote(reader):
    """Changed and changed back, a page reads as it did without its script."""
    page = reader.open("networks/vgg16/conv1_1.html")
    told = "all => all.map((one) => one.innerText.replace(/\\s+/g, ' '))"
    before = page.locator("[data-quantity]").evaluate_all(told)
    drawn = page.locator("[data-window]").inner_text()
    set_field(page, "kernel_size", "5")
    assert page.locator("[data-quantity]").evaluate_all(told) != before
    set_field(page, "kernel_size", "3")
    assert page.locator("[data-quantity]").evaluate_all(told) == before
    assert page.locator("[data-window]").inner_text() == drawn


def test_ids_occur_once_a_page(site: Path):
    for file in site.rglob("*.html"):
        ids = re.findall(r'\sid="([^"]+)"', file.read_text(encoding="utf-8"))
        assert len(ids) == len(set(ids)), file


def test_a_slider_works_from_the_keyboard(reader):
    page = reader.open("networks/lenet5/c1.html")
    page.get_by_label("kernel_size, by dragging").focus()
    page.keyboard.press("ArrowRight")
    assert page.get_by_label("kernel_size", exact=True).input_value() == "6"
    assert reader.text("[data-output]") == "27×27×6"
    # The layer is worked out though the network now ends at c5, and that is said.
    assert "kernel of c5" in reader.text("[data-status]")


def test_the_keyboard_reaches_the_content_first(reader):
    page = reader.open("networks/vgg16/index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.url.endswith("#content")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_layer_that_is_moved_keeps_the_keyboard(reader):
    page = reader.open("own.html")
    page.get_by_role("button", name="Move down: conv2d 1").press("Enter")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == (
        "Move down: conv2d 2"
    )
    page.get_by_role("button", name="Remove: relu 1").press("Enter")
    assert page.evaluate("document.activeElement.closest('form') !== null")


@pytest.mark.parametrize(
    "path", ["networks/lenet5/c1.html", "formulas/conv2d-weights.html", "own.html", "check.html"]
)
def test_axe_finds_nothing_in_the_dark(browser, site, path):
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(f"file://{site}/{path}")
    found = Axe().run(page, options=RULES)
    context.close()
    assert [one["id"] for one in found.response["violations"]] == []


def test_a_diagnosis_shows_its_formula_and_what_comes_next(reader):
    page = reader.open("check.html")
    page.wait_for_function("document.querySelectorAll('[name=place] option').length > 5")
    page.locator("[name=network]").select_option("vgg16")
    page.wait_for_function("document.querySelector('[name=place] option[value=conv1_1]')")
    page.locator("[name=place]").select_option("conv1_1")
    page.locator("[name=quantity]").select_option("weights")
    page.locator("[name=value]").fill("576")
    page.get_by_role("button", name="Check it").click()
    found = reader.text("[data-diagnosis]")
    assert "3·3·64=576" in found.replace(" ", "")
    assert "conv1_2.weights" in found
    # There c_in = c_out: swapping them goes unnoticed.
    page.locator("[name=place]").select_option("conv1_2")
    page.locator("[name=quantity]").select_option("biases")
    page.locator("[name=value]").fill("64")
    page.get_by_role("button", name="Check it").click()
    assert "coincidence" in reader.text("[data-diagnosis]")
