"""From the textbook's figure to the framework's: every difference, in bytes, until they meet.

The storages that are alive at the framework's peak are taken one by one and put beside what
the textbook counts for the same layer; what is left on either side is a difference.
"""

from explainer.memory.bridge.inference import inference_bridge
from explainer.memory.bridge.sums import Bridge, Difference
from explainer.memory.bridge.training import training_bridge

__all__ = ["Bridge", "Difference", "inference_bridge", "training_bridge"]
