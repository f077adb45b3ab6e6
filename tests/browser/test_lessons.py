"""The lessons as students use them: figures that follow, exercises that say which slip it was."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from explainer.website.lessons.functions import Functions
from explainer.website.lessons.pages import html_of, lesson_paths, slug
from explainer.website.networks import networks_of
from tests.browser.test_pages import RULES
from tests.promises.test_lessons import answer

LESSON = pytest.mark.parametrize("name", list(map(slug, lesson_paths())))
CHECK_ALL = """() => [...document.querySelectorAll("[data-exercise]")].map((form) => {
  form.elements.value.value = form.dataset.answer;
  form.requestSubmit();
  return form.querySelector(".diagnosis").innerText.split("\\n")[0];
})"""


def figure(page, number: int = 0):
    return page.locator(".figure-live").nth(number)


def test_a_layer_follows(reader):
    page = reader.open("lessons/output-size-of-a-convolution.html")
    shown = figure(page)
    shown.get_by_label("stride", exact=True).fill("2")
    # (50 + 2·1 − 3) / 2 = 24.5, and the first place.
    assert "25" in shown.locator(".lines").inner_text()
    assert shown.locator("[data-output]").inner_text() == "25×25×32"
    shown.locator("summary").click()
    hidden = shown.locator(".slip.hides .title").all_inner_texts()
    assert "Padding counted once." in hidden
    shown.get_by_label("kernel_size", exact=True).fill("70")
    assert "can't be built" in shown.locator("[role=status]").inner_text()


def test_a_pooling_of_an_even_height_reads_every_row(reader):
    page = reader.open("lessons/output-size-of-pooling.html")
    shown = figure(page)
    assert "never read" in shown.locator("[data-window]").inner_text()
    shown.get_by_role("spinbutton", name="height").fill("26")
    shown.get_by_role("spinbutton", name="width").fill("26")
    assert shown.locator("[data-output]").inner_text() == "13×13×64"
    assert f"{13 * 13 * 64:,}" in shown.locator("[data-quantity=activations] .lines").inner_text()
    # A drawing of the old numbers must not stay.
    drawn = shown.locator("[data-window]")
    assert drawn.is_hidden() or "never read" not in drawn.inner_text()


def test_a_whole_network_follows(reader):
    page = reader.open("lessons/training-memory.html")
    shown = figure(page)
    shown.get_by_label("images in a batch", exact=True).fill("1")
    shown.get_by_label("optimizer").select_option(label="adam")
    right = 4_632_902 * 4 * 4 + 2 * 157_226 * 4
    assert f"{right:,}" in shown.locator("[data-quantity=bytes_of_training] .lines").inner_text()


def test_inference_has_no_optimizer_to_choose(reader):
    page = reader.open("lessons/inference-memory.html")
    assert figure(page).get_by_label("optimizer").count() == 0
    figure(page).get_by_label("images in a batch", exact=True).fill("2")
    right = 4_632_902 * 4 + 100_000 * 2 * 4
    assert f"{right:,}" in figure(page).inner_text()


def test_units_follow(reader):
    page = reader.open("lessons/units.html")
    figure(page).get_by_label("number of values").fill("1,048,576")
    assert figure(page).locator("[data-unit=MiB]").inner_text() == "4.000"
    assert figure(page).locator("[data-unit=MB]").inner_text() == "4.194"
    figure(page).get_by_label("number of values").fill("many")
    assert "whole number" in figure(page).locator("[role=status]").inner_text()


@pytest.mark.parametrize(
    ("lesson", "number", "value", "told"),
    [
        ("weights-and-biases", 1, "2,400", ["Right."]),
        ("weights-and-biases", 1, "400", ["Wrong", "Input depth forgotten", "2,400"]),
        ("weights-and-biases", 1, "480", ["Wrong", "Kernel not squared"]),
        ("weights-and-biases", 1, "2,401", ["not explained"]),
        ("weights-and-biases", 1, "some", ["no number"]),
        ("output-size-of-pooling", 3, "55", ["Floor for ceiling"]),
        ("units", 2, "46.8", ["Wrong unit", "MB"]),
        ("training-memory", 2, "0.98", ["Activations forgotten", "Wrong"]),
        ("vgg-16-and-the-24m", 1, "24M", ["Prefix lost in a sum", "Inputs counted beside outputs"]),
        ("vgg-16-and-the-24m", 1, "93 MB", ["Prefix lost in a sum", "MB for MiB"]),
        ("inference-memory", 1, "283,296", ["Inference sums all activations"]),
    ],
)
def test_an_exercise_says_which_slip_it_was(reader, lesson, number, value, told):
    page = reader.open(f"lessons/{lesson}.html")
    place = page.locator(f"#exercise-{number}")
    place.locator("[name=value]").fill(value)
    place.get_by_role("button", name="Check it").click()
    found = place.locator(".diagnosis").inner_text()
    assert [words for words in told if words not in found] == []


@LESSON
def test_every_right_answer_is_right(reader, name):
    page = reader.open(f"lessons/{name}.html")
    path = next(path for path in lesson_paths() if slug(path) == name)
    functions = Functions(networks_of([]))
    html_of(path, functions)
    forms = page.locator("[data-exercise]")
    assert forms.count() == len(functions.exercises)
    for number, one in enumerate(functions.exercises):
        forms.nth(number).evaluate(f"form => form.dataset.answer = '{answer(one)}'")
    assert {said.split(",")[0].rstrip(".") for said in page.evaluate(CHECK_ALL)} == {"Right"}


@LESSON
def test_axe_finds_nothing(reader, name):
    page = reader.open(f"lessons/{name}.html")
    page.locator("details").evaluate_all("all => all.forEach((one) => (one.open = true))")
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []


@LESSON
def test_a_phone_shows_no_lesson_wider_than_itself(browser, site, name):
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(f"file://{site}/lessons/{name}.html")
    page.locator("details").evaluate_all("all => all.forEach((one) => (one.open = true))")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


@LESSON
def test_without_script_a_lesson_is_complete(browser, site, name):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"file://{site}/lessons/{name}.html")
    assert page.locator("form:visible").count() == 0
    assert page.locator(".step math").count() > 0
    assert page.locator(".exercise .question:visible").count() >= 2
    assert "explain diagnose" in page.locator(".exercise").first.inner_text()
    solution = page.locator(".exercise details").first
    solution.locator("summary").click()
    assert solution.locator("math").first.is_visible()
    context.close()


def test_the_lessons_lead_from_one_to_the_next(reader):
    page = reader.open("lessons/index.html")
    page.locator("ul.index a").first.click()
    seen = [page.url]
    while (following := page.locator("a[rel=next]")).count():
        following.click()
        page.wait_for_url(lambda url, last=seen[-1]: url != last)
        seen.append(page.url)
    assert len(seen) == len(lesson_paths())
    page.locator("a[rel=prev]").click()
    page.wait_for_url(re.compile(re.escape(seen[-2])))


def test_the_home_page_counts_the_lessons(reader):
    reader.open("index.html")
    assert f"{len(lesson_paths())} lessons" in reader.text(".doors")
