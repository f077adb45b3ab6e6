"""A module that a caller's own code makes: `package.module:what`, a module, its class, a function.

The code is run, as `python -c "import package.module"` would; what it prints goes to the
standard error output, so that a report stays whole.
"""

from __future__ import annotations

import importlib
import inspect
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Any

from torch import nn

from explainer.errors import UsageError, named, nearest
from explainer.language import sentence
from explainer.readers.from_torch.export import without_weights
from explainer.readers.from_torch.lines import first_line, line_of


def module_called(text: str) -> tuple[nn.Module, str]:
    """The module behind the colon, and what its network is called; UsageError where it fails."""
    package, _, what = text.partition(":")
    with redirect_stdout(sys.stderr), without_weights():
        found = _behind(_imported(package, what), package, what)
        module = found if isinstance(found, nn.Module) else _made(found, text)
    if not isinstance(module, nn.Module):
        raise UsageError(
            sentence("own_code.no_module", name=named(text), type=type(module).__name__),
            sentence("own_code.no_module_try"),
        )
    return module, type(module).__name__ if isinstance(found, type) else what


def _imported(package: str, what: str) -> Any:
    """The Python module, looked up in the current folder first."""
    here = str(Path.cwd())
    if here not in sys.path:
        sys.path.insert(0, here)
    try:
        with _failing_as("own_code.not_imported", package):
            return importlib.import_module(package)
    except ModuleNotFoundError:
        files = [path.stem for path in Path(here).glob("*.py")]
        near = nearest(package.removesuffix(".py"), files, 0.5)
        raise UsageError(
            sentence("own_code.no_package", name=named(package)),
            sentence("hint.meant", name=f"{near}:{what}") if near else "",
        ) from None


def _behind(found: Any, package: str, what: str) -> Any:
    for part in what.split("."):
        if not hasattr(found, part):
            names = [name for name, value in vars(found).items() if _may_make(value)]
            near = nearest(part, names, 0.5)
            raise UsageError(
                sentence("own_code.no_name", package=package, name=named(part)),
                sentence("hint.meant", name=f"{package}:{near}") if near else "",
            )
        found = getattr(found, part)
    return found


def _may_make(value: Any) -> bool:
    return isinstance(value, nn.Module) or callable(value)


def _made(found: Any, text: str) -> Any:
    """What a class or a function gives that is called without arguments."""
    if not callable(found):
        return found
    if missing := _arguments_of(found):
        raise UsageError(
            sentence("own_code.arguments", name=named(text), arguments=", ".join(missing)),
            sentence("own_code.arguments_try", example=_example(text, missing)),
        )
    with _failing_as("own_code.not_made", text):
        return found()


def _example(text: str, arguments: list[str]) -> str:
    """A function that would do, in the words of a reader's own code."""
    what = text.partition(":")[2].rpartition(".")[2]
    given = ", ".join(f"{name}=…" for name in arguments)
    return f"`def net(): return {what}({given})`"


def _arguments_of(found: Any) -> list[str]:
    """The names of the arguments that have to be given."""
    try:
        parameters = inspect.signature(found).parameters.values()
    except (TypeError, ValueError):  # of a callable in C
        return []
    several = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    return [p.name for p in parameters if p.default is p.empty and p.kind not in several]


@contextmanager
def _failing_as(key: str, name: str) -> Iterator[None]:
    """Say what the caller's code raises, and in which line; that it isn't there is passed on."""
    try:
        yield
    except (Exception, SystemExit) as error:
        if _is_not_there(error, name):
            raise
        kind, words = type(error).__name__, first_line(error)
        raise UsageError(
            sentence(key, name=named(name), error=kind, words=words), line_of(error)
        ) from error


def _is_not_there(error: BaseException, package: str) -> bool:
    """Whether it is the module itself, or what it lies in, that can't be found."""
    missing = error.name if isinstance(error, ModuleNotFoundError) else None
    return missing is not None and f"{package}.".startswith(f"{missing}.")
