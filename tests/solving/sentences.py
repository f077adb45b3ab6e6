"""All the sentences that a student understands, and how to read them."""

from tests.solving import said_of_memory, said_of_network, said_of_question, said_of_words
from tests.solving.grammar import NotUnderstoodError, read

VOCABULARY = (said_of_memory, said_of_words, said_of_network, said_of_question)

__all__ = ["VOCABULARY", "NotUnderstoodError", "read"]
