"""All students' sheets behind each other, for the printer."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from pathlib import Path

from pikepdf import Object, ObjectStreamMode, Page, Pdf, PdfError

from explainer.errors import BrokenFileError
from explainer.language import sentence

FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")


def merged(paths: Iterable[Path]) -> bytes:
    """One PDF of all; each sheet begins on a new leaf when both sides are printed.

    Raises BrokenFileError where a sheet that was made before is no longer one.
    """
    whole, fonts = Pdf.new(), dict[bytes, Object]()
    for path in paths:
        with _sheet(path) as sheet:
            before = len(whole.pages)
            whole.pages.extend(sheet.pages)
            for page in whole.pages[before:]:
                _share_fonts(page, fonts)
            if len(sheet.pages) % 2:
                _, _, width, height = map(float, sheet.pages[0].mediabox)
                whole.add_blank_page(page_size=(width, height))
    out = io.BytesIO()
    whole.save(out, deterministic_id=True, object_stream_mode=ObjectStreamMode.generate)
    return out.getvalue()


def _sheet(path: Path) -> Pdf:
    try:
        return Pdf.open(io.BytesIO(path.read_bytes()))
    except (PdfError, OSError):
        raise BrokenFileError(sentence("file.no_pdf", file=str(path))) from None


def _share_fonts(page: Page, fonts: dict[bytes, Object]) -> None:
    """Let equal font programs be one: sheets of a class use the same letters."""
    for font in page.resources.get("/Font", {}).values():
        for descendant in font.get("/DescendantFonts", []):
            descriptor = descendant["/FontDescriptor"]
            for key in FONT_FILES:
                if key in descriptor:
                    digest = hashlib.sha256(descriptor[key].read_raw_bytes()).digest()
                    descriptor[key] = fonts.setdefault(digest, descriptor[key])
