"""Training on several devices: what one of them takes, and how gradients are exchanged."""

from explainer.memory.devices.account import (
    WAYS,
    OneDevice,
    device_values,
    numbers_of_devices,
    one_of,
    table_of,
    values_on,
    worked_out,
)
from explainer.memory.devices.answer import Devices, devices_of
from explainer.memory.devices.buckets import (
    FIRST_LIMIT,
    LIMIT,
    Bucket,
    Gradient,
    buckets_of,
    filled,
)
from explainer.memory.devices.formulas import devices_formulas

__all__ = [
    "FIRST_LIMIT",
    "LIMIT",
    "WAYS",
    "Bucket",
    "Devices",
    "Gradient",
    "OneDevice",
    "buckets_of",
    "device_values",
    "devices_formulas",
    "devices_of",
    "filled",
    "numbers_of_devices",
    "one_of",
    "table_of",
    "values_on",
    "worked_out",
]
