"""The seven parts of a CNN's memory on this network, and what is often said of them."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.derivation.derive import steps_of
from explainer.memory.bridge.seven_parts import (
    Others,
    alive_in_inference,
    larger_from,
    others_of,
    part_values,
    seven_parts,
)
from explainer.memory.framework.simulation import Step
from explainer.memory.framework.storage import VALUES
from explainer.page import nodes as n
from explainer.page.kept_text import sorts_beside
from explainer.page.sentences import say
from explainer.page.sizes_table import sizes_table
from explainer.page.steps import Seen, full, slip_blocks
from explainer.results.results import Results


def seven_parts_blocks(work: Results, step: Step | None, seen: Seen) -> list[n.Block]:
    """The table, the steps in which parts are counted twice or left out, and the comparisons."""
    values, others = part_values(work.case), others_of(work.case, step)
    blocks: list[n.Block] = [
        n.Paragraph(say("seven.intro")),
        seven_parts_table(work, step),
        n.Paragraph(say("seven.others_apart")),
    ]
    for each in steps_of(seven_parts, values):
        blocks.append(n.Heading(4, say(f"seven.goal_{each.formula.part}")))
        blocks.append(full(each, work.plan.bytes_per_value, seen))
        blocks += slip_blocks(each, seen, every=True)
    said = [*_gradients(values), *_others(work, others, step), *_largest(work)]
    return [*blocks, n.Heading(4, say("seven.goal_compared")), n.Listing(tuple(said))]


def seven_parts_table(work: Results, step: Step | None) -> n.Table:
    """The seven parts in bytes and in both units."""
    values, others = part_values(work.case), others_of(work.case, step)
    return sizes_table(_rows(values, others), say("seven.caption", batch=work.plan.batch))


def _rows(values: Mapping[str, int], others: Others) -> list[tuple[n.Inlines, int]]:
    """The seven parts; the textbook's sum stands at the end."""
    rows = [
        (say("seven.parameters"), values["bytes_of_parameters"]),
        (say("seven.feature_maps"), values["bytes_of_feature_maps"]),
        (say("seven.activations"), 0),
        (say("seven.gradients"), values["bytes_of_all_gradients"]),
        (say("seven.optimizer"), values["bytes_of_optimizer"]),
        (say("seven.input"), values["bytes_of_input"]),
    ]
    total = sum(size for _, size in rows)
    if others.kept is not None:
        rows.append((say("seven.kept"), others.kept))
    if others.unfolded is not None:
        rows.append((say("seven.im2col"), others.matrix))
    return [*rows, (say("seven.total"), total)]


def _gradients(values: Mapping[str, int]) -> list[n.Inlines]:
    own, of_values = values["bytes_of_gradients"], values["bytes_of_activation_gradients"]
    if of_values == own:
        return [say("seven.gradients_equal", values=of_values)]
    return [say(f"seven.gradients_{_than(of_values, own)}", values=of_values, parameters=own)]


def _others(work: Results, others: Others, step: Step | None) -> list[n.Inlines]:
    """Whether other data are small here: beside what is kept, and beside an image's values."""
    told = []
    if others.kept and step is not None:
        values = step.saved.total - others.kept
        than, sorts = _than(others.kept, values), sorts_beside(VALUES, step.saved)
        told.append(
            say("seven.kept_equal", kept=others.kept, sorts=sorts)
            if than == "equal"
            else say(f"seven.kept_{than}", kept=others.kept, sorts=sorts, values=values)
        )
    if others.unfolded is not None:
        image = work.totals.activations * work.plan.bytes_per_value
        than, layer = _than(others.matrix, image), n.User(others.unfolded.name)
        told.append(
            say("seven.im2col_equal", layer=layer, matrix=others.matrix)
            if than == "equal"
            else say(f"seven.im2col_{than}", layer=layer, matrix=others.matrix, image=image)
        )
    return told


def _largest(work: Results) -> list[n.Inlines]:
    """Whether parameters are the largest part, in training and in inference."""
    values, plan = part_values(work.case), work.plan
    own, stored = values["bytes_of_parameters"], values["bytes_of_activations"]
    if not own:
        return [say("seven.no_parameters")]
    alive = alive_in_inference(work.case)
    training = (
        say("seven.training_equal", batch=plan.batch, parameters=own)
        if own == stored
        else say(
            f"seven.training_{_than(own, stored)}",
            batch=plan.batch,
            parameters=own,
            activations=stored,
        )
    )
    inference = (
        say("seven.inference_equal", batch=plan.batch, alive=alive)
        if own == alive
        else say(
            f"seven.inference_{_than(own, alive)}",
            batch=plan.batch,
            parameters=own,
            alive=alive,
        )
    )
    return [training, _from_batch(larger_from(work.case)), inference]


def _from_batch(batch: int) -> n.Inlines:
    """From which batch on activations outweigh parameters."""
    return say("seven.from_batch", batch=batch) if batch > 1 else say("seven.from_every_batch")


def _than(one: int, other: int) -> str:
    return "more" if one > other else "less" if one < other else "equal"
