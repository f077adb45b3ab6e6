"""One of several devices: data parallel, and the three stages of ZeRO, in formulas.

They add the textbook account's parts in bytes, as do Rajbhandari et al., ZeRO: Memory
Optimizations Toward Training Trillion Parameter Models, 2020: https://arxiv.org/abs/1910.02054.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from explainer.maths import total
from explainer.maths.formulary import Formulary
from explainer.maths.functions import ceil
from explainer.questions.devices.shares import attach_shares

devices_formulas = Formulary("training")
formula = devices_formulas.formula


def several(values: Mapping[str, Any]) -> bool:
    """Whether there is more than one device."""
    return bool(values["devices"] > 1)


@formula(unit="images", goal="batch")
def global_batch(batch, devices):
    """Every device takes a batch of its own, so one step learns from the <images|examples> of all
    devices.
    """
    return batch * devices


@formula(part="images", goal="images")
def bytes_of_images(bytes_of_activations, bytes_of_activation_gradients, bytes_of_miscellaneous=0):
    """Each device keeps the values of its own <images|examples>, and their gradients, as if it
    were alone.
    """
    return total(bytes_of_activations, bytes_of_activation_gradients, bytes_of_miscellaneous)


@bytes_of_images.mistake_around(when=several)
def batch_divided_twice(bytes_of_images, devices):
    """The batch is what one device takes: it must not be divided among the devices again."""
    return ceil(bytes_of_images / devices)


@formula(part="buckets", goal="data_parallel")
def bytes_of_buckets(bytes_of_gradients):
    """Gradients are copied into buckets to be exchanged; each gradient lies in one bucket."""
    return total(bytes_of_gradients)


bytes_of_buckets.mistake(
    "one_bucket_counted",
    bytes_of_gradients="largest_bucket",
    says="Every bucket stays allocated from step to step, "
    "not only the one that is being exchanged.",
)


@formula(part="data_parallel")
def bytes_of_data_parallel(
    bytes_of_parameters, bytes_of_gradients, bytes_of_buckets, bytes_of_images, bytes_of_optimizer=0
):
    """In data parallel training every device has all parameters, gradients and optimizer state."""
    learnt = (bytes_of_parameters, bytes_of_gradients, bytes_of_optimizer)
    return total(*learnt, bytes_of_buckets, bytes_of_images)


bytes_of_data_parallel.mistake(
    "buckets_forgotten",
    bytes_of_buckets=0,
    says="PyTorch copies the gradients into buckets, unless it is told to keep them in the "
    "buckets alone.",
)


@formula(part="bucket_views")
def bytes_of_bucket_views(
    bytes_of_parameters, bytes_of_gradients, bytes_of_images, bytes_of_optimizer=0
):
    """With `gradient_as_bucket_view=True` the gradients lie in the buckets, so they are stored
    only once.
    """
    learnt = (bytes_of_parameters, bytes_of_gradients, bytes_of_optimizer)
    return total(*learnt, bytes_of_images)


without_buckets = bytes_of_bucket_views.function


@bytes_of_data_parallel.mistake_around(when=several, kept=without_buckets)
def data_parallel_divides_everything(kept, devices):
    """Data parallel training divides the work among the devices, but each has a copy of all
    parameters.
    """
    return ceil(kept / devices)


attach_shares(devices_formulas)


@formula(part="zero_1", goal="zero")
def bytes_of_zero_1(
    bytes_of_parameters, bytes_of_gradients, bytes_of_images, bytes_of_own_optimizer=0
):
    """Stage 1 divides the optimizer state; each device has all parameters and gradients."""
    return total(bytes_of_parameters, bytes_of_gradients, bytes_of_own_optimizer, bytes_of_images)


@formula(part="zero_2")
def bytes_of_zero_2(
    bytes_of_parameters, bytes_of_own_gradients, bytes_of_images, bytes_of_own_optimizer=0
):
    """Stage 2 divides the gradients as well; each device still has all parameters."""
    own = (bytes_of_own_gradients, bytes_of_own_optimizer)
    return total(bytes_of_parameters, *own, bytes_of_images)


@formula(part="zero_3")
def bytes_of_zero_3(
    bytes_of_own_parameters, bytes_of_own_gradients, bytes_of_images, bytes_of_own_optimizer=0
):
    """Stage 3 divides the parameters as well; only what belongs to the <images|examples> is not
    divided.
    """
    own = (bytes_of_own_parameters, bytes_of_own_gradients, bytes_of_own_optimizer)
    return total(*own, bytes_of_images)


@bytes_of_zero_3.mistake_around(when=several, kept=without_buckets)
def zero_divides_everything(kept, devices):
    """No stage divides the values of the <images|examples>: each device keeps those of its own
    batch.
    """
    return ceil(kept / devices)
