"""Answers of persons, judged: one, several from one source, or those of a class."""

from explainer.mistakes.answers.diagnosis import Answer, Diagnosis
from explainer.mistakes.engine.explanation import Explanation
from explainer.mistakes.engine.verdict import Verdict

__all__ = ["Answer", "Diagnosis", "Explanation", "Verdict"]
