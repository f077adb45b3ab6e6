"""Small models and the reports expected of them, kept as text and read in review."""

from __future__ import annotations

from pathlib import Path

import pytest

import explainer

pytestmark = pytest.mark.quick

HERE = Path(__file__).parent
MODELS = sorted(path.stem for path in HERE.glob("*.yaml"))


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("ending", ["md", "json"])
def test_the_report_is_as_expected(name: str, ending: str, request: pytest.FixtureRequest) -> None:
    document = explainer.explain(HERE / f"{name}.yaml")
    made = document.markdown() if ending == "md" else document.json()
    expected = HERE / f"{name}.{ending}"
    if request.config.getoption("--update-golden"):
        expected.write_text(made, encoding="utf-8")
    assert made == expected.read_text(encoding="utf-8")
