"""The pages as readers use them: numbers that follow, checking, building, searching, reading."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from explainer import explain
from tests.promises.references import pages

LARGEST = 300_000
PAGES = (
    "index.html",
    "networks/index.html",
    "networks/vgg16/index.html",
    "networks/densenet121/index.html",
    "networks/totals-recipe/index.html",
    "networks/lenet5/c1.html",
    "networks/small-cnn-50/pool2.html",
    "mistakes/index.html",
    "mistakes/input_depth_forgotten.html",
    "kinds/index.html",
    "kinds/conv2d.html",
    "lessons/index.html",
    "glossary.html",
    "reference/index.html",
    *(f"reference/{page.stem}.html" for page in pages()),
    "changelog.html",
    "check.html",
    "own.html",
    "search.html",
)
RULES = {
    "preload": False,
    "resultTypes": ["violations"],  # all rules run; of what passed one element each is described
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
}


def set_field(page, label: str, value: str) -> None:
    page.get_by_label(label, exact=True).fill(value)


def test_a_batch_changes_all_that_depends_on_it(reader):
    page = reader.open("networks/vgg16/index.html")
    assert reader.text("[data-fact=training]") == "1,782,191,392"
    set_field(page, "images in a batch", "2")
    # One image more: its values, and a gradient for each, of four bytes.
    assert reader.text("[data-fact=training]") == f"{1_782_191_392 + 2 * 15_237_608 * 4:,}"
    assert reader.text("[data-fact=parameters]") == "138,357,544"
    assert page.locator(".defaults").count() == 0 or page.locator("body.changed").count() == 1
    assert page.url.endswith("#batch=2")
    page.get_by_role("button", name="Go back to the defaults").click()
    assert reader.text("[data-fact=training]") == "1,782,191,392"


def test_the_lines_of_a_layer_follow(reader):
    page = reader.open("networks/vgg16/conv1_1.html")
    set_field(page, "kernel_size", "5")
    assert "5·5·3·64" in reader.text("#weights .lines").replace(" ", "")
    assert "4,800" in reader.text("#weights .lines")
    assert reader.text("[data-output]") == "222×222×64"
    # The change goes along to the network's page.
    page.get_by_role("link", name="VGG-16").first.click()
    page.wait_for_url("**/index.html#*")
    assert reader.text("[data-node='1']").split()[-2:] == ["4,864", f"{222 * 222 * 64:,}"]


def test_which_mistakes_hide_follows(reader):
    page = reader.open("networks/vgg16/conv1_1.html")
    assert page.locator("#H_out .slip.hides").count() == 0
    set_field(page, "stride", "2")
    hidden = page.locator("#H_out .slip.hides .title").all_inner_texts()
    assert "Padding counted once." in hidden


def test_what_can_not_be_built_is_said(reader):
    page = reader.open("networks/lenet5/c5.html")
    set_field(page, "kernel_size", "50")
    told = reader.text("[data-status]")
    assert "can't be built" in told
    assert "50" in told
    set_field(page, "kernel_size", "0")
    assert "whole number" in reader.text("[data-status]")


def test_whether_it_fits(reader):
    page = reader.open("networks/vgg16/index.html")
    page.locator("[name=memory]").fill("8")
    assert "is 52" in reader.text("[data-answer]")
    assert "7,999,135,456" in reader.text("[data-answer]")
    page.locator("[name=memory]").fill("1")
    assert "even one image" in reader.text("[data-answer]")


@pytest.mark.parametrize(
    ("place", "quantity", "value", "unit", "told"),
    [
        ("conv1_1", "weights", "576", "", ["Input depth forgotten", "Kernel not squared"]),
        ("conv1_1", "weights", "1,728", "", ["Right."]),
        ("", "totals.parameters", "138M", "", ["Right, as rounded."]),
        ("", "totals.activations", "61.0", "MiB", ["Wrong unit", "MB"]),
        ("", "totals.activations", "24M", "", ["Inputs counted beside outputs", "Prefix lost"]),
        ("", "training.total", "1.2", "GB", ["Gradients forgotten", "Optimizer state forgotten"]),
        ("conv1_1", "weights", "192", "", ["Input depth forgotten, and then: Kernel not squared"]),
        ("conv1_1", "weights", "577", "", ["not explained", "1,728", "no two known slips"]),
        ("", "totals.activations", "31M", "", ["Padding counted once, and then: Prefix lost"]),
        ("", "totals.parameters", "138,400,000", "", ["Right, as rounded."]),
        ("", "totals.parameters", "0.138B", "", ["Right, as rounded."]),
        ("conv1_1", "weights", "1.728", "", ["Wrong unit: the number is right in K."]),
        ("", "training.total", "26 MB", "GB", ["two units: MB behind it, and GB in the list"]),
        ("conv1_1", "weights", "lots", "", ["no number"]),
    ],
)
def test_checking_a_number(reader, place, quantity, value, unit, told):
    page = reader.open("check.html")
    page.locator("[name=network]").select_option("vgg16")
    page.wait_for_function("document.querySelectorAll('[name=place] option').length > 30")
    page.locator("[name=place]").select_option(place)
    page.locator("[name=quantity]").select_option(quantity)
    page.locator("[name=value]").fill(value)
    page.locator("[name=unit]").select_option(unit)
    page.get_by_role("button", name="Check it").click()
    found = reader.text("[data-diagnosis]")
    assert [words for words in told if words not in found] == []


def test_a_slip_before_is_found(reader):
    page = reader.open("check.html")
    page.locator("[name=network]").select_option("small-cnn-50")
    page.wait_for_function("document.querySelector('[name=place] option[value=fc]')")
    page.locator("[name=place]").select_option("fc")
    page.locator("[name=quantity]").select_option("weights")
    page.locator("[name=value]").fill("5,408,000")
    page.get_by_role("button", name="Check it").click()
    found = reader.text("[data-diagnosis]")
    assert "was given a wrong size" in found
    assert "Ceiling for floor" in found


def test_a_network_of_ones_own(reader, tmp_path):
    page = reader.open("own.html")
    page.locator("[name=start]").select_option("lenet5")
    page.wait_for_function("document.querySelectorAll('.chain li').length > 5")
    assert "61,706" in reader.text("[data-own-result] tfoot")
    page.get_by_role("button", name=re.compile("Remove: linear")).last.click()
    page.locator("[data-kinds]").select_option("linear")
    page.get_by_role("button", name="Add this layer").click()
    page.locator(".chain [type=number]").last.fill("7")
    file = tmp_path / "own.yaml"
    file.write_text(page.locator("pre").inner_text(), encoding="utf-8")
    figures = json.loads(explain(file).json())
    shown = page.locator("[data-own-result] tfoot td.number").all_inner_texts()
    assert shown[0] == f"{figures['totals']['parameters']:,}"
    assert shown[1] == f"{figures['totals']['activations']:,}"


def test_an_input_of_ones_own_keeps_its_order(reader, tmp_path):
    """3×20×24 is written in fields that say which is which: the file says so too."""
    page = reader.open("own.html")
    for name, size in (("height", 3), ("width", 20), ("channels", 24)):
        page.locator(f"[name={name}]").fill(str(size))
    told = reader.text("[data-own-result] .note")
    assert told.startswith("Which order is meant?")
    assert told.endswith("write height 20, width 24 and channels 3.")
    file = tmp_path / "own.yaml"
    file.write_text(page.locator("pre").inner_text(), encoding="utf-8")
    figures = json.loads(explain(file).json())
    assert figures["input"] == [3, 20, 24]
    shown = page.locator("[data-own-result] tfoot td.number").all_inner_texts()
    assert shown[0] == f"{figures['totals']['parameters']:,}"
    page.get_by_label("conv2d 1: kernel_size").fill("9")
    assert "height 20, width 24 and channels 3" in reader.text("[data-status]")
    page.locator("[name=channels]").fill("3")
    assert page.locator("[data-own-result] .note").count() == 0
    assert "Which order" not in reader.text("[data-status]")


def test_what_does_not_go_together_is_said(reader):
    page = reader.open("own.html")
    page.locator("[data-kinds]").select_option("conv2d")
    page.get_by_role("button", name="Add this layer").click()
    assert "takes an image" in reader.text("[data-status]")


@pytest.mark.parametrize("words", ["138,357,544", "138357544", "138M"])
def test_a_number_is_found(reader, words):
    page = reader.open("search.html")
    page.get_by_role("searchbox").fill(words)
    first = page.locator(".results a").evaluate_all("all => all.map((a) => a.getAttribute('href'))")
    assert any("vgg16/index.html" in address for address in first[:5])


def test_words_are_found(reader):
    page = reader.open("search.html")
    page.get_by_role("searchbox").fill("kernel not squared")
    assert reader.text(".results a") == "Kernel not squared"
    page.get_by_role("searchbox").fill("zebra")
    assert reader.text("[data-found]") == "Nothing was found."


def test_without_script_a_page_is_complete(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"file://{site}/networks/vgg16/index.html")
    assert "138,357,544" in page.locator("main").inner_text()
    assert page.locator("form:visible").count() == 0
    page.goto(f"file://{site}/networks/vgg16/conv1_1.html")
    assert "1,728" in page.locator("#weights .lines").inner_text()
    assert page.locator("#weights .slip").count() >= 2
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(reader, path):
    page = reader.open(path)
    found = Axe().run(page, options=RULES)
    assert [
        (one["id"], one["nodes"][0]["html"][:200]) for one in found.response["violations"]
    ] == []


@pytest.mark.parametrize("path", PAGES)
def test_a_phone_shows_no_page_wider_than_itself(browser, site, path):
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(f"file://{site}/{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


def test_a_page_prints(reader):
    page = reader.open("networks/lenet5/c1.html")
    assert page.pdf().startswith(b"%PDF")
    page.emulate_media(media="print")
    assert page.locator("nav.top").is_hidden()


def test_every_link_leads_somewhere(site: Path):
    broken = []
    anchors: dict[Path, set[str]] = {}
    for file in site.rglob("*.html"):
        html = file.read_text(encoding="utf-8")
        for address in re.findall(r'(?:href|src)="([^"]+)"', html):
            parts = urlsplit(address)
            if parts.scheme:
                continue
            target = (file.parent / unquote(parts.path)).resolve() if parts.path else file
            if not target.is_file():
                broken.append((file.name, address))
            elif parts.fragment and "=" not in parts.fragment:
                if target not in anchors:
                    text = target.read_text(encoding="utf-8")
                    anchors[target] = set(re.findall(r'id="([^"]+)"', text))
                if unquote(parts.fragment) not in anchors[target]:
                    broken.append((file.name, address))
    assert broken == []


def test_pages_are_many_and_small(site: Path):
    sizes = {file: file.stat().st_size for file in site.rglob("*.html")}
    assert len(sizes) >= 40
    assert [str(file) for file, size in sizes.items() if size >= LARGEST] == []


def test_nothing_is_fetched_from_elsewhere(site: Path):
    for file in site.rglob("*.html"):
        html = file.read_text(encoding="utf-8")
        assert not re.search(r'(?:src=|<link[^>]*href=)"(?:https?:)?//', html)
        assert "fetch(" not in html
