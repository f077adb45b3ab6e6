"""What a page computes, against what Python computes: sizes, sums, memory, lines, mistakes."""

from __future__ import annotations

import random
from fractions import Fraction
from functools import cache
from typing import Any

import pytest

from explainer.errors import ModelFileError
from explainer.network.case import Case
from explainer.network.optimizers import OPTIMIZERS
from explainer.network.units import BYTES, in_unit, readable_units
from explainer.page.steps import lines_of
from explainer.readers import read
from explainer.readers.changes import read_changes
from explainer.render.maths.plain import written
from explainer.results.checked_case import case_of, changed_case
from explainer.results.results import Results
from explainer.website.network_script import network_data
from explainer.website.networks import Network

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
    optimizer = luck.choice([each for each in OPTIMIZERS if each.slots is not None])
    batch = luck.randrange(1, 400)
    words = [f"input={height}x{width}x{graph.spec.input[2]}", f"batch={batch}"]
    words += [f"dtype={dtype}", f"optimizer={optimizer.name}"]
    layers: dict[str, dict[str, int]] = {}
    for node in luck.sample(graph.nodes[1:], k=luck.randrange(4)):
        changes, numbers = drawn_in(node, luck)
        if changes:
            words += [f"{node.name}.{change}" for change in changes]
            layers[node.name] = numbers
    asked = luck.randrange(len(graph.nodes))
    state = {"input": [height, width, graph.spec.input[2]], "batch": batch, "bytes": BYTES[dtype]}
    return {**state, "slots": optimizer.slots, "layers": layers, "asked": asked}, words


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
        if luck.randrange(2):  # where nothing is said, it goes with the kernel, or is the file's
            given.pop("stride")
            numbers = {name: number for name, number in numbers.items() if name[0] != "s"}
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
    work = Results(found)
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


def test_a_pool_without_a_stride_moves_by_its_kernel_as_in_torch(reader):
    """torch.nn.MaxPool2d(3) on 224x224 gives 74x74: (224 - 3) / 3 + 1, rounded down."""
    page = reader.open("networks/vgg16/pool1.html")
    field = {name: page.get_by_label(name, exact=True) for name in ("kernel_size", "stride")}
    output = page.locator("[data-output]")
    assert (field["stride"].input_value(), output.inner_text()) == ("2", "112×112×64")
    for typed in ("", "5", "", "3"):
        field["kernel_size"].fill(typed)
    assert (field["stride"].input_value(), output.inner_text()) == ("3", "74×74×64")
    assert page.url.endswith("#pool1.kernel_size=3")
    field["stride"].fill("2")
    assert output.inner_text() == "111×111×64"
    page.reload()
    assert (field["stride"].input_value(), output.inner_text()) == ("2", "111×111×64")
    set_anew = changed_case(case("vgg16"), read_changes(["pool1.kernel_size=3"]), {})
    (pool,) = (node for node in set_anew.graph.nodes if node.name == "pool1")
    assert pool.output == (74, 74, 64)


def test_a_page_prints_sizes_as_python_does(reader):
    page = reader.open("networks/lenet5/index.html")
    luck = random.Random(3)
    sizes = [0, 1, 999, 1_000, 4_000, 99_950, 246_824, 886_080, 949_999, 950_000, 999_500]
    sizes += [9_994_999, 9_995_000, 10**7, 60_950_432, 10**9 - 1, 10**9, 5 * 2**30, 10**18]
    sizes += [luck.randrange(10 ** luck.randrange(1, 13)) for _ in range(500)]
    found = page.evaluate("(all) => all.map((one) => explain.sized(BigInt(one)))", sizes_in(sizes))
    for size, one in zip(sizes, found, strict=True):
        units = readable_units(size)
        assert [one["decimal"], one["binary"]] == [f"{in_unit(size, u)} {u}" for u in units], size


def sizes_in(sizes: list[int]) -> list[str]:
    """As texts: JavaScript's own numbers lose digits."""
    return list(map(str, sizes))


TWO_ENDS: dict[str, Any] = {
    "input": "16x16x3",
    "layers": [
        {"conv2d": {"out_channels": 8, "kernel_size": 3, "name": "early"}},
        {"max_pool2d": {"kernel_size": 2, "name": "half"}},
        {"conv2d": {"out_channels": 90, "kernel_size": 1, "name": "late"}},
        {"flatten": {"name": "row"}},
        {"linear": {"out_features": 5, "name": "last"}},
    ],
    "outputs": ["early", "last"],
}


def test_an_output_in_the_middle_is_alive_to_the_end(reader):
    spec = read(TWO_ENDS)
    net = Network("two_ends", "two_ends.yaml")
    net.__dict__["spec"] = spec
    assert net.live
    own = network_data(net.case)
    page = reader.open("networks/lenet5/index.html")
    page.evaluate("(data) => { explain.networks.two_ends = data; }", own)
    rounds, right = [], []
    for side, channels in ((16, 8), (30, 8), (16, 2), (41, 90)):
        slots = net.plan.slots
        rounds.append({
            "input": [side, side, 3], "batch": 1, "bytes": 4, "slots": slots, "asked": 1,
            "layers": {"early": {"c_out": channels}},
        })  # fmt: skip
        words = [f"input={side}x{side}x3", f"early.out_channels={channels}"]
        found = Results(changed_case(net.case, read_changes(words), {}))
        right.append([line(step) for step in found.inference])
    given = page.evaluate(WORK_OUT, ["two_ends", rounds])
    for one, steps in zip(given, right, strict=True):
        assert [each for each in one["whole"] if each in steps] == steps
    assert len({str(steps) for steps in right}) == len(right)
