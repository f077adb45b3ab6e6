"""What other tools print for the same network: one rule each, as formulas that run."""

from __future__ import annotations

from explainer.memory.other_tools.caffe import CAFFE
from explainer.memory.other_tools.cs231n import CS231N
from explainer.memory.other_tools.finding import Finding, Tool, find
from explainer.memory.other_tools.fvcore import FVCORE
from explainer.memory.other_tools.keras import KERAS
from explainer.memory.other_tools.pytorch import ALLOCATOR, AUTOGRAD, NVIDIA_SMI
from explainer.memory.other_tools.rules_of_thumb import ADAM, IM2COL
from explainer.memory.other_tools.torchinfo import TORCHINFO
from explainer.memory.other_tools.torchsummary import TORCHSUMMARY
from explainer.network.case import Case
from explainer.once import once

TOOLS: tuple[Tool, ...] = (
    CS231N,
    TORCHSUMMARY,
    TORCHINFO,
    KERAS,
    FVCORE,
    CAFFE,
    IM2COL,
    ADAM,
    AUTOGRAD,
    ALLOCATOR,
    NVIDIA_SMI,
)


@once
def findings(case: Case) -> tuple[Finding, ...]:
    """What each tool prints, in the order in which they are told."""
    return tuple(find(tool, case) for tool in TOOLS)
