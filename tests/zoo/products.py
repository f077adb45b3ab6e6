"""The products of a forward pass, as torch's own counter of operations has them."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import nn
from torch._subclasses.fake_tensor import FakeTensorMode
from torch.utils.flop_counter import FlopCounterMode, sdpa_flop

from tests.zoo.measured import BATCH, make_fake

# Torch's counter knows attention's operation on other devices only: the sum is the same.
ON_CPU = "_scaled_dot_product_flash_attention_for_cpu"


def products(make: Callable[[], nn.Module], *shapes: tuple[int, ...]) -> int:
    """MACs of one image: half the floating-point operations; shapes: those of one image."""
    module = make()
    counter = FlopCounterMode(
        display=False, custom_mapping={getattr(torch.ops.aten, ON_CPU): _attention}
    )
    with FakeTensorMode(allow_non_fake_inputs=True):
        make_fake(module)
        module.train()
        images = [torch.empty(BATCH, *shape) for shape in shapes]
        with counter:
            module(*images)
    macs, rest = divmod(counter.get_total_flops(), 2 * BATCH)
    assert not rest
    return macs


def _attention(*shapes: tuple[int, ...], out_shape: object = None, **_: object) -> int:
    """By the shapes of query, key and value, which come first."""
    flops: int = sdpa_flop(*shapes[:3])
    return flops
