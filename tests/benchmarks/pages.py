"""What is timed: a page without formulas, and networks of any length."""

from __future__ import annotations

from pathlib import Path

from explainer.library.explain import explain
from explainer.render import to_pdf
from explainer.render.templates import FACES
from explainer.resources import resource


class NoFormulas(to_pdf.Paper):
    """The page as it is printed, with nothing where a formula would stand."""

    def formula(self, *_: object, **__: object) -> str:
        return ""

    def equation(self, *_: object, **__: object) -> str:
        return ""

    def lines(self, *_: object, **__: object) -> str:
        return ""


def write_page_without_formulas(model: str, path: Path) -> None:
    """The HTML that is printed as PDF, its formulas left out, its fonts read from their files."""
    whole, to_pdf.Paper = to_pdf.Paper, NoFormulas  # type: ignore[misc]
    try:
        html = to_pdf.paper_html(explain(model).page, "A4")
    finally:
        to_pdf.Paper = whole  # type: ignore[misc]
    for name in FACES:
        html = html.replace(
            f"font:{name}", (resource("templates") / "fonts" / f"{name}.woff2").as_uri()
        )
    path.write_text(html, encoding="utf-8")


def write_network(layers: int, path: Path) -> None:
    """A network of so many layers, no two convolutions alike."""
    lines = [f"name: {layers} layers", "input: 64x64x3", "layers:"]
    for number in range(layers):
        settings = f"{{out_channels: {16 + number // 3 % 97}, kernel_size: 3, padding: 1}}"
        lines.append(("  - conv2d: " + settings, "  - batch_norm2d", "  - relu")[number % 3])
    path.write_text("\n".join(lines) + "\n")
