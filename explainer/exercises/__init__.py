"""Exercises drawn from a network by a seed, whose mistakes can be told apart."""

from explainer.exercises.question import (
    Collision,
    ExerciseSet,
    Question,
    Rejection,
    Variant,
    WrongAnswer,
)

__all__ = ["Collision", "ExerciseSet", "Question", "Rejection", "Variant", "WrongAnswer"]
