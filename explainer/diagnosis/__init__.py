"""Which slip it was: an answer beside the right value, and the mistakes that give it."""

from explainer.diagnosis.result import Answer, Diagnosis, Explanation, Verdict

__all__ = ["Answer", "Diagnosis", "Explanation", "Verdict"]
