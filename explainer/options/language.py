"""`--language`: in which language the sentences are written."""

from __future__ import annotations

from contextlib import AbstractContextManager

from explainer.errors import UsageError, named
from explainer.language import current, languages, sentence, speaking
from explainer.options.option import Option


def _languages() -> str:
    return " ".join(f"`{name}`" for name in languages())


LANGUAGE = Option(
    name="language",
    value="NAME",
    help="of all that is said (en)",
    keyword="in which language everything is said; else the one that is spoken, English.",
    row=_languages,
    without="`en`",
    offers=lambda _: languages(),
)


def speaking_in(language: object) -> AbstractContextManager[None]:
    """Speak that language in here; None is the one that is spoken now.

    UsageError where there is no catalogue of it.
    """
    if language is None:
        return speaking(current())
    if not isinstance(language, str) or language not in languages():
        raise UsageError(
            sentence("language.unknown", name=named(language)),
            sentence("hint.known_are", names=", ".join(languages())),
        )
    return speaking(language)
