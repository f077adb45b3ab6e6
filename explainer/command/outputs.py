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
from explainer.render.formats import JSON, MARKDOWN, Format, every_format, format_called

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
    """

    flags: tuple[Format, ...]
    to: str | None

    @property
    def formats(self) -> tuple[Format, ...]:
        """The formats; where none is named, the one that the PATH ends in, else Markdown."""
        if self.flags:
            return self.flags
        return (_by_ending(self.to or "") or MARKDOWN,)

    @property
    def on_paths(self) -> tuple[Format, ...]:
        """The formats that -o is about: JSON beside others goes to standard output."""
        others = tuple(f for f in self.formats if f != JSON)
        return others or self.formats

    def check(self, terminal: bool) -> None:
        """Refuse what can be seen to be wrong before any work."""
        if self.to == "":
            raise UsageError(sentence("output.no_name"))
        if self.to == STANDARD and len(self.formats) > 1:
            named = ", ".join(each.option for each in self.formats)
            raise UsageError(sentence("output.one_format", options=named))
        if self.to == STANDARD and self.formats[0].binary and terminal:
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
        named = _by_ending(path) is not None and not path.endswith(os.sep)
        return not is_folder(Path(path)) and (is_there(Path(path)) or named)

    @property
    def into_folder(self) -> bool:
        """Whether -o names a folder: for several files, or since it ends like one or is one."""
        assert self.to
        return len(self.on_paths) > 1 or self.to.endswith(os.sep) or is_folder(Path(self.to))

    def outputs(self, stem: str) -> tuple[Output, ...]:
        """Where each format goes; files in a folder are called by the stem."""
        return tuple(Output(f, self._path(f, stem)) for f in self.formats)

    def _path(self, wanted: Format, stem: str) -> Path | None:
        alone = self.to is None and not self.flags
        if self.to == STANDARD or alone:
            return None
        if wanted == JSON and (self.to is None or self.on_paths != (JSON,)):
            return None
        if self.to is None or self.into_folder:
            return Path(self.to or ".") / f"{stem}{wanted.suffix}"
        return Path(self.to)


def formats_named(arguments: argparse.Namespace) -> tuple[Format, ...]:
    """The formats whose options stand on the line."""
    return tuple(each for each in every_format() if getattr(arguments, each.name, False))


def _by_ending(path: str) -> Format | None:
    """The format whose files end as the path does."""
    return format_called(Path(path).suffix.removeprefix("."))


def stem_of(model: str, name: str) -> str:
    """What written files are called: the model file's stem, or for standard input its name."""
    if model == STANDARD:
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
