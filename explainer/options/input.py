"""`--input`: the sizes of what a network takes, where its source doesn't say them."""

from __future__ import annotations

from explainer.options.option import Option

INPUT = Option(
    name="input",
    value="CxHxW",
    help="sizes of what a network of PyTorch takes; repeatable",
    keyword="the shapes of what a network of PyTorch takes, in the order of its `forward`, each "
    "with the batch first, as in `(8, 3, 224, 224)`, or a tensor of that shape; as text without "
    "the batch, `3x224x224` or `tokens:128`.",
    row="the sizes of what a network of PyTorch takes, without the batch and as torch orders "
    "them, `3x224x224` or `tokens:128`; repeatable, in the order of its `forward`",
    without="torchvision's own crop; else it is asked for",
    repeatable=True,
)
