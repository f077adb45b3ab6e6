"""What a reader types or follows that can't be taken: it is told, and nothing old looks new."""

from __future__ import annotations

import shutil

from tests.browser.test_pages import set_field


def test_a_wrong_number_marks_its_field_and_what_is_old(reader):
    page = reader.open("networks/vgg16/index.html")
    for wrong in ("0", "9" * 20):
        set_field(page, "images in a batch", wrong)
        told = reader.text("[data-status]")
        assert "“images in a batch” has to be a whole number from 1 to 999,999,999,999" in told
        assert page.locator("body.stale [aria-invalid=true]").count() == 1
    set_field(page, "images in a batch", "2")
    assert page.locator("body.stale, [aria-invalid]").count() == 0


def test_a_layer_that_holds_is_not_marked_as_old(reader):
    page = reader.open("networks/lenet5/c1.html")
    set_field(page, "kernel_size", "6")
    assert reader.text("[data-status]").endswith("What is shown of this layer holds all the same.")
    assert page.locator("body.stale").count() == 0


def test_a_memory_may_have_decimals(reader):
    page = reader.open("networks/vgg16/index.html")
    page.locator("[name=memory]").fill("7.9")
    # One image takes 1,782,191,392 bytes, each further one 121,900,864: 51 fit into 7.9 GB.
    assert "fits is 51" in reader.text("[data-answer]")
    page.locator("[name=memory]").fill("0")
    assert "above 0" in reader.text("[data-answer]")


def test_what_an_address_can_not_mean_changes_nothing(reader):
    page = reader.open("networks/vgg16/index.html#foo=3&bytes=float8&nolayer.stride=2")
    assert page.locator("body.changed").count() == 0
    assert page.locator("[data-changed]").is_hidden()


def test_going_back_restores_every_word(reader):
    page = reader.open("networks/vgg16/fc1.html")
    before = page.locator("main").inner_text().split()
    set_field(page, "out_features", "100")
    page.get_by_role("button", name="Go back to the defaults").click()
    assert page.locator("main").inner_text().split() == before


def ask(page, place: str, quantity: str, value: str) -> None:
    page.wait_for_function("document.querySelectorAll('[name=place] option').length > 5")
    page.locator("[name=network]").select_option("vgg16")
    page.wait_for_function("document.querySelector('[name=place] option[value=conv1_1]')")
    page.locator("[name=place]").select_option(place)
    page.locator("[name=quantity]").select_option(quantity)
    page.locator("[name=value]").fill(value)


def test_rows_take_no_memory(reader):
    page = reader.open("check.html")
    ask(page, "conv1_1", "H_out", "224 MB")
    assert page.locator("[name=unit]").is_disabled()
    page.get_by_role("button", name="Check it").click()
    assert "take no memory" in reader.text("[data-diagnosis]")


def test_a_figure_for_a_batch_is_checked(reader):
    page = reader.open("check.html")
    ask(page, "", "training.total", f"{1_782_191_392 + 31 * 121_900_864:,}")
    set_field(page, "examples in a batch", "32")
    page.get_by_role("button", name="Check it").click()
    assert reader.text("[data-diagnosis]").startswith("Right.")
    set_field(page, "examples in a batch", "1")
    assert reader.text("[data-diagnosis]") == ""
    page.get_by_role("button", name="Check it").click()
    assert not reader.text("[data-diagnosis]").startswith("Right.")


def test_bytes_where_another_unit_was_asked(reader):
    page = reader.open("check.html")
    ask(page, "", "totals.activations", "60,950,432")
    page.locator("[name=unit]").select_option("MB")
    page.get_by_role("button", name="Check it").click()
    assert "right in bytes" in reader.text("[data-diagnosis]")


def test_the_search_follows_its_address(reader):
    page = reader.open("search.html#q=24M")
    assert "24M" in reader.text(".results li")
    page.evaluate("location.hash = 'q=553.4'")
    page.wait_for_function("document.querySelector('[name=q]').value === '553.4'")
    assert page.locator(".results li").count() > 1


def test_a_table_that_is_missing_is_told(browser, site, tmp_path):
    """Of a site that was copied in part the page says what it lacks, and the command to run."""
    copied = tmp_path / "copied"
    shutil.copytree(site / "assets", copied / "assets")
    (copied / "data").mkdir()
    shutil.copy(site / "check.html", copied)
    for script in (site / "data").glob("*.js"):
        shutil.copy(script, copied / "data")
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"file://{copied}/check.html")
    page.locator("[name=network]").select_option("vgg16")
    told = page.locator("[data-diagnosis]")
    page.wait_for_function("document.querySelector('[data-diagnosis]').textContent")
    page.wait_for_function(
        "document.querySelector('[data-diagnosis]').textContent.includes('vgg16')"
    )
    assert "data/vgg16/whole.js can't be loaded" in told.inner_text()
    assert "explain diagnose" in told.inner_text()
    assert page.get_by_role("button", name="Check it").is_disabled()
    context.close()
