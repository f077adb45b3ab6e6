"""Scores turned into shares of 1: torch.nn.Softmax."""

from __future__ import annotations

from explainer.layers.libraries import keras
from explainer.layers.shares import shares
from explainer.layers.traits import Chain

softmax = shares(
    "softmax",
    "Turns scores into shares that are positive and add up to 1.",
    "Softmax",
    caffe=True,
    chain=Chain(),
    elsewhere=(keras("Softmax"),),
)
