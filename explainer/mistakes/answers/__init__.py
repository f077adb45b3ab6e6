"""Which slip it was: an answer beside the right value, and the mistakes that give it."""

from explainer.mistakes.answers.diagnosis import Answer, Diagnosis, Verdict
from explainer.mistakes.engine.explanation import Explanation

__all__ = ["Answer", "Diagnosis", "Explanation", "Verdict"]
