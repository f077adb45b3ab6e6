"""Shows step by step how much memory a convolutional network takes, and why.

>>> import explainer
>>> document = explainer.explain("example:vgg16", batch=32)
>>> document.markdown()[:8]
'# VGG-16'
"""

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
from explainer.library.compare import Comparison, compare
from explainer.library.diagnose import ClassAnswers, Diagnoses, diagnose
from explainer.library.explain import Document, Reconciliation, explain, reconcile
from explainer.library.mistakes import Catalogue, mistakes

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
