"""An optimizer is one object: another one, put into the tuple, is known everywhere."""

from __future__ import annotations

import json
from typing import Any

import pytest

import explainer
from explainer.cli import main
from explainer.network import optimizers
from explainer.network.optimizers.moments import ONE_COPY
from explainer.network.optimizers.optimizer import Beside, Optimizer, TorchClass, tensor_by_tensor
from explainer.readers.schema import schema_text
from tests.promises.references import optimizers_table, rows_in

# By torch's adamax.py: a mean, a largest, and for a moment the absolute values of a gradient.
ADAMAX = Optimizer(
    "adamax",
    Beside(2),
    tensor_by_tensor(ONE_COPY),
    copies=1,
    counts_steps=True,
    torch=TorchClass("Adamax"),
)
LENET = "example:lenet5"
PARAMETERS = 61_706


@pytest.fixture
def adamax(monkeypatch: pytest.MonkeyPatch) -> str:
    """One more optimizer."""
    monkeypatch.setattr(optimizers, "OPTIMIZERS", (*optimizers.OPTIMIZERS, ADAMAX))
    return "adamax"


def memory(**run: Any) -> dict[str, Any]:
    """The accounts of LeNet-5."""
    found: dict[str, Any] = json.loads(explainer.explain(LENET, **run).json())["memory"]
    return found


def test_it_is_unknown_without_its_object(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([LENET, "--optimizer", "adamax", "--json"]) == 2
    assert "There is no optimizer called 'adamax'" in capsys.readouterr().err


def test_report_and_json_know_it(adamax: str) -> None:
    report = explainer.explain(LENET, optimizer=adamax).markdown()
    assert (
        "The optimizer is `adamax`: it keeps 2 values, its slots, beside every parameter." in report
    )
    found = memory(optimizer=adamax)
    assert found["textbook"]["training"]["optimizer"] == 2 * 4 * PARAMETERS
    kept = found["framework"]["peak"]["optimizer"]
    assert kept == 2 * 4 * PARAMETERS + 10 * 4  # 10 tensors, each with a counter
    on_cuda = explainer.explain(LENET, optimizer=adamax, device="cuda").markdown()
    assert "with a copy of all parameters" in on_cuda


def test_files_schema_and_command_know_it(
    adamax: str, capsys: pytest.CaptureFixture[str], tmp_path: Any
) -> None:
    file = tmp_path / "model.yaml"
    file.write_text(f"name: it\ninput: 8x8x3\noptimizer: {adamax}\nlayers: [flatten, linear: 3]\n")
    assert main([str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["optimizer"] == adamax
    assert f'"{adamax}"' in schema_text()
    assert main([LENET, "--optimizer", "adamx"]) == 2
    assert "Did you mean 'adamax'?" in capsys.readouterr().err


def test_the_site_offers_it(adamax: str) -> None:
    from explainer.website.choices import runs

    assert (adamax, 2) in runs()["optimizers"]


def test_the_reference_would_have_it(adamax: str) -> None:
    row = f"| `{adamax}` | 2 |"
    assert row in optimizers_table().splitlines()
    assert row not in rows_in("commands", "optimizers")


def test_torch_takes_what_it_says(adamax: str, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("torch")
    assert main(["verify", LENET, "--optimizer", adamax]) == 0
    rows = [line.rsplit(None, 2) for line in capsys.readouterr().out.splitlines()]
    bytes_of = {row[0].strip(): row[1:] for row in rows if len(row) == 3}
    assert bytes_of["optimizer"] == ["493,688", "493,688"]
    for part in ("peak of a training step", "temporary"):
        derived, measured = bytes_of[part]
        assert derived == measured
