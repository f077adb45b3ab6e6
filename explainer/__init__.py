"""Shows step by step how much memory a convolutional network takes, and why.

>>> import explainer
>>> document = explainer.explain("example:vgg16", batch=32)
>>> document.markdown()[:8]
'# VGG-16'
"""

from explainer.catalogued import Catalogue, mistakes
from explainer.diagnosed import ClassAnswers, Diagnoses, diagnose
from explainer.errors import (
    BrokenFileError,
    CannotWriteError,
    ExplainError,
    FolderBusyError,
    LostWorkerError,
    MissingPackageError,
    ModelFileError,
    NoSentencesError,
    UsageError,
)
from explainer.pipeline import Document, Reconciliation, explain, reconcile
from explainer.side_by_side import Comparison, compare

__all__ = [
    "BrokenFileError",
    "CannotWriteError",
    "Catalogue",
    "ClassAnswers",
    "Comparison",
    "Diagnoses",
    "Document",
    "ExplainError",
    "FolderBusyError",
    "LostWorkerError",
    "MissingPackageError",
    "ModelFileError",
    "NoSentencesError",
    "Reconciliation",
    "UsageError",
    "__version__",
    "compare",
    "diagnose",
    "explain",
    "mistakes",
    "reconcile",
]
__version__ = "0.1.0"
