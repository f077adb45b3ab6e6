"""A model of Keras as a model file would give it, from its configuration; Keras is not needed.

`file.py` reads the configuration out of a `.keras` file, which is a zip, or a `.json`, and nothing
else of it; `network.py` goes through its layers, nested models among them; `layer.py` puts one into
the words of a model file, which knows Keras' classes and what they take where nothing is said.
"""

from __future__ import annotations

from explainer.readers.from_keras.file import read_keras

__all__ = ["read_keras"]
