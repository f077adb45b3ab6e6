"""The configuration that a `.keras` or `.json` file holds; no weight, no code, no pickle."""

from __future__ import annotations

import json
import zipfile
import zlib
from decimal import Decimal
from pathlib import Path

from explainer.errors import ModelFileError
from explainer.files.whole_input import file_bytes
from explainer.language import sentence
from explainer.readers.from_keras.network import mapping_of
from explainer.readers.from_mapping import read_mapping
from explainer.spec import ModelSpec, Place

CONFIGURATION = "config.json"
# Of the largest network of keras.applications it is 1 MB.
MOST_BYTES = 64 * 1024 * 1024


def read_keras(path: Path) -> ModelSpec:
    """The network of a file; ModelFileError where that is none, or can't be followed."""
    text = _zipped(path) if path.suffix.casefold() == ".keras" else file_bytes(path, MOST_BYTES)
    try:
        found = json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise ModelFileError(Place(str(path)), sentence("keras.no_json")) from error
    if not isinstance(found, dict) or not isinstance(found.get("config"), dict | list):
        raise ModelFileError(Place(str(path)), sentence("keras.no_model"))
    return read_mapping(mapping_of(found, str(path)), str(path))


def _zipped(path: Path) -> bytes:
    """The configuration in the zip, which says beforehand how long it is."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(CONFIGURATION) as entry:
            text = entry.read(MOST_BYTES + 1)
    except (zipfile.BadZipFile, KeyError, EOFError, zlib.error, NotImplementedError) as error:
        raise ModelFileError(Place(str(path)), sentence("keras.no_zip")) from error
    if len(text) > MOST_BYTES:
        most = f"{MOST_BYTES // 1024**2} MiB"
        raise ModelFileError(Place(str(path)), sentence("keras.long", most=most))
    return text
