"""The configuration that a `.keras` or `.json` file holds; no weight, no code, no pickle."""

from __future__ import annotations

import json
import lzma
import zipfile
import zlib
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from explainer.errors import ModelFileError
from explainer.files.whole_input import file_bytes
from explainer.language import sentence
from explainer.readers.from_keras.network import mapping_of
from explainer.readers.from_mapping import read_mapping
from explainer.spec import Given, ModelSpec, Place

CONFIGURATION = "config.json"
# Of the largest network of keras.applications it is 1 MB.
MOST_BYTES = 16 * 1024 * 1024
UNREADABLE = (
    *(zipfile.BadZipFile, KeyError, EOFError, zlib.error, lzma.LZMAError, NotImplementedError),
    *(OSError, ValueError, OverflowError),
    RuntimeError,  # a zip that asks for a password
)


def read_keras(path: Path) -> ModelSpec:
    """The network of a file; ModelFileError where that is none, or can't be followed."""
    text = _zipped(path) if path.suffix.casefold() == ".keras" else file_bytes(path, MOST_BYTES)
    if len(text) > MOST_BYTES:
        raise _long(path)
    try:
        found = json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise ModelFileError(Place(str(path)), sentence("keras.no_json")) from error
    if not isinstance(found, dict) or not isinstance(found.get("config"), dict | list):
        raise ModelFileError(Place(str(path)), sentence("keras.no_model"))
    mapping, frozen = mapping_of(found, str(path))
    spec = read_mapping(mapping, str(path))
    # Transfer learning freezes more layers than a file that is written by hand may name.
    return replace(spec, freeze=tuple(Given(name, spec.place, name) for name in frozen))


def _zipped(path: Path) -> bytes:
    """The configuration in the zip; what it says of its length is not believed."""
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo(CONFIGURATION).file_size > MOST_BYTES:
                raise _long(path)
            with archive.open(CONFIGURATION) as entry:
                return entry.read(MOST_BYTES + 1)
    except UNREADABLE as error:
        raise ModelFileError(Place(str(path)), sentence("keras.no_zip")) from error


def _long(path: Path) -> ModelFileError:
    most = f"{MOST_BYTES // 1024**2} MiB"
    return ModelFileError(Place(str(path)), sentence("keras.long", most=most))
