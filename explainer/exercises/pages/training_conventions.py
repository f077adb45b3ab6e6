"""What a question about memory takes for granted: bytes, units, and what training keeps."""

from __future__ import annotations

from explainer.exercises import Question, Variant
from explainer.memory.textbook.account import account_values
from explainer.network.plan import Plan
from explainer.network.tokens import tokens_of
from explainer.page import nodes as n
from explainer.page.sentences import say
from explainer.page.wording import joined


def is_about_training(question: Question) -> bool:
    """Whether the rule of the textbook account has to be known."""
    return question.quantity.startswith("training")


def assumptions(plan: Plan) -> n.Inlines:
    """What is assumed of values, batch and units."""
    b = plan.bytes_per_value
    value = say("exercise.value", b=b)
    return (*value, n.Words(" "), *say("exercise.assumptions", batch=plan.batch))


def training_rules(variant: Variant) -> list[n.Inlines]:
    """What training keeps: of the optimizer, of everything else, and of frozen layers."""
    case = variant.case
    found = [_kept(variant), _rule(case.plan)]
    frozen: list[n.Inlines] = [
        (n.User(case.graph.nodes[index].name),) for index in sorted(case.frozen)
    ]
    return [*found, say("exercise.frozen", layers=joined(frozen))] if frozen else found


def _kept(variant: Variant) -> n.Inlines:
    optimizer = n.Code(variant.case.plan.optimizer)
    slots = variant.case.plan.slots
    if slots is not None:
        return say("exercise.kept", optimizer=optimizer, slots=slots)
    state = account_values(variant.case)["state"]
    return say("exercise.kept_in_all", optimizer=optimizer, state=state)


def _rule(plan: Plan) -> n.Inlines:
    if not plan.mixed:
        return say("exercise.rule")
    return say("exercise.rule_mixed", b=plan.bytes_per_value, master=plan.bytes_of_master)


def stored(variant: Variant) -> n.Inlines:
    """Which outputs are stored: all but those of the layers that store nothing."""
    graph = variant.case.graph
    several = bool(graph.spec.inputs)
    silent: list[n.Inlines] = [
        (n.User(node.name),)
        for node in (graph.nodes if several else graph.layers)
        if not node.count("activations")
    ]
    if several:
        key = "exercise.stored_but_inputs" if silent else "exercise.stored_all_inputs"
        told = [say(key, layers=joined(silent)) if silent else say(key)]
        told += [say("exercise.stored_tokens")] if tokens_of(variant.case) else []
        return joined(told, " ")
    of_tokens = "_of_tokens" if graph.spec.tokens else ""
    if silent:
        return say(f"exercise.stored_but{of_tokens}", layers=joined(silent))
    return say(f"exercise.stored_all{of_tokens}")
