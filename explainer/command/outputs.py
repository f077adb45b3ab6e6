"""Which format goes where: to standard output, or to which file."""

from __future__ import annotations

import argparse
import os
import re
from dataclasses import dataclass
from pathlib import Path

from explainer.command.files import is_folder, is_there
from explainer.errors import UsageError, seen
from explainer.language import sentence
from explainer.readers import is_torch
from explainer.render.formats import JSON, MARKDOWN, TEXT, Format, every_format, format_of

STANDARD = "-"
UNSAFE = re.compile(r"[^\w.-]+")
LONGEST_STEM = 100


@dataclass(frozen=True)
class Output:
    """A format and the file it goes to; None for standard output."""

    format: Format
    path: Path | None


@dataclass(frozen=True)
class Wanted:
    """What the command line asks for.

    flags: the formats named; to: the PATH of -o, if any.
    terminal: whether standard output is read by a person.
    """

    flags: tuple[Format, ...]
    to: str | None
    terminal: bool

    @property
    def formats(self) -> tuple[Format, ...]:
        """The formats; where none is named, the one that the PATH ends in.

        Without that, plain text for a person and Markdown for a file or a program.
        """
        if self.flags:
            return self.flags
        read = self.terminal and self.to in (None, STANDARD)
        return (format_of(self.to or "") or (TEXT if read else MARKDOWN),)

    @property
    def on_paths(self) -> tuple[Format, ...]:
        """The formats that -o is about: JSON beside others goes to standard output."""
        others = tuple(f for f in self.formats if f != JSON)
        return others or self.formats

    def check(self) -> None:
        """Refuse what can be seen to be wrong before any work."""
        if self.to == "":
            raise UsageError(sentence("output.no_name"))
        flowing = [each for each in self.formats if self._flows(each)]
        if len(flowing) > 1:
            named = ", ".join(each.option for each in flowing)
            raise UsageError(sentence("output.one_format", options=named))
        if self.to == STANDARD and self.formats[0].binary and self.terminal:
            raise UsageError(
                sentence(
                    "output.garbles",
                    format=self.formats[0].title,
                    command=f"`explain MODEL {self.formats[0].option} -o - > "
                    f"report{self.formats[0].suffix}`",
                )
            )
        if self.to and len(self.on_paths) > 1 and self._is_file(self.to):
            raise UsageError(sentence("folder.of_formats", file=seen(self.to)))

    @staticmethod
    def _is_file(path: str) -> bool:
        """Whether a path is a file, or would be one by its name."""
        named = format_of(path) is not None and not path.endswith(os.sep)
        return not is_folder(Path(path)) and (is_there(Path(path)) or named)

    @property
    def into_folder(self) -> bool:
        """Whether -o names a folder: for several files, or since it ends like one or is one."""
        assert self.to
        return len(self.on_paths) > 1 or self.to.endswith(os.sep) or is_folder(Path(self.to))

    def outputs(self, stem: str) -> tuple[Output, ...]:
        """Where each format goes; files in a folder are called by the stem."""
        return tuple(Output(f, self._path(f, stem)) for f in self.formats)

    def _flows(self, wanted: Format) -> bool:
        """Whether a format goes to standard output."""
        if self.to is None:
            return wanted.flows or not self.flags
        return self.to == STANDARD or (wanted == JSON and self.on_paths != (JSON,))

    def _path(self, wanted: Format, stem: str) -> Path | None:
        if self._flows(wanted):
            return None
        if self.to is None or self.into_folder:
            return Path(self.to or ".") / f"{stem}{wanted.suffix}"
        return Path(self.to)


def formats_named(arguments: argparse.Namespace) -> tuple[Format, ...]:
    """The formats whose options stand on the line."""
    return tuple(each for each in every_format() if getattr(arguments, each.name, False))


def stem_of(model: str, name: str) -> str:
    """What written files are called: the model file's stem, or the network's name without one."""
    if model == STANDARD or is_torch(model):
        return safe_stem(name)
    if model.startswith("example:"):
        return model.removeprefix("example:")
    return Path(model).stem


def safe_stem(name: str) -> str:
    """A network's name as the stem of a file, which can't lead to another folder."""
    return UNSAFE.sub("-", name).strip("-.")[:LONGEST_STEM] or "model"


def refuse_overwriting(model: str, outputs: tuple[Output, ...]) -> None:
    """Stop where a file that is to be written is the model file itself."""
    for output in outputs:
        if output.path and _is_same(output.path, Path(model)):
            raise UsageError(sentence("output.is_model", file=seen(output.path)))


def _is_same(one: Path, other: Path) -> bool:
    return is_there(one) and is_there(other) and one.samefile(other)
