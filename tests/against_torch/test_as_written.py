"""Networks as people write them, from PyTorch's and Keras' tutorials, against the same in torch.

Each file is what a reader types who looks at the code; the module beside it is written by hand.
Every leaf's output, its parameters and the network's own are compared.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from explainer.network.graph import build
from explainer.readers.from_yaml import read_yaml

torch = pytest.importorskip("torch")
nn: Any = torch.nn

# What torch makes of branches without a module of its own.
WITHOUT_MODULE = {"add", "subtract", "multiply", "divide", "concat"}


class Joined(nn.Module):  # type: ignore[misc]  # torch is an Any here
    """A module of parts by name, and what it does with them."""

    def __init__(self, forward: Callable[..., Any], **parts: Any) -> None:
        super().__init__()
        self.parts = nn.ModuleDict(parts)
        self.does = forward

    def forward(self, x: Any) -> Any:
        return self.does(x, **self.parts)


def unet(x: Any, one: Any, two: Any, up: Any, out: Any, pool: Any) -> Any:
    kept = one(x)
    return out(torch.cat([kept, up(two(pool(kept)))], dim=1))


def residual(x: Any, stem: Any, main: Any, relu: Any) -> Any:
    kept = stem(x)
    return relu(main(kept) + kept)


def gated(x: Any, stem: Any, gate: Any) -> Any:
    kept = stem(x)
    return gate(kept) * kept


def inception(x: Any, a: Any, b: Any, c: Any, d: Any) -> Any:
    return torch.cat([a(x), b(x), c(x), d(x)], dim=1)


def convnext(x: Any, stem: Any, out: Any) -> Any:
    return out(stem(x).permute(0, 2, 3, 1)).permute(0, 3, 1, 2)


def cbr(c_in: int, c_out: int, k: int = 3, s: int = 1, p: int = 1) -> list[Any]:
    conv = nn.Conv2d(c_in, c_out, k, stride=s, padding=p, bias=False)
    return [conv, nn.BatchNorm2d(c_out), nn.ReLU()]


NETWORKS: dict[str, tuple[str, Callable[[], Any]]] = {
    # https://pytorch.org/tutorials/beginner/basics/buildmodel_tutorial.html
    "pytorch quickstart": (
        """
input: 28x28x1
layers:
  - nn.Flatten
  - nn.Linear: {in_features: 784, out_features: 512}
  - nn.ReLU
  - nn.Linear: {in_features: 512, out_features: 512}
  - nn.ReLU
  - nn.Linear: {in_features: 512, out_features: 10}
""",
        lambda: nn.Sequential(
            nn.Flatten(), nn.Linear(28 * 28, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(),
            nn.Linear(512, 10),
        ),
    ),
    # https://pytorch.org/tutorials/beginner/blitz/cifar10_tutorial.html
    "pytorch cifar tutorial": (
        """
input: 32x32x3
layers:
  - nn.Conv2d: {in_channels: 3, out_channels: 6, kernel_size: 5, name: conv1}
  - ReLU
  - nn.MaxPool2d: {kernel_size: 2, stride: 2}
  - nn.Conv2d: {in_channels: 6, out_channels: 16, kernel_size: 5, name: conv2}
  - ReLU
  - nn.MaxPool2d: {kernel_size: 2, stride: 2}
  - Flatten
  - nn.Linear: {in_features: 400, out_features: 120, activation: relu, name: fc1}
  - nn.Linear: {in_features: 120, out_features: 84, activation: relu, name: fc2}
  - nn.Linear: {in_features: 84, out_features: 10, name: fc3}
""",
        lambda: nn.Sequential(
            nn.Conv2d(3, 6, 5), nn.ReLU(), nn.MaxPool2d(2, 2), nn.Conv2d(6, 16, 5), nn.ReLU(),
            nn.MaxPool2d(2, 2), nn.Flatten(), nn.Linear(16 * 5 * 5, 120), nn.ReLU(),
            nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10),
        ),
    ),
    # https://github.com/pytorch/examples/blob/main/mnist/main.py
    "pytorch mnist example": (
        """
input: 28x28x1
layers:
  - Conv2d: {in_channels: 1, out_channels: 32, kernel_size: 3, stride: 1, activation: relu}
  - Conv2d: {in_channels: 32, out_channels: 64, kernel_size: 3, stride: 1, activation: relu}
  - MaxPool2d: 2
  - Dropout: 0.25
  - Flatten
  - Linear: {in_features: 9216, out_features: 128, activation: relu}
  - Dropout: 0.5
  - Linear: {in_features: 128, out_features: 10}
""",
        lambda: nn.Sequential(
            nn.Conv2d(1, 32, 3, 1), nn.ReLU(), nn.Conv2d(32, 64, 3, 1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Dropout(0.25), nn.Flatten(), nn.Linear(9216, 128), nn.ReLU(), nn.Dropout(0.5),
            nn.Linear(128, 10),
        ),
    ),
    # https://keras.io/examples/vision/mnist_convnet/
    "keras mnist convnet": (
        """
input: 28x28x1
layers:
  - layers.Conv2D: {filters: 32, kernel_size: [3, 3], activation: relu}
  - layers.MaxPooling2D: {pool_size: [2, 2]}
  - layers.Conv2D: {filters: 64, kernel_size: [3, 3], activation: relu}
  - layers.MaxPooling2D: {pool_size: [2, 2]}
  - layers.Flatten
  - layers.Dropout: 0.5
  - layers.Dense: {units: 10, activation: softmax}
""",
        lambda: nn.Sequential(
            nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(32, 64, 3), nn.ReLU(),
            nn.MaxPool2d(2), nn.Flatten(), nn.Dropout(), nn.Linear(1600, 10), nn.Softmax(1),
        ),
    ),
    "lenet in keras": (
        """
input: 28x28x1
layers:
  - Conv2D: {filters: 6, kernel_size: 5, padding: same, activation: tanh}
  - AveragePooling2D
  - Conv2D: {filters: 16, kernel_size: 5, padding: valid, activation: tanh}
  - AveragePooling2D: {pool_size: 2, strides: 2}
  - Flatten
  - Dense: {units: 120, activation: tanh}
  - Dense: {units: 84, activation: tanh}
  - Dense: {units: 10, activation: softmax}
""",
        lambda: nn.Sequential(
            nn.Conv2d(1, 6, 5, padding=2), nn.Tanh(), nn.AvgPool2d(2), nn.Conv2d(6, 16, 5),
            nn.Tanh(), nn.AvgPool2d(2, 2), nn.Flatten(), nn.Linear(400, 120), nn.Tanh(),
            nn.Linear(120, 84), nn.Tanh(), nn.Linear(84, 10), nn.Softmax(1),
        ),
    ),
    "vgg block in keras": (
        """
input: 64x64x3
layers:
  - vgg_block: {filters: 16, act: relu}
  - vgg_block: {filters: 32, act: relu}
  - Flatten
  - Dense: {units: 100, activation: relu}
  - Dense: 10
blocks:
  vgg_block:
    arguments: [filters, act]
    layers:
      - Conv2D: {filters: $filters, kernel_size: [3, 3], padding: same, activation: $act}
      - Conv2D: {filters: $filters, kernel_size: [3, 3], padding: same, activation: $act}
      - MaxPooling2D: {pool_size: [2, 2], strides: [2, 2]}
""",
        lambda: nn.Sequential(
            nn.Conv2d(3, 16, 3, padding=1), nn.ReLU(), nn.Conv2d(16, 16, 3, padding=1), nn.ReLU(),
            nn.MaxPool2d(2, 2), nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(),
            nn.Conv2d(32, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2, 2), nn.Flatten(),
            nn.Linear(32 * 16 * 16, 100), nn.ReLU(), nn.Linear(100, 10),
        ),
    ),
    "alexnet of torchvision": (
        """
input: 224x224x3
layers:
  - nn.Conv2d: {in_channels: 3, out_channels: 64, kernel_size: 11, stride: 4, padding: 2}
  - nn.ReLU: true
  - nn.MaxPool2d: {kernel_size: 3, stride: 2}
  - nn.Conv2d: {in_channels: 64, out_channels: 192, kernel_size: 5, padding: 2}
  - nn.ReLU: true
  - nn.MaxPool2d: {kernel_size: 3, stride: 2}
  - nn.Conv2d: {in_channels: 192, out_channels: 384, kernel_size: 3, padding: 1}
  - nn.ReLU: true
  - nn.Conv2d: {in_channels: 384, out_channels: 256, kernel_size: 3, padding: 1}
  - nn.ReLU: true
  - nn.Conv2d: {in_channels: 256, out_channels: 256, kernel_size: 3, padding: 1}
  - nn.ReLU: true
  - nn.MaxPool2d: {kernel_size: 3, stride: 2}
  - nn.AdaptiveAvgPool2d: [6, 6]
  - nn.Flatten
  - nn.Dropout: 0.5
  - nn.Linear: {in_features: 9216, out_features: 64}
""",
        lambda: nn.Sequential(
            nn.Conv2d(3, 64, 11, 4, 2), nn.ReLU(), nn.MaxPool2d(3, 2), nn.Conv2d(64, 192, 5, 1, 2),
            nn.ReLU(), nn.MaxPool2d(3, 2), nn.Conv2d(192, 384, 3, 1, 1), nn.ReLU(),
            nn.Conv2d(384, 256, 3, 1, 1), nn.ReLU(), nn.Conv2d(256, 256, 3, 1, 1), nn.ReLU(),
            nn.MaxPool2d(3, 2), nn.AdaptiveAvgPool2d((6, 6)), nn.Flatten(), nn.Dropout(),
            nn.Linear(9216, 64),
        ),
    ),
    "u-net step in keras": (
        """
input: 32x32x1
layers:
  - Conv2D: {filters: 8, kernel_size: 3, padding: same, activation: relu, name: one}
  - MaxPooling2D: {pool_size: [2, 2]}
  - Conv2D: {filters: 16, kernel_size: 3, padding: same, activation: relu}
  - UpSampling2D: {size: [2, 2], name: up}
  - Concatenate: {from: [one, up]}
  - Conv2D: {filters: 1, kernel_size: 1, activation: sigmoid}
""",
        lambda: Joined(
            unet,
            one=nn.Sequential(nn.Conv2d(1, 8, 3, padding=1), nn.ReLU()),
            pool=nn.MaxPool2d(2),
            two=nn.Sequential(nn.Conv2d(8, 16, 3, padding=1), nn.ReLU()),
            up=nn.Upsample(scale_factor=2),
            out=nn.Sequential(nn.Conv2d(24, 1, 1), nn.Sigmoid()),
        ),
    ),
    "identity block of keras' resnet": (
        """
input: 16x16x3
layers:
  - Conv2D: {filters: 8, kernel_size: 3, padding: same, use_bias: false}
  - BatchNormalization
  - Activation: {activation: relu, name: x}
  - Conv2D: {filters: 8, kernel_size: 3, padding: same, use_bias: false}
  - BatchNormalization: {epsilon: 1.001e-5}
  - Activation: relu
  - Conv2D: {filters: 8, kernel_size: 3, padding: same, use_bias: false}
  - BatchNormalization: {name: main}
  - Add: [main, x]
  - Activation: relu
""",
        lambda: Joined(
            residual,
            stem=nn.Sequential(*cbr(3, 8)),
            main=nn.Sequential(*cbr(8, 8), *cbr(8, 8)[:2]),
            relu=nn.ReLU(),
        ),
    ),
    "basic block of torchvision": (
        """
input: 16x16x3
layers:
  - nn.Conv2d: {in_channels: 3, out_channels: 8, kernel_size: 3, padding: 1, bias: false}
  - nn.BatchNorm2d: 8
  - nn.ReLU: {inplace: true, name: identity}
  - nn.Conv2d: {in_channels: 8, out_channels: 8, kernel_size: 3, padding: 1, bias: false}
  - nn.BatchNorm2d: {num_features: 8}
  - nn.ReLU: {inplace: true}
  - nn.Conv2d: {in_channels: 8, out_channels: 8, kernel_size: 3, padding: 1, bias: false}
  - nn.BatchNorm2d: {num_features: 8, name: out}
  - add: [out, identity]
  - nn.ReLU
""",
        lambda: Joined(
            residual,
            stem=nn.Sequential(*cbr(3, 8)),
            main=nn.Sequential(*cbr(8, 8), *cbr(8, 8)[:2]),
            relu=nn.ReLU(),
        ),
    ),
    # https://pytorch.org/tutorials/beginner/dcgan_faces_tutorial.html
    "generator of the dcgan tutorial": (
        """
input: 1x1x100
layout: channels_last
layers:
  - nn.ConvTranspose2d: {in_channels: 100, out_channels: 64, kernel_size: 4, bias: false}
  - nn.BatchNorm2d: 64
  - nn.ReLU: true
  - nn.ConvTranspose2d: {out_channels: 32, kernel_size: 4, stride: 2, padding: 1, bias: false}
  - nn.BatchNorm2d: 32
  - nn.ReLU: true
  - nn.ConvTranspose2d: {out_channels: 3, kernel_size: 4, stride: 2, padding: 1, bias: false}
  - nn.Tanh
""",
        lambda: nn.Sequential(
            nn.ConvTranspose2d(100, 64, 4, 1, 0, bias=False), nn.BatchNorm2d(64), nn.ReLU(),
            nn.ConvTranspose2d(64, 32, 4, 2, 1, bias=False), nn.BatchNorm2d(32), nn.ReLU(),
            nn.ConvTranspose2d(32, 3, 4, 2, 1, bias=False), nn.Tanh(),
        ),
    ),
    "discriminator of the dcgan tutorial": (
        """
input: 64x64x3
layers:
  - nn.Conv2d: {in_channels: 3, out_channels: 64, kernel_size: 4, stride: 2, padding: 1, bias: false}
  - nn.LeakyReLU: {negative_slope: 0.2, inplace: true}
  - nn.Conv2d: {in_channels: 64, out_channels: 128, kernel_size: 4, stride: 2, padding: 1, bias: false}
  - nn.BatchNorm2d: 128
  - nn.LeakyReLU: 0.2
  - nn.Conv2d: {in_channels: 128, out_channels: 1, kernel_size: 16, bias: false}
  - nn.Sigmoid
""",  # noqa: E501  as it stands in the tutorial
        lambda: nn.Sequential(
            nn.Conv2d(3, 64, 4, 2, 1, bias=False), nn.LeakyReLU(0.2),
            nn.Conv2d(64, 128, 4, 2, 1, bias=False), nn.BatchNorm2d(128), nn.LeakyReLU(0.2),
            nn.Conv2d(128, 1, 16, bias=False), nn.Sigmoid(),
        ),
    ),
    # https://keras.io/examples/timeseries/timeseries_classification_from_scratch/
    "keras time series": (
        """
input: 500x1
layers:
  - keras.layers.Conv1D: {filters: 64, kernel_size: 3, padding: same}
  - keras.layers.ReLU
  - keras.layers.Conv1D: {filters: 64, kernel_size: 3, padding: same, activation: relu}
  - keras.layers.Flatten
  - keras.layers.Dense: {units: 2, activation: softmax}
""",
        lambda: nn.Sequential(
            nn.Conv1d(1, 64, 3, padding=1), nn.ReLU(), nn.Conv1d(64, 64, 3, padding=1), nn.ReLU(),
            nn.Flatten(), nn.Linear(32000, 2), nn.Softmax(1),
        ),
    ),
    "batch norm of keras on a sequence and on features": (
        """
input: 50x4
layers:
  - Conv1D: {filters: 8, kernel_size: 3, strides: 2}
  - BatchNormalization
  - Flatten
  - Dense: 16
  - BatchNormalization
  - Activation: swish
""",
        lambda: nn.Sequential(
            nn.Conv1d(4, 8, 3, 2), nn.BatchNorm1d(8), nn.Flatten(), nn.Linear(192, 16),
            nn.BatchNorm1d(16), nn.SiLU(),
        ),
    ),
    "c3d": (
        """
input: 8x16x16x3
layers:
  - nn.Conv3d: {in_channels: 3, out_channels: 8, kernel_size: [3, 3, 3], padding: [1, 1, 1]}
  - nn.ReLU
  - nn.Conv3d: {in_channels: 8, out_channels: 16, kernel_size: 3, stride: 2}
  - nn.BatchNorm3d: 16
  - nn.Flatten
  - nn.Linear: {in_features: 2352, out_features: 10}
""",
        lambda: nn.Sequential(
            nn.Conv3d(3, 8, (3, 3, 3), padding=(1, 1, 1)), nn.ReLU(), nn.Conv3d(8, 16, 3, 2),
            nn.BatchNorm3d(16), nn.Flatten(), nn.Linear(16 * 3 * 7 * 7, 10),
        ),
    ),
    "squeeze and excitation": (
        """
input: 16x16x3
layers:
  - nn.Conv2d: {in_channels: 3, out_channels: 16, kernel_size: 1, name: x}
  - nn.AdaptiveAvgPool2d: 1
  - nn.Conv2d: {in_channels: 16, out_channels: 4, kernel_size: 1, activation: nn.SiLU}
  - nn.Conv2d: {in_channels: 4, out_channels: 16, kernel_size: 1, activation: Sigmoid, name: s}
  - Multiply: [s, x]
""",
        lambda: Joined(
            gated,
            stem=nn.Conv2d(3, 16, 1),
            gate=nn.Sequential(
                nn.AdaptiveAvgPool2d(1), nn.Conv2d(16, 4, 1), nn.SiLU(), nn.Conv2d(4, 16, 1),
                nn.Sigmoid(),
            ),
        ),
    ),
    "inception block in keras": (
        """
input: 16x16x32
layers:
  - Conv2D: {filters: 8, kernel_size: 1, activation: relu, from: input, name: a}
  - Conv2D: {filters: 4, kernel_size: 1, activation: relu, from: input}
  - Conv2D: {filters: 8, kernel_size: 3, padding: same, activation: relu, name: b}
  - Conv2D: {filters: 4, kernel_size: 1, activation: relu, from: input}
  - Conv2D: {filters: 8, kernel_size: 5, padding: same, activation: relu, name: c}
  - nn.MaxPool2d: {kernel_size: 3, stride: 1, padding: 1, from: input}
  - Conv2D: {filters: 8, kernel_size: 1, activation: relu, name: d}
  - Concatenate: [a, b, c, d]
""",
        lambda: Joined(
            inception,
            a=nn.Sequential(nn.Conv2d(32, 8, 1), nn.ReLU()),
            b=nn.Sequential(
                nn.Conv2d(32, 4, 1), nn.ReLU(), nn.Conv2d(4, 8, 3, padding=1), nn.ReLU()
            ),
            c=nn.Sequential(
                nn.Conv2d(32, 4, 1), nn.ReLU(), nn.Conv2d(4, 8, 5, padding=2), nn.ReLU()
            ),
            d=nn.Sequential(nn.MaxPool2d(3, 1, 1), nn.Conv2d(32, 8, 1), nn.ReLU()),
        ),
    ),
    "words in keras": (
        """
input: {tokens: 40}
layers:
  - Embedding: {input_dim: 1000, output_dim: 16}
  - Flatten
  - Dense: {units: 1, activation: sigmoid}
""",
        lambda: nn.Sequential(
            nn.Embedding(1000, 16), nn.Flatten(), nn.Linear(640, 1), nn.Sigmoid()
        ),
    ),
    "group norm and silu of a diffusion model": (
        """
input: 16x16x32
layers:
  - nn.GroupNorm: {num_groups: 8, num_channels: 32}
  - nn.SiLU
  - nn.Conv2d: {in_channels: 32, out_channels: 64, kernel_size: 3, padding: 1}
  - GroupNormalization: {groups: 32}
  - Activation: swish
  - nn.Upsample: {scale_factor: 2, mode: nearest}
""",
        lambda: nn.Sequential(
            nn.GroupNorm(8, 32), nn.SiLU(), nn.Conv2d(32, 64, 3, padding=1), nn.GroupNorm(32, 64),
            nn.SiLU(), nn.Upsample(scale_factor=2, mode="nearest"),
        ),
    ),
    "stem of convnext": (
        """
input: 32x32x3
layers:
  - nn.Conv2d: {in_channels: 3, out_channels: 24, kernel_size: 4, stride: 4}
  - LayerNormalization: {epsilon: 1.0e-6}
""",
        lambda: Joined(convnext, stem=nn.Conv2d(3, 24, 4, 4), out=nn.LayerNorm(24, eps=1e-6)),
    ),
    # https://blog.keras.io/building-autoencoders-in-keras.html
    "convolutional autoencoder of keras' blog": (
        """
input: 28x28x1
layers:
  - Conv2D: {filters: 16, kernel_size: [3, 3], activation: relu, padding: same}
  - MaxPooling2D: {pool_size: [2, 2], padding: same}
  - Conv2D: {filters: 8, kernel_size: [3, 3], activation: relu, padding: same}
  - MaxPooling2D: {pool_size: [2, 2], padding: same}
  - Conv2D: {filters: 8, kernel_size: [3, 3], activation: relu, padding: same}
  - MaxPooling2D: {pool_size: [2, 2], padding: same, name: encoded}
  - Conv2D: {filters: 8, kernel_size: [3, 3], activation: relu, padding: same}
  - UpSampling2D: [2, 2]
  - Conv2D: {filters: 8, kernel_size: [3, 3], activation: relu, padding: same}
  - UpSampling2D: [2, 2]
  - Conv2D: {filters: 16, kernel_size: [3, 3], activation: relu}
  - UpSampling2D: [2, 2]
  - Conv2D: {filters: 1, kernel_size: [3, 3], activation: sigmoid, padding: same}
""",
        lambda: nn.Sequential(
            nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2, ceil_mode=True),
            nn.Conv2d(16, 8, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2, ceil_mode=True),
            nn.Conv2d(8, 8, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2, ceil_mode=True),
            nn.Conv2d(8, 8, 3, padding=1), nn.ReLU(), nn.Upsample(scale_factor=2),
            nn.Conv2d(8, 8, 3, padding=1), nn.ReLU(), nn.Upsample(scale_factor=2),
            nn.Conv2d(8, 16, 3), nn.ReLU(), nn.Upsample(scale_factor=2),
            nn.Conv2d(16, 1, 3, padding=1), nn.Sigmoid(),
        ),
    ),
    "a sequence in keras with pools": (
        """
input: 128x9
layers:
  - Conv1D: [64, 3]
  - Activation: relu
  - MaxPooling1D
  - Conv1D: {filters: 32, kernel_size: 5, strides: 2, padding: same, activation: relu}
  - MaxPooling1D: {pool_size: 3}
  - Flatten
  - Dropout: 0.5
  - Dense: {units: 6, activation: softmax}
""",
        lambda: nn.Sequential(
            nn.Conv1d(9, 64, 3), nn.ReLU(), nn.MaxPool1d(2),
            # Keras' `same` at a stride: 32 places of 63, as padding by 2 gives here too.
            nn.Conv1d(64, 32, 5, 2, 2), nn.ReLU(), nn.MaxPool1d(3), nn.Flatten(), nn.Dropout(),
            nn.Linear(320, 6), nn.Softmax(1),
        ),
    ),
    # https://keras.io/api/layers/reshaping_layers/zero_padding2d/
    "padding and global pooling in keras": (
        """
input: 31x31x3
layers:
  - ZeroPadding2D
  - Conv2D: {filters: 16, kernel_size: 3, strides: 2, use_bias: false}
  - BatchNormalization: {activation: relu}
  - Conv2DTranspose: {filters: 8, kernel_size: 2, strides: 2, activation: {LeakyReLU: 0.1}}
  - GlobalAveragePooling2D
  - Dense: {units: 10, activation: linear}
""",
        lambda: nn.Sequential(
            nn.ZeroPad2d(1), nn.Conv2d(3, 16, 3, 2, bias=False), nn.BatchNorm2d(16), nn.ReLU(),
            nn.ConvTranspose2d(16, 8, 2, 2), nn.LeakyReLU(0.1),
            nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten()), nn.Linear(8, 10),
        ),
    ),
}  # fmt: skip


def shapes_in(module: Any, x: Any) -> tuple[list[tuple[int, ...]], tuple[int, ...]]:
    """The output of every leaf with its channels as torch has them, sorted; and the last one."""
    found: list[tuple[int, ...]] = []
    for part in module.modules():
        if not list(part.children()) and not isinstance(part, nn.ModuleDict):
            part.register_forward_hook(lambda _, __, made: found.append(tuple(made.shape[1:])))
    with torch.no_grad():
        last = module(x)
    return sorted(found), tuple(last.shape[1:])


@pytest.mark.parametrize(("text", "module"), NETWORKS.values(), ids=NETWORKS.keys())
def test_it_is_counted_as_torch_counts_it(text: str, module: Callable[[], Any]) -> None:
    graph = build(read_yaml(text, "model.yaml"))
    model = module().eval()
    *sides, channels = graph.nodes[0].output
    tokens = graph.nodes[0].tokens
    x = torch.zeros(1, channels, dtype=torch.int64) if tokens else torch.zeros(1, channels, *sides)
    found, last = shapes_in(model, x)
    assert sum(node.count("parameters") for node in graph.nodes) == sum(
        each.numel() for each in model.parameters()
    )
    assert _values(graph.nodes[-1].output) == _values(last)
    ours = [node for node in graph.nodes[1:] if node.kind not in WITHOUT_MODULE]
    parts = [node for node in ours if not node.kind.startswith("global")]
    sizes = sorted(_values(node.output) for node in parts)
    theirs = sorted(map(_values, found))
    for node in ours:
        if node not in parts:  # two modules in torch: the average, and the row that it is seen as
            theirs.remove(_values(node.output))
            theirs.remove(_values(node.output))
    assert sizes == theirs


def _values(shape: tuple[int, ...]) -> int:
    size = 1
    for axis in shape:
        size *= axis
    return size
