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
    """The branches behind each other along one axis."""

    def __init__(self, dim: int) -> None:
        super().__init__()
        self.dim = dim

    def forward(self, *branches: Tensor) -> Tensor:
        """A new tensor, into which every branch is copied."""
        return torch.cat(branches, dim=self.dim)


class Reshape(nn.Module):
    """The same values in other sizes; the batch stays as it is."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        super().__init__()
        self.shape = shape

    def forward(self, values: Tensor) -> Tensor:
        """A view where that can be, else a copy."""
        return values.reshape(len(values), *self.shape)


class LaidAnew(Reshape):
    """An image made of a sequence whose positions come first: its channels have to."""

    def forward(self, values: Tensor) -> Tensor:
        """A copy, with the channels before the positions, in other sizes."""
        return super().forward(values.transpose(1, 2).contiguous())


class Permute(nn.Module):
    """The axes in another order, laid out anew."""

    def __init__(self, dims: tuple[int, ...]) -> None:
        super().__init__()
        self.dims = dims

    def forward(self, values: Tensor) -> Tensor:
        """A copy, whatever the sizes are."""
        return values.permute(self.dims).clone(memory_format=torch.contiguous_format)


class Slice(nn.Module):
    """A part of the values along one axis."""

    def __init__(self, dim: int, start: int, end: int) -> None:
        super().__init__()
        self.dim, self.start, self.length = dim, start, end - start

    def forward(self, values: Tensor) -> Tensor:
        """A view."""
        return values.narrow(self.dim, self.start, self.length)


class Split(nn.Module):
    """Parts of these sizes along one axis."""

    def __init__(self, dim: int, sizes: tuple[int, ...]) -> None:
        super().__init__()
        self.dim, self.sizes = dim, sizes

    def forward(self, values: Tensor) -> tuple[Tensor, ...]:
        """Views."""
        return tuple(values.split(self.sizes, self.dim))


class Chunk(nn.Module):
    """So many parts along one axis."""

    def __init__(self, dim: int, chunks: int) -> None:
        super().__init__()
        self.dim, self.chunks = dim, chunks

    def forward(self, values: Tensor) -> tuple[Tensor, ...]:
        """Views."""
        return tuple(values.chunk(self.chunks, self.dim))


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
