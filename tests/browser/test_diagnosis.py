"""The diagnosis in the browser, against `explain diagnose`: verdicts and simplest mistakes."""

from __future__ import annotations

import json

import pytest

import explainer

DIAGNOSE = """([key, rows]) => {
  const { network, diagnose } = explain, net = explain.networks[key];
  const work = network.derive(net, network.defaults(net));
  return rows.map(([quantity, value]) => {
    const found = diagnose.diagnose(work, quantity, diagnose.read(value, ""));
    const names = found.explanations.map((one) => one.mistakes.map((m) => m.name).join("+"));
    return [found.verdict, names];
  });
}"""
QUANTITIES = {
    "vgg16": ("conv1_1.weights", "conv2_1.parameters", "conv3_1.H_out", "pool1.activations",
              "fc1.weights", "totals.parameters", "totals.activations", "training.total"),
    "small-cnn-50": ("conv1.weights", "pool2.H_out", "fc.weights", "fc.parameters",
                     "totals.parameters", "training.total"),
    "resnet18": ("conv1.H_out", "maxpool.H_out", "fc.weights", "totals.weights"),
}  # fmt: skip


@pytest.mark.parametrize("key", QUANTITIES)
def test_the_browser_says_what_the_command_says(reader, key):
    """Every number that a single known mistake gives, and some that none gives."""
    page = reader.open(f"networks/{key}/index.html")
    page.add_script_tag(path=str(reader.site / "assets" / "diagnose.js"))
    rows = [(q, str(value)) for q in QUANTITIES[key] for value in numbers(page, key, q)]
    found = page.evaluate(DIAGNOSE, [key, rows])
    wrong = []
    for (quantity, value), (verdict, names) in zip(rows, found, strict=True):
        right = json.loads(explainer.diagnose(f"example:{key}", quantity, value).json())
        told = right["verdict"].replace(" ", "_")
        first = min((len(one["mistakes"]) for one in right["explanations"]), default=0)
        single = {"+".join(one["mistakes"]) for one in right["explanations"]
                  if len(one["mistakes"]) == first}  # fmt: skip
        if (verdict, set(names)) != (told, single):
            wrong.append((quantity, value, verdict, sorted(set(names)), told, sorted(single)))
    assert len(rows) > 10
    assert wrong == []


def numbers(page, key: str, quantity: str) -> list[int]:
    """What the mistakes of the quantity give, and two numbers beside the right one."""
    given = page.evaluate(
        """([key, quantity]) => {
          const { network, diagnose } = explain, net = explain.networks[key];
          const work = network.derive(net, network.defaults(net));
          const right = diagnose.valueIn(work, quantity);
          const node = work.nodes.find((one) => quantity.startsWith(one.name + "."));
          const sums = () => ["network", "training"].flatMap((g) => network.wholeSteps(work, g));
          const steps = node ? network.layerSteps(node) : sums();
          const values = steps.flatMap((step) => step.slips.map((slip) => slip.value));
          return [right, right * 2n, right + 7n, ...values]
            .filter((value) => typeof value === "bigint" && value > 0n).map(String);
        }""",
        [key, quantity],
    )
    return [int(value) for value in dict.fromkeys(given)]
