"""The lessons' pages, the list of them, and the networks' scripts that only they need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from markupsafe import Markup

from explainer.language import sentence
from explainer.render.templates import lesson_environment
from explainer.website.hand_written import all_hand_written
from explainer.website.lessons.cases import work_of
from explainer.website.lessons.exercises import exercises_script
from explainer.website.lessons.functions import Functions
from explainer.website.network_script import network_data, network_script
from explainer.website.networks import Network
from explainer.website.page import CHECKS, ENGINE, written


def lesson_files(networks: Sequence[Network]) -> Iterator[tuple[str, str]]:
    """A page for each lesson, the list of them, and scripts of networks that the site lacks."""
    paths = lesson_paths()
    rows = [
        (f"{slug(path)}.html", f"{number}. {title(path)}", lead(path))
        for number, path in enumerate(paths, 1)
    ]
    here, told = "lessons/index.html", sentence("site.lessons_lead")
    yield here, written("list", here, sentence("site.learn"), lead=told, parts=[("", "", rows)])
    scripts: dict[str, str] = {}
    for number in range(len(paths)):
        functions = Functions(networks)
        yield f"lessons/{slug(paths[number])}.html", _page(paths, number, functions)
        if functions.exercises:
            yield _tables_of(paths[number]), exercises_script(functions.exercises)
        for key in sorted(functions.used):
            address, on_site = functions.script(key)
            if not on_site:
                scripts[address] = key
    for address, key in scripts.items():
        work = work_of(key)
        yield address, network_script(key, network_data(work.case))


def lesson_paths() -> list[Path]:
    """The lessons in the order of their numbers."""
    return all_hand_written("lessons")


def slug(path: Path) -> str:
    """What the lesson's page is called."""
    return path.stem.partition("-")[2]


def title(path: Path) -> str:
    """The lesson's first line."""
    return path.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ").strip()


def lead(path: Path) -> str:
    """The question that the lesson answers: its first paragraph."""
    return " ".join(path.read_text(encoding="utf-8").split("\n\n")[1].replace("`", "").split())


def _page(paths: Sequence[Path], number: int, functions: Functions) -> str:
    path = paths[number]
    content = html_of(path, functions)
    around = {"before": number - 1, "after": number + 1}
    links = {
        name: (f"{slug(paths[i])}.html", title(paths[i]))
        for name, i in around.items()
        if 0 <= i < len(paths)
    }
    return written(
        "lesson",
        f"lessons/{slug(path)}.html",
        title(path),
        content=content,
        number=number + 1,
        count=len(paths),
        trail=(("index.html", sentence("site.learn")),),
        scripts=_scripts(functions, path),
        **{"before": None, "after": None, **links},
    )


def html_of(path: Path, functions: Functions) -> Markup:
    """The lesson itself; the functions know then which exercises and networks it has."""
    template = lesson_environment().from_string(path.read_text(encoding="utf-8"))
    return functions.places.html(template.render(functions.every()))


def _scripts(functions: Functions, path: Path) -> tuple[str, ...]:
    """The program and the networks, where anything on the page follows the reader."""
    if not functions.used and not functions.live and not functions.exercises:
        return ()
    data = [functions.script(key)[0] for key in sorted(functions.used)]
    checks = (*CHECKS, _tables_of(path)) if functions.exercises else ()
    return (*ENGINE, *data, *checks, "assets/figures.js")


def _tables_of(path: Path) -> str:
    """The script that checks the answers to the lesson's exercises."""
    return f"lessons/data/{slug(path)}-exercises.js"
