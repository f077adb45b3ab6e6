# mypy: allow-subclassing-any
"""Modules of torch, read by their traced graphs: all bytes are as torch's own run has them."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

torch = pytest.importorskip("torch")

from torch import nn  # noqa: E402  it needs torch
from torch.nn import functional as F  # noqa: E402, N812  as everybody calls it

from explainer import explain  # noqa: E402
from explainer.errors import ModelFileError, UsageError  # noqa: E402
from explainer.readers import read  # noqa: E402
from explainer.readers.given_inputs import WithInputs, inputs_of  # noqa: E402
from explainer.readers.saved import model_file  # noqa: E402
from tests.zoo.measured import BATCH, measured  # noqa: E402


class Residual(nn.Module):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(channels, channels, 3, padding="same", bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.act = nn.ReLU(inplace=True)

    def forward(self, x):
        y = self.act(self.bn1(self.conv1(x)))
        y += x
        return F.relu(y)


class Twice(nn.Module):
    """One layer called twice, a functional head, and a branch that is cut and joined."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Conv2d(3, 8, 3, stride=2)
        self.same = nn.Conv2d(8, 8, 1)
        self.head = nn.Linear(16, 5)

    def forward(self, x):
        x = torch.tanh(self.same(F.gelu(self.same(self.stem(x)))))
        a, b = x.chunk(2, 1)
        x = torch.cat([b, a, x], 1)[:, :16]
        x = F.adaptive_avg_pool2d(x, 1).flatten(1)
        return F.log_softmax(self.head(F.dropout(x, 0.2, self.training)), 1)


class Heads(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(3, 4, 3), nn.SiLU(), nn.AvgPool2d(2))
        self.left, self.right = nn.Linear(4, 3), nn.Linear(4, 2)

    def forward(self, x):
        x = self.body(x).mean((2, 3))
        return {"left": self.left(x), "right": self.right(x)}


class Encoder(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.rows = nn.Embedding(13, 8)
        self.norm = nn.LayerNorm(8)
        self.attention = nn.MultiheadAttention(8, 2, batch_first=True)
        self.lstm = nn.GRU(8, 6, batch_first=True, bidirectional=True)
        self.out = nn.Linear(12, 4)

    def forward(self, x):
        x = self.norm(self.rows(x))
        x = x + self.attention(x, x, x, need_weights=False)[0]
        return self.out(self.lstm(x)[0])


class Two(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.a, self.b = nn.Conv2d(3, 4, 3), nn.Conv2d(2, 4, 3)

    def forward(self, left, right):
        return (self.a(left) * self.b(right)).flatten(1)


class Turned(nn.Module):
    """Channels last by hand, as ConvNeXt's norm has them, and a sequence of patches."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 4, stride=4)
        self.norm, self.mix = nn.LayerNorm(8), nn.Conv1d(8, 8, 3, padding=1)
        self.out = nn.Linear(8, 2)

    def forward(self, x):
        x = self.norm(self.conv(x).permute(0, 2, 3, 1)).permute(0, 3, 1, 2)
        x = self.mix(x.flatten(2))
        return self.out(x.transpose(1, 2))


class Arithmetic(nn.Module):
    """Constants and what is learnt on their own, beside branches that are subtracted and divided.

    A step's most is where the last convolution goes back: a value that only the code still calls by
    a name, as `x` here, is let go by a network of layers.
    """

    def __init__(self) -> None:
        super().__init__()
        self.stem, self.last = nn.Conv2d(3, 8, 3), nn.Conv2d(8, 64, 1)
        self.one, self.each = nn.Parameter(torch.ones(1)), nn.Parameter(torch.ones(1, 8, 1, 1))

    def forward(self, x):
        x = self.stem(x)
        x = 0.17 * torch.sigmoid(x) + F.relu(x) * 2
        x = (3 + x - 1.5) / 4
        x = torch.tanh(x) * self.one + self.each
        return self.last(torch.sigmoid(x) - F.relu(x) / torch.tanh(x))


class ChannelAttention(nn.Module):
    """ECA: a kernel goes along the channels' means."""

    def __init__(self) -> None:
        super().__init__()
        self.stem, self.last = nn.Conv2d(3, 8, 3), nn.Conv2d(8, 64, 1)
        self.conv = nn.Conv1d(1, 1, 3, padding=1, bias=False)

    def forward(self, x):
        x = self.stem(x)
        y = torch.sigmoid(self.conv(x.mean((2, 3)).view(x.shape[0], 1, -1)))
        return self.last(x * y.view(x.shape[0], -1, 1, 1))


class Moved(nn.Module):
    """A picture moved by one place, as NASNet does it: cut on one side, padded on the other."""

    def __init__(self) -> None:
        super().__init__()
        self.stem, self.last = nn.Conv2d(3, 8, 3), nn.Conv2d(8, 8, 1)

    def forward(self, x):
        x = self.stem(x)
        return self.last(F.pad(x, (-1, 1, -1, 1)))


class OverAxes(nn.Module):
    """Means and sums along single axes, which stay with one place or not."""

    def __init__(self) -> None:
        super().__init__()
        self.stem, self.last = nn.Conv2d(3, 8, 3), nn.Linear(8, 2)

    def forward(self, x):
        x = self.stem(x)
        x = x * x.mean(3, keepdim=True)
        return self.last(x.sum((2, 3)))


IMAGE = (3, 16, 16)
MODULES: dict[str, tuple[Callable[[], nn.Module], tuple[tuple[int, ...], ...]]] = {
    "a block": (lambda: nn.Sequential(nn.Conv2d(3, 4, 3), Residual(4), Residual(4)), (IMAGE,)),
    "called twice": (Twice, (IMAGE,)),
    "two heads": (Heads, (IMAGE,)),
    "two inputs": (Two, (IMAGE, (2, 16, 16))),
    "turned": (Turned, (IMAGE,)),
    "features": (lambda: nn.Sequential(nn.Linear(7, 5), nn.BatchNorm1d(5), nn.ELU()), ((7,),)),
    "upwards": (
        lambda: nn.Sequential(
            nn.ConvTranspose2d(3, 4, 4, 2, 1), nn.PReLU(), nn.PixelShuffle(2), nn.MaxPool2d(3, 2, 1)
        ),
        (IMAGE,),
    ),
    "norms": (
        lambda: nn.Sequential(
            nn.Conv2d(3, 8, 1), nn.GroupNorm(2, 8), nn.Hardswish(), nn.InstanceNorm2d(8), nn.ReLU6()
        ),
        (IMAGE,),
    ),
    "arithmetic": (Arithmetic, (IMAGE,)),
    "channel attention": (ChannelAttention, (IMAGE,)),
    "moved": (Moved, (IMAGE,)),
    "over axes": (OverAxes, (IMAGE,)),
    "a volume": (
        lambda: nn.Sequential(nn.Conv3d(1, 4, 3), nn.BatchNorm3d(4), nn.AdaptiveAvgPool3d(1)),
        ((1, 6, 6, 6),),
    ),
}


def asked(make, shapes):
    return WithInputs(make(), tuple(each for shape in shapes for each in inputs_of((2, *shape))))


@pytest.mark.parametrize("name", MODULES)
def test_it_is_as_torch_runs_it(name):
    make, shapes = MODULES[name]
    found = json.loads(explain(asked(make, shapes), batch=BATCH, loss="none").json())
    step = measured(make, *shapes)
    assert found["totals"]["parameters"] == step.parameters
    assert found["memory"]["framework"]["saved"] == step.saved
    assert found["memory"]["framework"]["peak"]["total"] == step.peak


@pytest.mark.parametrize("name", MODULES)
def test_a_saved_file_explains_to_the_same_numbers(name, tmp_path):
    make, shapes = MODULES[name]
    spec = read(asked(make, shapes))
    path = tmp_path / "model.yaml"
    path.write_text(model_file(spec), encoding="utf-8")
    first, again = (json.loads(explain(each).json()) for each in (spec, path))
    assert again["layers"] == first["layers"]
    assert again["memory"] == first["memory"]


def test_tokens_and_layers_that_have_a_state():
    found = json.loads(explain(Encoder(), input=torch.zeros(3, 5, dtype=torch.long)).json())
    assert found["totals"]["parameters"] == sum(each.numel() for each in Encoder().parameters())
    assert [each["name"] for each in found["layers"]][1:] == [
        *("rows", "norm", "attention", "add", "lstm", "out"),
    ]


def test_names_are_the_paths_of_modules():
    spec = read(asked(*MODULES["a block"]))
    assert [each.name for each in spec.layers] == [
        "0",
        *("1.conv1", "1.bn1", "1.act", "1.add", "1.relu"),
        *("2.conv1", "2.bn1", "2.act", "2.add", "2.relu"),
    ]
    assert {each.block for each in spec.layers} == {"", "residual"}


def test_a_layer_called_twice_shares_its_parameters():
    spec = read(asked(*MODULES["called twice"]))
    (shared,) = (each for each in spec.layers if each.shares)
    assert shared.shares
    assert (shared.name, shared.shares[0]) == ("same_1", "same")


def test_the_callers_module_stays_as_it_is():
    module = Twice().eval()
    before = {name: each.clone() for name, each in module.state_dict().items()}
    read(WithInputs(module, inputs_of((2, *IMAGE))))
    assert not module.training
    assert all(torch.equal(each, before[name]) for name, each in module.state_dict().items())


class Strange(nn.Module):
    def forward(self, x):
        return torch.fft.fft(x)


def test_an_operation_without_a_kind_is_named_with_its_place():
    module = nn.Sequential(nn.Conv2d(3, 4, 3), Strange())
    with pytest.raises(ModelFileError, match=r"(?s)Sequential.*1.*aten\.fft_fft.*no kind"):
        read(WithInputs(module, inputs_of((2, *IMAGE))))


class InPlace(nn.Module):
    """What gelu gives is multiplied where it lies."""

    def forward(self, x):
        return F.gelu(x).mul_(1.7)


class Standardised(nn.Conv2d):
    """Weights are brought to mean 0 first, as in ResNetV2: torch keeps more for that."""

    def forward(self, x):
        rows = self.weight.reshape(1, self.out_channels, -1)
        weight = F.batch_norm(rows, None, None, training=True, momentum=0.0)
        return F.conv2d(x, weight.reshape_as(self.weight), self.bias)


@pytest.mark.parametrize(
    ("module", "operation"), [(InPlace(), "mul_"), (Standardised(4, 4, 3), "batch_norm")]
)
def test_another_way_of_an_operation_is_refused_and_not_counted_wrongly(module, operation):
    network = nn.Sequential(nn.Conv2d(3, 4, 3), module)
    with pytest.raises(ModelFileError, match=rf"(?s)Sequential.*1.*aten\.{operation}, .*no kind"):
        read(WithInputs(network, inputs_of((2, *IMAGE))))


def test_sizes_that_do_not_fit_are_said():
    with pytest.raises(ModelFileError, match=r"(?s)5x16x16.*input\[2, 5, 16, 16\].* 3 channels"):
        read(WithInputs(nn.Conv2d(3, 4, 3), inputs_of("5x16x16")))


def test_a_module_without_sizes_asks_for_them():
    with pytest.raises(UsageError, match="Conv2d doesn't say which sizes it takes"):
        read(nn.Conv2d(3, 4, 3))
