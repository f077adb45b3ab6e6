"""What has to hold for every network that is right. Each function asserts one relation."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from random import Random
from typing import Any

import explainer
from explainer.errors import ExplainError
from explainer.options.extent import DETAILS
from explainer.readers.from_mapping import read_mapping
from explainer.readers.from_yaml import read_yaml
from explainer.spec import ModelSpec
from tests.fuzz.figures import assert_same_figures
from tests.fuzz.networks import COUNTS, Model
from tests.fuzz.shapes import LEARN

Figures = dict[str, Any]
FILE = "model.yaml"


@dataclass(frozen=True)
class Subject:
    """A network that is right, its text, and how it is run."""

    model: Model
    text: str
    run: dict[str, Any]

    @property
    def spec(self) -> ModelSpec:
        """The model as it is read from its text."""
        return read_yaml(self.text, FILE)

    def figures(self, **options: Any) -> Figures:
        """What `--json` gives."""
        found: Figures = json.loads(explainer.explain(self.spec, **self.run | options).json())
        return found


def shapes_are_ours(subject: Subject, _: Random) -> None:
    """The output has the shape that was counted while the network was drawn."""
    graph = explainer.explain(subject.spec).graph
    if subject.model.output is not None:
        assert graph.nodes[-1].output == subject.model.output


def rows_sum_to_totals(subject: Subject, _: Random) -> None:
    """Every total is the sum of its rows, every account that of its parts."""
    found = subject.figures()
    if found["layers"]:
        for count in COUNTS[:6]:
            assert found["totals"][count] == sum(row[count] for row in found["layers"]), count
            assert all(row[count] >= 0 for row in found["layers"])
        for row in found["layers"]:
            assert row["parameters"] == row["weights"] + row["biases"]
    training = dict(found["memory"]["textbook"]["training"])
    assert training.pop("total") == sum(filter(None, training.values()))
    framework = found["memory"]["framework"]
    if framework:
        peak = framework["peak"]
        parts = {k: v for k, v in peak.items() if k not in ("total", "where")}
        assert peak["total"] == sum(parts.values())
        assert peak["total"] == max(moment["total"] for moment in framework["timeline"])


def activations_are_linear_in_the_batch(subject: Subject, chance: Random) -> None:
    """So many images take so many times the activations, and no more parameters."""
    batch = chance.randint(2, 50)
    one, many = (subject.figures(batch=b)["memory"]["textbook"]["training"] for b in (1, batch))
    for name in ("activations", "activation_gradients"):
        assert many[name] == batch * one[name], name
    for name in ("parameters", "gradients", "optimizer"):
        assert many[name] == one[name], name
    tokens = '"tokens"' in json.dumps(subject.model.tree)  # each has them, and they are no values
    assert many["miscellaneous"] == one["miscellaneous"] * (batch if tokens else 1)


def setting_is_writing(subject: Subject, chance: Random) -> None:
    """`--set` gives what the file with that change gives, its claims left out."""
    targets = [
        (name, key)
        for name, entry in subject.model.named.items()
        for key, value in next(iter(entry.values())).items()
        if type(value) is int and not key.startswith("in_")
    ]
    if not targets or '"in_' in json.dumps(subject.model.tree):
        return  # what the file declares of an input goes where something is set
    name, key = chance.choice(targets)
    value = chance.choice((1, 2, 3, 4))
    changed = copy.deepcopy(subject.model.tree)
    changed.pop("claims", None)
    for entry in changed["layers"]:
        settings = next(iter(entry.values())) if isinstance(entry, dict) else None
        if isinstance(settings, dict) and settings.get("name") == name:
            settings[key] = value
    change = {f"{name}.{key}": value}
    try:
        written = json.loads(explainer.explain(_named(changed), **subject.run).json())
    except ExplainError:
        try:
            subject.figures(set=change)
        except ExplainError:
            return
        raise
    found = subject.figures(set=change)
    found.pop("comparison")
    assert found | {"name": ""} == written | {"name": ""}


def _named(tree: dict[str, Any]) -> ModelSpec:
    return read_mapping(tree)


def a_mapping_reads_as_its_text(subject: Subject, _: Random) -> None:
    """Python's mapping and YAML's text are one model."""
    found = json.loads(explainer.explain(_named(subject.model.tree), **subject.run).json())
    assert found | {"name": ""} == subject.figures() | {"name": ""}


def alike_compares_as_one(subject: Subject, _: Random) -> None:
    """Compared with itself a network has the factor 1 everywhere."""
    found = json.loads(explainer.compare(subject.spec, subject.spec, **subject.run).json())
    for figures in (*_leaves(found["totals"]), *_leaves(found["memory"])):
        assert figures["first"] == figures["second"]
        assert figures["factor"] in (("1",) if figures["first"] else (None,)), figures
    for pair in found["layers"]:
        assert pair["first"] == pair["second"]


def _leaves(value: Any) -> list[Any]:
    if not isinstance(value, dict):
        return []
    if "factor" in value:
        return [value]
    return [leaf for part in value.values() for leaf in _leaves(part)]


def right_is_judged_right(subject: Subject, chance: Random) -> None:
    """The right value of a quantity is called right."""
    found = subject.figures()
    run = {k: v for k, v in subject.run.items() if k in ("batch", "dtype", "optimizer")}
    plain = {k: v for k, v in subject.run.items() if k not in run}
    if plain:
        found = json.loads(explainer.explain(subject.spec, **run).json())
    rights = {f"totals.{name}": value for name, value in found["totals"].items()}
    training = found["memory"]["textbook"]["training"]
    rights |= {f"training.{name}": value for name, value in training.items()}
    rows = [row for row in found["layers"] if row["name"] in subject.model.named]
    rights |= {f"{row['name']}.{count}": row[count] for row in rows for count in COUNTS}
    known = [name for name, value in rights.items() if value is not None]
    for name in chance.sample(known, min(3, len(known))):
        judged = json.loads(explainer.diagnose(subject.spec, name, rights[name], **run).json())
        assert judged["verdict"] == "right", (name, rights[name], judged["verdict"])
        assert judged["right"] in (rights[name], str(rights[name])), name


def the_largest_batch_fits(subject: Subject, chance: Random) -> None:
    """The largest batch fits into the memory, and one image more does not."""
    size = chance.choice((10**4, 10**6, 10**9, 123_456_789))
    fits = subject.figures(fits=size)["fits"]
    for account in ("textbook", "framework"):
        largest = (fits[account] or {}).get("largest_batch")
        if largest is None:
            continue
        if largest:
            assert _taken(subject, account, largest) <= size, (account, largest)
        assert _taken(subject, account, largest + 1) > size, (account, largest)


def _taken(subject: Subject, account: str, batch: int) -> int:
    memory = subject.figures(batch=batch)["memory"][account]
    taken: int = (memory["training"] if account == "textbook" else memory["peak"])["total"]
    return taken


def every_format_has_the_figures(subject: Subject, chance: Random) -> None:
    """Markdown and HTML hold the numbers of the page, and JSON's totals are among them."""
    detail = chance.choice(DETAILS)
    document = explainer.explain(subject.spec, **subject.run, detail=detail)
    assert_same_figures(document)


def freezing_takes_no_more(subject: Subject, _: Random) -> None:
    """A network with frozen layers takes no more than the one that learns everywhere."""
    learns = any(next(iter(e)) in LEARN for e in subject.model.named.values())
    if not learns or "layers" not in subject.model.tree:
        return
    free, frozen = (
        subject.figures(freeze=freeze)["memory"]["textbook"]["training"]["total"]
        for freeze in ([], ["*"])
    )
    assert frozen <= free


RELATIONS = (
    shapes_are_ours,
    rows_sum_to_totals,
    activations_are_linear_in_the_batch,
    setting_is_writing,
    a_mapping_reads_as_its_text,
    alike_compares_as_one,
    right_is_judged_right,
    the_largest_batch_fits,
    every_format_has_the_figures,
    freezing_takes_no_more,
)
