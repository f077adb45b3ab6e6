"""A network of PyTorch as a model file would give it: what `torch.export` traces, kind by kind.

`named.py` finds a module by name, `export.py` traces it on the meta device, where no weight is
allocated; `trace.py` goes through the graph, with a rule for each operation (`rules/`) and for
each module that is one kind as a whole (`whole_modules.py`). `tensors.py` knows which axis of a
tensor is which of ours, whose channels are last.

Torch is imported only where a network of it is read.
"""

from __future__ import annotations

import re
from typing import Any

from explainer.errors import MissingPackageError
from explainer.language import sentence
from explainer.readers.given_inputs import GivenInput
from explainer.spec import ModelSpec

NAMED = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*:[A-Za-z_][\w./]*")


def names_torch(model: str) -> bool:
    """Whether it looks like `torchvision:resnet50` or `package.module:what`."""
    return bool(NAMED.fullmatch(model))


def is_module(model: object) -> bool:
    """Whether it is a torch.nn.Module, asked without importing torch."""
    return any(
        each.__module__ == "torch.nn.modules.module" and each.__name__ == "Module"
        for each in type(model).__mro__
    )


def read_torch(model: Any, inputs: tuple[GivenInput, ...]) -> ModelSpec:
    """A module, or the name of one, with the sizes of what it takes; none: what its source says.

    Raises MissingPackageError without torch, UsageError and ModelFileError as any other source.
    """
    try:
        import torch  # noqa: F401
    except ImportError as error:
        raise MissingPackageError(
            sentence("torch.missing_to_read", command="pip install 'explain-memory[torch]'")
        ) from error
    import warnings

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Failed to initialize NumPy")
        from explainer.readers.from_torch.source import spec_of

        return spec_of(model, inputs)
