"""Whether training fits into a memory, in sentences: by the textbook, and by PyTorch's peak."""

from __future__ import annotations

from explainer.page import nodes as n
from explainer.page.sentences import Part, say
from explainer.page.wording import decimal_text, joined
from explainer.questions.of_file.answer import Fitting, InAccount


def fitting_words(fitting: Fitting, batch: int) -> n.Inlines:
    """The verdict, then each account that there is."""
    size = fitting.size
    accounts = {"textbook": fitting.textbook}
    if fitting.framework is not None:
        accounts["peak"] = fitting.framework
    verdicts = {account.is_within(size) for account in accounts.values()}
    verdict = "fits_depends" if len(verdicts) > 1 else "fits" if verdicts == {True} else "fits_not"
    told = [say(f"asked.{verdict}", size=size, units=decimal_text(size), batch=batch)]
    told += [_account_words(name, account, size) for name, account in accounts.items()]
    if fitting.missing:
        layers = joined([(n.User(each.layer),) for each in fitting.missing])
        told.append(say("missing.asked", layers=layers))
    return joined(told, " ")


def _account_words(name: str, account: InAccount, size: int) -> n.Inlines:
    """What training takes, and the largest batch, if anything grows with it."""
    key = f"asked.{name}_{'within' if account.is_within(size) else 'beyond'}"
    given: dict[str, Part] = {"bytes": account.taken, "units": decimal_text(account.taken)}
    if account.fit is None:
        return say(f"{key}_any", **given)
    if not account.fit.largest:
        return say(f"{key}_none", **given)
    return say(key, largest=account.fit.largest, **given)
