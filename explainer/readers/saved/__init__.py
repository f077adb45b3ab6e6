"""A network as a model file: its spec → YAML that reads well and explains to the same numbers.

`blocks.py` finds the parts that are alike, which are written once and used by name; `text.py`
writes the lines. The names of layers stay as they are. Claims and questions are no part of the
network, and are left out.
"""

from __future__ import annotations

from explainer.readers.saved.text import model_file

__all__ = ["model_file"]
