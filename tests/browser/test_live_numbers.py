"""What a page computes, against what Python computes: sizes, sums, memory, lines, mistakes."""

from __future__ import annotations

import random
from fractions import Fraction
from functools import cache
from typing import Any

import pytest

from explainer.comparison.case import Case, case_of, changed_case
from explainer.derive import derive
from explainer.document.steps import lines_of
from explainer.errors import ModelFileError
from explainer.memory.optimizers import SLOTS
from explainer.memory.units import BYTES
from explainer.readers import read
from explainer.readers.changes import read_changes
from explainer.render.maths.written import written

NETWORKS = ("lenet5", "alexnet", "vgg16", "resnet18", "mobilenet_v2", "unet", "small-cnn-50")
ROUNDS = 350
WORK_OUT = """([key, rounds]) => {
  const { network, exact, formula, print } = explain, net = explain.networks[key];
  const line = (step) => [step.formula.name,
    formula.lines(step.form, step.numbers, step.value).map(print.plain).join(" = "),
    step.slips.map((slip) => [slip.mistake.name, print.inWords(slip.value)]).sort()];
  return rounds.map(({ input, batch, bytes, slots, layers, asked }) => {
    const state = network.defaults(net);
    state.input = input.map(BigInt);
    [state.batch, state.bytes, state.slots] = [batch, bytes, slots].map(BigInt);
    state.layers = layers;
    try {
      const work = network.derive(net, state);
      const whole = ["network", "training", "inference"]
        .flatMap((group) => network.wholeSteps(work, group).map(line));
      return { outputs: work.nodes.map((node) => node.output.join("x")).join(" "),
        counts: work.nodes.map((node) => print.inWords(node.values.parameters ?? 0n)).join(" "),
        steps: network.layerSteps(work.nodes[asked]).map(line), whole };
    } catch (error) {
      if (!error.key) throw error;
      return { fault: error.key };
    }
  });
}"""


@cache
def case(key: str) -> Case:
    return case_of(read(f"example:{key}"), {})


def number(value: Any) -> str:
    exact = Fraction(value)
    return str(exact)


def drawn(key: str, luck: random.Random) -> tuple[dict[str, Any], list[str]]:
    """A setting as the page takes it, and as `--set` does."""
    graph = case(key).graph
    # Branches meet again in sizes that can be halved often; half the draws have such.
    step = luck.choice((1, 32))
    height, width = (step * luck.randrange(-(-8 // step), 260 // step) for _ in "HW")
    dtype = luck.choice([name for name in BYTES if not name.startswith("mixed")])
    optimizer = luck.choice(list(SLOTS))
    batch = luck.randrange(1, 400)
    words = [f"input={height}x{width}x{graph.spec.input[2]}", f"batch={batch}"]
    words += [f"dtype={dtype}", f"optimizer={optimizer}"]
    layers: dict[str, dict[str, int]] = {}
    for node in luck.sample(graph.nodes[1:], k=luck.randrange(4)):
        changes, numbers = drawn_in(node, luck)
        if changes:
            words += [f"{node.name}.{change}" for change in changes]
            layers[node.name] = numbers
    asked = luck.randrange(len(graph.nodes))
    state = {"input": [height, width, graph.spec.input[2]], "batch": batch, "bytes": BYTES[dtype]}
    return {**state, "slots": SLOTS[optimizer], "layers": layers, "asked": asked}, words


def drawn_in(node: Any, luck: random.Random) -> tuple[list[str], dict[str, int]]:
    if (
        node.kind == "conv2d"
        and node.settings["groups"] == 1
        and node.settings["padding"] != "same"
    ):
        k, s, p, c = (
            luck.randrange(1, 8),
            luck.randrange(1, 4),
            luck.randrange(4),
            luck.randrange(1, 90),
        )
        given = {"kernel_size": k, "stride": s, "padding": p, "out_channels": c}
        numbers = {"k_h": k, "k_w": k, "s_h": s, "s_w": s, "p_h": p, "p_w": p, "c_out": c}
    elif node.kind in ("max_pool2d", "avg_pool2d"):
        k, s = luck.randrange(1, 5), luck.randrange(1, 4)
        p = luck.randrange(k // 2 + 1)
        given = {"kernel_size": k, "stride": s, "padding": p}
        numbers = {"k_h": k, "k_w": k, "s_h": s, "s_w": s, "p_h": p, "p_w": p}
    elif node.kind == "linear":
        n = luck.randrange(1, 3000)
        given, numbers = {"out_features": n}, {"n_out": n}
    else:
        return [], {}
    return [f"{name}={value}" for name, value in given.items()], numbers


def expected(key: str, words: list[str], asked: int) -> dict[str, Any] | None:
    try:
        found = changed_case(case(key), read_changes(words), {})
    except ModelFileError:
        return None
    work = derive(found.graph, found.plan)
    whole = [line(step) for part in (work.sums, work.training, work.inference) for step in part]
    return {
        "outputs": " ".join("x".join(map(str, node.output)) for node in found.graph.nodes),
        "counts": " ".join(f"{node.count('parameters'):,}" for node in found.graph.nodes),
        "steps": [line(step) for step in work.layers[asked].steps],
        "whole": whole,
    }


def different(one: dict[str, Any], right: dict[str, Any]) -> list[Any]:
    """What differs, and nothing else: the whole would not be readable."""
    if set(one) != set(right):
        return [one]
    pairs = [(one[name], right[name]) for name in ("outputs", "counts")]
    pairs += [
        pair for name in ("steps", "whole") for pair in zip(one[name], right[name], strict=True)
    ]
    return [pair for pair in pairs if pair[0] != pair[1]]


def line(step: Any) -> list[Any]:
    from explainer.render.maths.numerals import in_words

    slips = sorted([slip.mistake.name, in_words(slip.value)] for slip in step.slips)
    return [step.name, " = ".join(map(written, lines_of(step))), slips]


@pytest.mark.parametrize("key", NETWORKS)
def test_random_settings_give_what_python_gives(reader, key):
    luck = random.Random(key)
    page = reader.open(f"networks/{key}/index.html")
    rounds = [drawn(key, luck) for _ in range(ROUNDS)]
    found = page.evaluate(WORK_OUT, [key, [state for state, _ in rounds]])
    built = 0
    for (state, words), one in zip(rounds, found, strict=True):
        right = expected(key, words, state["asked"])
        if right is None:
            assert "fault" in one, words
            continue
        built += 1
        assert different(one, right) == [], words
    assert built > ROUNDS // 10
