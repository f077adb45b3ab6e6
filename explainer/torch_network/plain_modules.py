# mypy: allow-subclassing-any
"""Modules for what torch.nn has only as functions, or not at all."""

from __future__ import annotations

from functools import reduce
from typing import Any

import torch
from torch import Tensor, nn


class SeparableConv2d(nn.Sequential):
    """A convolution of each channel by itself, and one of 1×1 across them, which adds biases."""

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: tuple[int, int],
        depth_multiplier: int,
        bias: bool,
        **settings: Any,
    ) -> None:
        between = in_channels * depth_multiplier
        settings |= {"groups": in_channels, "bias": False}
        super().__init__(
            nn.Conv2d(in_channels, between, kernel_size, **settings),
            nn.Conv2d(between, out_channels, 1, bias=bias),
        )


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


class Subtract(nn.Module):
    """The difference of two branches, value by value."""

    def forward(self, first: Tensor, second: Tensor) -> Tensor:
        """The second is taken from the first."""
        return first - second


class Divide(nn.Module):
    """The quotient of two branches, value by value."""

    def forward(self, first: Tensor, second: Tensor) -> Tensor:
        """The first is divided by the second."""
        return first / second


class Matmul(nn.Module):
    """The product of two matrices for each image, the second of them turned or not."""

    def __init__(self, transpose_second: bool) -> None:
        super().__init__()
        self.transpose_second = transpose_second

    def forward(self, first: Tensor, second: Tensor) -> Tensor:
        """Turned by a view, which copies nothing."""
        return first @ (second.transpose(1, 2) if self.transpose_second else second)


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


class Mean(nn.Module):
    """The mean along some axes, which are left out."""

    def __init__(self, dims: tuple[int, ...]) -> None:
        super().__init__()
        self.dims = dims

    def forward(self, values: Tensor) -> Tensor:
        """A new tensor without these axes."""
        return values.mean(self.dims)


class Sum(nn.Module):
    """The sum along some axes, which are left out."""

    def __init__(self, dims: tuple[int, ...]) -> None:
        super().__init__()
        self.dims = dims

    def forward(self, values: Tensor) -> Tensor:
        """A new tensor without these axes."""
        return values.sum(self.dims)


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


class ChannelLinear(nn.Linear):
    """A dense layer for the channels of each position, which torch expects to be the last axis."""

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


class StochasticDepth(nn.Module):
    """Whole images, or the whole batch, set to 0: as torchvision.ops.stochastic_depth does it."""

    def __init__(self, p: float, mode: str) -> None:
        super().__init__()
        self.p, self.mode = p, mode

    def forward(self, images: Tensor) -> Tensor:
        """Multiplied by 0, or by what makes up for those left out."""
        if not self.training or self.p == 0:
            return images
        size = [len(images) if self.mode == "row" else 1, *(1 for _ in images.shape[1:])]
        noise = torch.empty(size, dtype=images.dtype, device=images.device)
        noise = noise.bernoulli_(1 - self.p)
        if self.p < 1:
            noise.div_(1 - self.p)
        return images * noise


class LayerScale(nn.Module):
    """A learnt factor for each channel, which torch has before the places."""

    def __init__(self, channels: int, init_values: float, axes: int) -> None:
        super().__init__()
        shape = (channels, *(1 for _ in range(axes - 1)))
        self.weight = nn.Parameter(torch.full(shape, init_values))

    def forward(self, images: Tensor) -> Tensor:
        """As torchvision's ConvNeXt does it: the factors come first."""
        return self.weight * images


class Scale(nn.Module):
    """A product with a number, or with learnt factors that begin with it.

    Tools that count parameters look for the names `weight` and `bias` alone.
    """

    def __init__(self, number: float, shape: tuple[int, ...] | None) -> None:
        super().__init__()
        self.weight = number
        if shape is not None:
            self.weight = nn.Parameter(torch.full(shape, float(number)))

    def forward(self, values: Tensor) -> Tensor:
        """Every image is given the same factors; they come first, as in ConvNeXt's layer scale."""
        return self.weight * values


class Shift(nn.Module):
    """A sum with a number, or with learnt terms that begin with it."""

    def __init__(self, number: float, shape: tuple[int, ...] | None) -> None:
        super().__init__()
        self.weight = number
        if shape is not None:
            self.weight = nn.Parameter(torch.full(shape, float(number)))

    def forward(self, values: Tensor) -> Tensor:
        """Every image is given the same terms."""
        return values + self.weight


class ChannelRootNorm(nn.RMSNorm):
    """The same by the root of the mean square."""

    def forward(self, images: Tensor) -> Tensor:
        """Channels to the end and back; torch's own copy of the result lies as they do there."""
        return super().forward(images.movedim(1, -1)).movedim(-1, 1).contiguous()


class ClassToken(nn.Module):
    """A learnt row before the others, as torchvision's VisionTransformer has it."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(1, 1, channels))

    def forward(self, sequences: Tensor) -> Tensor:
        """Every image of the batch is given the same row."""
        rows = self.weight.expand(len(sequences), -1, -1)
        return torch.cat([rows, sequences], dim=1)


class PositionEmbedding(nn.Module):
    """A learnt row for every position, as torchvision's VisionTransformer has it."""

    def __init__(self, positions: int, channels: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(1, positions, channels).normal_(std=0.02))

    def forward(self, sequences: Tensor) -> Tensor:
        """The table is added to each image of the batch."""
        return sequences + self.weight


class SelfAttention(nn.MultiheadAttention):
    """Attention of a sequence to itself, without the weights as a second output.

    The way that torch's class takes while training, in inference as well, where it has another
    inside one operation; the result is laid out as every other value is.
    """

    def forward(self, sequences: Tensor) -> Tensor:
        """(N, L, C) to the same."""
        turned = sequences.transpose(1, 0)
        attended, _ = nn.functional.multi_head_attention_forward(
            *(turned, turned, turned, self.embed_dim, self.num_heads),
            *(self.in_proj_weight, self.in_proj_bias, None, None, False, self.dropout),
            *(self.out_proj.weight, self.out_proj.bias),
            training=self.training,
            need_weights=False,
        )
        return attended.transpose(1, 0).contiguous()
