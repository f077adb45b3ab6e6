"""The logarithms of such shares, as the loss wants them: torch.nn.LogSoftmax."""

from __future__ import annotations

from explainer.layers.shares import shares

log_softmax = shares(
    "log_softmax",
    "Turns scores into the logarithms of shares that are positive and add up to 1.",
    "LogSoftmax",
    caffe=False,
)
