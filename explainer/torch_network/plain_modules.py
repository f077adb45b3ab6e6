# mypy: allow-subclassing-any
"""Modules for what torch.nn has only as functions, or not at all."""

from __future__ import annotations

from functools import reduce

import torch
from torch import Tensor, nn


class Add(nn.Module):
    """The sum of the branches, value by value."""

    def forward(self, *branches: Tensor) -> Tensor:
        """Added from left to right, as `x + y + z` is."""
        return reduce(torch.add, branches)


class Multiply(nn.Module):
    """The product of the branches, value by value."""

    def forward(self, *branches: Tensor) -> Tensor:
        """Multiplied from left to right, as `x * y * z` is."""
        return reduce(torch.mul, branches)


class Concat(nn.Module):
    """The branches behind each other along the channels."""

    def forward(self, *branches: Tensor) -> Tensor:
        """A new tensor, into which every branch is copied."""
        return torch.cat(branches, dim=1)


class ConcatLast(nn.Module):
    """The same along the last axis, where the channels of a sequence may lie."""

    def forward(self, *branches: Tensor) -> Tensor:
        """A new tensor, into which every branch is copied."""
        return torch.cat(branches, dim=-1)


class GlobalAvgPool2d(nn.Module):
    """The mean of each channel."""

    def __init__(self, keepdims: bool) -> None:
        super().__init__()
        self.keepdims = keepdims

    def forward(self, images: Tensor) -> Tensor:
        """The mean over height and width."""
        return images.mean(dim=(2, 3), keepdim=self.keepdims)


class ChannelNorm(nn.LayerNorm):
    """Layer norm over the channels of each position, which torch's expects to be the last axis."""

    def forward(self, images: Tensor) -> Tensor:
        """Channels to the end and back; the result is laid out as every other value is."""
        return super().forward(images.movedim(1, -1)).movedim(-1, 1).contiguous()


def _at_the_end(states: Tensor, both: bool) -> Tensor:
    """The last layer's state of each image, those of both directions side by side."""
    return torch.cat((states[-2], states[-1]), 1) if both else states[-1]


class RNN(nn.RNN):
    """The sequence, and the last layer's last state."""

    def forward(self, sequence: Tensor) -> tuple[Tensor, ...]:
        """Torch's own gives the states of all layers."""
        output, states = super().forward(sequence)
        return output, _at_the_end(states, self.bidirectional)


class GRU(nn.GRU):
    """The sequence, and the last layer's last state."""

    def forward(self, sequence: Tensor) -> tuple[Tensor, ...]:
        """Torch's own gives the states of all layers."""
        output, states = super().forward(sequence)
        return output, _at_the_end(states, self.bidirectional)


class LSTM(nn.LSTM):
    """The sequence, and the last layer's last state and cell."""

    def forward(self, sequence: Tensor) -> tuple[Tensor, ...]:
        """Torch's own gives the states and cells of all layers."""
        output, (states, cells) = super().forward(sequence)
        both = self.bidirectional
        return output, _at_the_end(states, both), _at_the_end(cells, both)
