"""What other tools print for the same network: one rule each, as formulas that run."""

from __future__ import annotations

from explainer.network.case import Case
from explainer.once import once
from explainer.tools.caffe import CAFFE
from explainer.tools.cs231n import CS231N
from explainer.tools.finding import Finding, Tool, find
from explainer.tools.fvcore import FVCORE
from explainer.tools.keras import KERAS
from explainer.tools.pytorch import ALLOCATOR, AUTOGRAD, NVIDIA_SMI
from explainer.tools.rules_of_thumb import ADAM, IM2COL
from explainer.tools.torchinfo import TORCHINFO
from explainer.tools.torchsummary import TORCHSUMMARY

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
