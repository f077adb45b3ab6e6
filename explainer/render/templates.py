"""The templates and style sheets that HTML and PDF are made with, read once."""

from __future__ import annotations

import base64
import re
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from explainer.language.numbers import number
from explainer.render.template_words import say
from explainer.resources import resource

# The file of each face, and what CSS calls it: family, weight, style.
FACES = {
    "stix-two-text-regular": ("STIX Two Text", 400, "normal"),
    "stix-two-text-italic": ("STIX Two Text", 400, "italic"),
    "stix-two-text-semibold": ("STIX Two Text", 600, "normal"),
    "stix-two-math": ("STIX Two Math", 400, "normal"),
}


@cache
def environment() -> Environment:
    """The templates' environment: whatever is not markup already is escaped.

    A template says the sentences of the catalogue by `say`.
    """
    made = Environment(
        loader=FileSystemLoader(resource("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"say": say, "grouped": number}
    return made


@cache
def lesson_environment() -> Environment:
    """For text that is ours and Markdown: nothing is escaped, an unknown name is an error."""
    return Environment(undefined=StrictUndefined)


@cache
def style(*names: str) -> str:
    """The style sheets of these names behind each other, without comments and indentation."""
    folder = resource("templates")
    whole = "\n".join((folder / f"{name}.css").read_text("utf-8") for name in names)
    without_comments = re.sub(r"/\*.*?\*/", "", whole, flags=re.DOTALL)
    return re.sub(r"\s*\n\s*", "\n", without_comments).strip()


@cache
def style_on_paper(*names: str) -> str:
    """The same with the colours of paper in place of the variables.

    WeasyPrint looks up no variables inside a picture, and takes time for them on a page.
    """
    colours = dict(re.findall(r"(--[\w-]+): *([^;]+);", style("print")))
    return re.sub(r"var\((--[\w-]+)[^)]*\)", lambda found: colours[found[1]], style(*names))


@cache
def font(name: str) -> bytes:
    """A face as WOFF2."""
    return (resource("templates") / "fonts" / f"{name}.woff2").read_bytes()


@cache
def faces_inside() -> str:
    """The faces as @font-face rules that carry their fonts with them."""
    return faces({n: f"data:font/woff2;base64,{base64.b64encode(font(n)).decode()}" for n in FACES})


def faces(addresses: dict[str, str]) -> str:
    """The @font-face rules of the faces, each at its address."""
    return "\n".join(
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-style: {slope};'
        f' src: url({addresses[name]}) format("woff2"); }}'
        for name, (family, weight, slope) in FACES.items()
    )
