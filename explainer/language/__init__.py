"""What the program says, and in which language: one catalogue for each, and CLDR's rules.

A second language is a second folder beside templates/language/en, and no code.
"""

from explainer.language.batch_item import of_images, telling
from explainer.language.catalogue import languages
from explainer.language.current import SOURCE, current, speaking
from explainer.language.later import Later, Words, later
from explainer.language.numbers import listed, number, ordinal, written
from explainer.language.say import both_readings, knows, sentence, texts, translated
from explainer.language.sentence_error import SentenceError

__all__ = [
    "SOURCE",
    "Later",
    "SentenceError",
    "Words",
    "both_readings",
    "current",
    "knows",
    "languages",
    "later",
    "listed",
    "number",
    "of_images",
    "ordinal",
    "sentence",
    "speaking",
    "telling",
    "texts",
    "translated",
    "written",
]
