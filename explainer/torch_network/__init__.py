"""The network as real torch modules: to measure what the rest of the program derives.

    from explainer.torch_network import build_network

    network = build_network(graph, device="meta")
    network(images)            # N×C×H×W, or as many axes as the graph's input has, for each input
    network.built()            # per layer: output shape, weights, biases, buffers

This is the only part of the program that needs PyTorch, and it is imported only here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from explainer.errors import MissingPackageError, UsageError
from explainer.language import sentence
from explainer.network.case import Case
from explainer.network.graph import Graph

if TYPE_CHECKING:
    from explainer.torch_network.network import Network
    from explainer.torch_network.verification import Verification

__all__ = ["build_network", "verify_network"]


def build_network(graph: Graph, device: str = "cpu") -> Network:
    """The network in training mode, in float32, its parameters made by torch at random.

    device: as torch knows it; on `meta` nothing is computed and no memory is taken.

    Raises MissingPackageError where PyTorch is not installed, UsageError where the model
    has bare totals in place of layers.
    """
    _check(graph)
    import torch

    from explainer.torch_network.network import Network

    with torch.device(device):
        return Network(graph, device)


def verify_network(case: Case, segments: int = 1) -> Verification:
    """A training step and an inference in torch on the CPU, beside what is derived for them.

    segments: how many the layers are cut into; all but the last are checkpointed.

    Raises what `build_network` raises, and UsageError for a type of number in which torch
    doesn't train, or doesn't know an operation, and for an optimizer that it lacks.
    """
    _check(case.graph)
    if case.plan.dtype == "int8":
        raise UsageError(sentence("torch.int8", option="`--dtype float32`"))
    if case.plan.mixed and segments > 1:
        raise UsageError(sentence("torch.autocast"))
    import warnings

    with warnings.catch_warnings():  # torch says so where NumPy is not there; none is needed
        warnings.filterwarnings("ignore", "Failed to initialize NumPy")
        from explainer.torch_network.verification import verify

        return verify(case, segments)


def _check(graph: Graph) -> None:
    """Refuse a network without layers, and a machine without torch."""
    if not graph.nodes:
        raise UsageError(sentence("torch.bare_totals", network=graph.name))
    try:
        import torch  # noqa: F401
    except ImportError as error:
        raise MissingPackageError(
            sentence("torch.missing", command="pip install 'explain-memory[torch]'")
        ) from error
