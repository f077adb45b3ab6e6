"""Why a tool's figure is not ours: layer by layer where it counts layers, else in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from explainer.derivation.derive import steps_of
from explainer.language import translated
from explainer.memory.framework.missing import missing_in_training
from explainer.memory.framework.saved import saved_for_backward
from explainer.memory.framework.storage import OUTPUT
from explainer.memory.textbook.sums import network, network_values, totals_of
from explainer.network.case import Case
from explainer.network.graph import Graph
from explainer.page import nodes as n
from explainer.page.digits import sized
from explainer.page.kept_text import sorts_beside
from explainer.page.sentences import knows, say
from explainer.page.steps import slip_block
from explainer.page.wording import joined, share_text
from explainer.tools.finding import Finding
from explainer.tools.ours import ours
from explainer.tools.tally import Difference

# The tools whose bytes stand for activations: they are compared with what autograd keeps too.
OF_ACTIVATIONS = ("torchsummary", "torchinfo", "caffe")
ADDRESS = "https://github.com/cs231n/cs231n.github.io/issues/88"
ISSUE = n.Link((n.Words(ADDRESS),), ADDRESS)
HYPOTHESES = ("prefix_lost_in_a_sum", "inputs_counted_beside_outputs")


def bridge(finding: Finding, graph: Graph) -> list[n.Block]:
    """From the textbook's count of one image to the tool's, difference by difference."""
    tally = finding.known.tally
    if tally is None:
        return []
    columns = (
        n.Column(say("reconcile.bridge_what")), n.Column(say("reconcile.bridge_why")),
        n.Column(say("reconcile.bridge_values"), "number"),
    )  # fmt: skip
    start = totals_of(graph).activations
    rows = [n.Row((say("reconcile.bridge_start"), (), (n.Num(start),)))]
    rows += [
        n.Row((_item(each), _because(each), (n.Num(each.values),))) for each in tally.differences
    ]
    end = n.Row((say("reconcile.bridge_end"), (), (n.Num(sum(tally.counted.values())),)))
    caption = say("reconcile.bridge_caption", tool=translated(finding.tool.title))
    return [n.Table(caption, columns, tuple(rows), (end,))]


def _item(each: Difference) -> n.Inlines:
    key = f"reconcile.item_{each.kind}"
    return say(key) if knows(key) else (n.Code(each.kind),)


def _because(each: Difference) -> n.Inlines:
    return say(f"reconcile.because_{each.reason}")


def why(finding: Finding, case: Case) -> list[n.Block]:
    """The figure beside ours, and beside what autograd keeps."""
    told = [n.Paragraph(each) for each in _reasons(finding, case)]
    blocks: list[n.Block] = [*told]
    if finding.standing == "hypothesis":
        blocks = [
            n.Paragraph(say("reconcile.hypothesis", issue=ISSUE)),
            *_hypotheses(case.graph),
            *told,
        ]
    return blocks


def _reasons(finding: Finding, case: Case) -> Iterable[n.Inlines]:
    name, main = finding.tool.name, finding.main
    if main.value is None:
        return
    yield from _beside_ours(finding, case)
    compared = case.plan.dtype != "int8" and not missing_in_training(case)
    if name in OF_ACTIVATIONS and compared and main.bytes is not None:
        yield _beside_autograd(main.bytes, case)
    yield from _own_reason(finding, case)


def _beside_ours(finding: Finding, case: Case) -> Iterable[n.Inlines]:
    beside, main = ours(finding, case), finding.main
    if beside is None or not beside.value:
        return
    found = main.value if beside.counts_values else main.bytes
    assert found is not None
    unit = "values" if beside.counts_values else "bytes"
    if found == beside.value:
        yield say(f"reconcile.same_{unit}", ours=beside.value)
        return
    yield say(
        f"reconcile.{_sign(found - beside.value)}_{unit}",
        ours=beside.value,
        difference=abs(found - beside.value),
        share=share_text(found, beside.value),
    )


def _beside_autograd(found: int, case: Case) -> n.Inlines:
    saved = saved_for_backward(case).total
    if found == saved:
        return say("reconcile.framework_same", saved=saved)
    key = f"reconcile.framework_{_sign(found - saved)}"
    return say(key, saved=saved, difference=abs(found - saved))


def _sign(difference: int) -> str:
    return "more" if difference > 0 else "less" if difference < 0 else "same"


def _of_keras(values: Mapping[str, int]) -> Iterable[n.Inlines]:
    """What is among its params beside the parameters, and what is not."""
    tracked, second = values["buffers"], values.get("second_biases")
    if second:
        yield say("reconcile.keras_biases", biases=second)
    if tracked and second:
        yield say("reconcile.keras_tracked_too", tracked=tracked)
    elif tracked:
        yield say("reconcile.keras_tracked", tracked=tracked)
    elif not second:
        yield say("reconcile.keras_untracked")


def _own_reason(finding: Finding, case: Case) -> Iterable[n.Inlines]:
    """What is to be said of this tool alone."""
    main, values = finding.main, finding.known.values
    beside = ours(finding, case)
    match finding.tool.name:
        case "keras":
            yield from _of_keras(values)
            yield say("reconcile.keras_optimizer")
        case "autograd" | "max_memory_allocated" if missing := missing_in_training(case):
            layers = joined([(n.User(each.layer),) for each in missing])
            yield say("reconcile.not_derived", layers=layers)
        case "4_x_weights" if beside is not None and beside.value and main.bytes is not None:
            rest = beside.value - main.bytes
            whole = share_text(rest, beside.value)
            yield say("reconcile.why_4_x_weights", rest=rest, batch=case.plan.batch, share=whole)
        case "im2col" if main.bytes is not None:
            if case.plan.batch > 1:
                yield say("reconcile.why_im2col", batch_bytes=main.bytes * case.plan.batch)
            else:
                yield say("reconcile.why_im2col_one")
        case "nvidia-smi":
            yield say("reconcile.why_nvidia-smi")
        case "cs231n" if finding.standing == "hypothesis":
            rows = values["activations"] * 4
            yield say("reconcile.rows_equal", bytes=rows, mib=sized(rows, "MiB"))
        case "cs231n" if case.plan.bytes_per_value == 4:
            yield say("reconcile.rows_are_ours")
        case "cs231n":
            b, dtype = case.plan.bytes_per_value, n.Code(case.plan.dtype)
            yield say("reconcile.rows_other_type", dtype=dtype, b=b)
        case "autograd" if main.bytes:
            yield from _kept(values["S"], case)


def _kept(sorts: dict[str, int], case: Case) -> Iterable[n.Inlines]:
    """Outputs of layers and all else, and that the textbook's figure has the images in it."""
    outputs = sorts.get(OUTPUT, 0)
    images = case.graph.values_given * case.plan.batch * case.plan.bytes_per_value
    rest = sum(sorts.values()) - outputs
    if not rest:
        yield say("reconcile.why_autograd_outputs", images=images)
        return
    kept = sorts_beside({OUTPUT}, saved_for_backward(case))
    yield say("reconcile.why_autograd", outputs=outputs, rest=rest, sorts=kept, images=images)


def _hypotheses(graph: Graph) -> list[n.Block]:
    """The two slips that give the total of the table."""
    steps = steps_of(network, network_values(graph))
    slips = {slip.mistake.name: slip for step in steps for slip in step.slips}
    return [slip_block(slips[name], "activations") for name in HYPOTHESES if name in slips]
