"""An ONNX file as a model file would give it: its graph, node by node, without its weights.

`file.py` reads the graph and the sizes of its tensors, `network.py` goes through the nodes, with a
rule for each operator (`rules/`), and `names.py` finds what the layers were called where the file
was written. Of weights only the shapes are looked at; data beside the file is never opened.
"""

from __future__ import annotations

from pathlib import Path

from explainer.errors import MissingPackageError
from explainer.language import sentence
from explainer.readers.given_inputs import GivenInput
from explainer.spec import ModelSpec


def read_onnx(path: Path, inputs: tuple[GivenInput, ...]) -> ModelSpec:
    """The network of a file; inputs: the sizes of those that the file leaves open.

    Raises MissingPackageError without onnx, and ModelFileError where the file can't be followed.
    """
    try:
        import onnx  # noqa: F401
    except ImportError as error:
        raise MissingPackageError(
            sentence("onnx.missing", command="pip install 'explain-memory[onnx]'")
        ) from error
    from explainer.readers.from_onnx.source import spec_of

    return spec_of(path, inputs)
