"""A forward pass without autograd in real torch: the most that is alive, and its parts."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from explainer.torch_network.network import Network
from explainer.torch_network.tracker import Tracker


def predict(network: Network, images: Sequence[Tensor]) -> tuple[int, dict[str, int]]:
    """The bytes at the peak and their parts, named as our own; the images stay the caller's."""
    training = network.training
    network.eval()
    tracker = Tracker()
    parts = {
        "parameters": tracker.know(network.parameters()),
        "buffers": tracker.know(network.buffers()),
        "input": tracker.know(images),
    }
    with torch.no_grad(), tracker:
        network(*images)
    network.train(training)
    left, found = dict(tracker.alive_at_peak), {}
    for part, numbers in parts.items():
        found[part] = sum(left.pop(number) for number in numbers if number in left)
    return tracker.peak, found | {"activations": sum(left.values())}
