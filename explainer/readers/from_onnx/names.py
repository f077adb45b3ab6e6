"""What the layers of an ONNX file were called where it was written.

PyTorch names its weights `layer1.0.conv1.weight` and its nodes `/layer1/layer1.0/relu/Relu`; others
name weights `conv1_w_0` and `bn1_s_0`, and no nodes.
"""

from __future__ import annotations

import re

WEIGHT = re.compile(
    r"(?P<stem>.+?)([._/]?(weight|kernel|scale|gamma|W|w|bias|beta|B|b)|_s)(_\d+)?(:0)?"
)
SCOPES = re.compile(r"/(?P<scopes>.+)/(?P<operator>[^/]+)")


def named_by_weight(name: str) -> str:
    """The layer whose weight has this name; empty where that doesn't say it."""
    found = WEIGHT.fullmatch(name)
    return _cleaned(found["stem"]) if found else ""


def named_by_node(name: str) -> str:
    """The module that ran a node; `/layer1/layer1.0/relu/Relu_1` is `layer1.0.relu`."""
    found = SCOPES.fullmatch(name)
    path = before = ""
    for scope in found["scopes"].split("/") if found else ():
        if before and scope.startswith(f"{before}."):  # a part says again what it is a part of
            path = path.removesuffix(before) + scope
        else:
            path = f"{path}.{scope}" if path else scope
        before = scope
    return path


def _cleaned(stem: str) -> str:
    """Slashes as dots: they part names there."""
    return stem.strip("/").replace("/", ".")
