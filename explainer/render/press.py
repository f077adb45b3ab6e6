"""The press: WeasyPrint, loaded fast, allowed to fetch nothing, stopped by a missing glyph."""

from __future__ import annotations

import contextlib
import gc
import importlib
import io
import logging
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from types import ModuleType
from typing import Any

from explainer.errors import CannotWriteError, MissingPackageError, seen
from explainer.files.interrupts import heeded
from explainer.language import sentence

INSTALL = "apt-get install -y --no-install-recommends"
LIBRARIES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
# How WeasyPrint 70 tells of a character that no font has: draw/text.py.
NO_GLYPH = ".notdef glyph rendered"
# The package with the glyphs, by words in the character's name; the first that fits.
FONTS = {
    "fonts-droid-fallback": ("CJK", "IDEOGRAPH", "KANA", "HANGUL", "BOPOMOFO", "FULLWIDTH"),
    "fonts-noto-color-emoji": ("EMOJI",),
}
EMOJI = range(0x1F000, 0x1FB00)
OTHER_FONTS = "fonts-noto-core"


def print_pdf(html: str, fonts: Mapping[str, bytes]) -> bytes:
    """The PDF of a page of HTML.

    fonts: by the address that the page's style gives them; nothing else can be fetched
    but data: addresses.
    Raises KeyboardInterrupt where a Ctrl-C came, which the libraries below swallow here and
    there; CannotWriteError where the fonts have no room to be unpacked.
    """
    with heeded(), _room_for_fonts(), _no_collection(), _no_missing_glyphs():
        press = _load()
        with _whole_labels():
            return _printed(press, html, fonts)


def _printed(press: ModuleType, html: str, fonts: Mapping[str, bytes]) -> bytes:
    with _unpacked_fonts(press) as unpacked:
        page = press.HTML(string=html, url_fetcher=_sealed(press, fonts))
        printed = page.write_pdf(pdf_variant="pdf/ua-1", font_config=unpacked)
    assert isinstance(printed, bytes)
    return printed


@contextmanager
def _room_for_fonts() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        place = seen(error.filename) if error.filename else sentence("pdf.temporary")
        raise CannotWriteError(
            sentence("pdf.no_room", place=place, reason=seen(error.strerror or error))
        ) from None


@cache
def _load() -> ModuleType:
    """WeasyPrint, or MissingPackageError with the command that installs what it lacks."""
    try:
        return _imported()
    except ImportError as missing:
        raise MissingPackageError(
            sentence("pdf.no_weasyprint", reason=seen(missing)),
            sentence("hint.try", command="pip install weasyprint"),
        ) from missing
    except OSError as missing:
        raise MissingPackageError(
            sentence("pdf.no_library", reason=seen(missing)),
            sentence("pdf.no_library_try", command=f"{INSTALL} {LIBRARIES}"),
        ) from missing


def _imported() -> ModuleType:
    """The module, imported without what it would print, and at first without look-ups."""
    with contextlib.redirect_stdout(io.StringIO()):
        if sys.platform == "linux":
            with contextlib.suppress(OSError), _no_lookups():
                return importlib.import_module("weasyprint")
            for name in [name for name in sys.modules if name.split(".")[0] == "weasyprint"]:
                del sys.modules[name]
        return importlib.import_module("weasyprint")


@contextmanager
def _no_lookups() -> Iterator[None]:
    """Let ctypes find no library by its short name.

    For each of its seven libraries WeasyPrint tries several names, and cffi hands those that
    are no file names to ctypes.util.find_library, which starts gcc, ld and ldconfig for each:
    54 processes, a third of the time of the import. The last name that WeasyPrint tries on
    Linux is the plain soname (libpango-1.0.so.0), which the loader finds by itself. Where it
    does not, the import fails, and is done again with the look-ups.
    """
    import ctypes.util

    look_up = ctypes.util.find_library
    ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = look_up


def _sealed(press: Any, fonts: Mapping[str, bytes]) -> Any:
    """A fetcher that knows our own fonts and data: addresses, and neither network nor files.

    The fonts would fit into data: addresses too, but WeasyPrint reads a style sheet letter
    by letter, and a quarter of a megabyte of them takes longer than all the rest of it.
    """

    class Sealed(press.urls.URLFetcher):  # type: ignore[misc]  # it has no types
        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
            if url in fonts:
                return press.urls.URLFetcherResponse(
                    url, fonts[url], {"Content-Type": "font/woff2"}
                )
            return super().fetch(url, headers)

    return Sealed(allowed_protocols={"data"}, allow_redirects=False)


@contextmanager
def _unpacked_fonts(press: ModuleType) -> Iterator[Any]:
    """WeasyPrint's fonts, and the folder that it unpacks them into removed at the end.

    It removes the folder when its object is collected, and as that hangs in a cycle, never
    before the program ends: a folder in /tmp would be left behind for every report.
    """
    unpacked = press.text.fonts.FontConfiguration()
    try:
        yield unpacked
    finally:
        unpacked.__del__()


@contextmanager
def _no_collection() -> Iterator[None]:
    """Garbage collection off: layout makes a million objects that all live to its end."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Whole(str):
    """A text that is gone through in one step, as if it were one letter."""

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        yield str(self)


@contextmanager
def _whole_labels() -> Iterator[None]:
    """Let WeasyPrint set a picture's texts whole.

    It sets each letter by itself, in case each has a place of its own: without kerning, letter by
    letter for whoever copies it, and in an eighth of the time of all the report.
    """
    node = importlib.import_module("weasyprint.svg").Node
    as_written = node.text

    def whole(of: Any) -> str | None:
        text: str | None = as_written.fget(of)
        return _Whole(text) if text and of.tag == "text" else text

    node.text = property(whole)
    try:
        yield
    finally:
        node.text = as_written


@contextmanager
def _no_missing_glyphs() -> Iterator[None]:
    """MissingPackageError where WeasyPrint's log says that it drew boxes for characters."""
    listener = _Listener()
    log = logging.getLogger("weasyprint")
    level = log.level
    log.addHandler(listener)
    log.setLevel(logging.WARNING)
    try:
        yield
    finally:
        log.removeHandler(listener)
        log.setLevel(level)
    if listener.characters:
        raise MissingPackageError(*missing_fonts(listener.characters))


class _Listener(logging.Handler):
    """Collects the characters without a glyph."""

    def __init__(self) -> None:
        super().__init__()
        self.characters: dict[str, None] = {}

    def emit(self, record: logging.LogRecord) -> None:
        if str(record.msg).startswith(NO_GLYPH) and isinstance(record.args, tuple):
            self.characters[str(record.args[0])] = None


def missing_fonts(characters: Mapping[str, None]) -> tuple[str, str]:
    """The lines about characters that no font has: which, and the packages that have them."""
    shown = ", ".join(f"{c} (U+{ord(c):04X})" for c in list(characters)[:5])
    packages = " ".join(dict.fromkeys(map(package_with, characters)))
    fault = sentence("pdf.no_glyphs", characters=shown)
    if len(characters) > 5:
        fault = sentence("pdf.no_glyphs_and_more", characters=shown, more=str(len(characters) - 5))
    return fault, sentence("pdf.no_library_try", command=f"{INSTALL} {packages}")


def package_with(character: str) -> str:
    """The Debian package with a font that has this character."""
    name = unicodedata.name(character, "")
    if ord(character) in EMOJI:
        return "fonts-noto-color-emoji"
    found = (package for package, words in FONTS.items() if any(word in name for word in words))
    return next(found, OTHER_FONTS)
