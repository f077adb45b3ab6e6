"""Long networks: what is bounded, and that the bound is said."""

from __future__ import annotations

from functools import partial

import pytest

from explainer import UsageError, explain
from explainer.network.graph import build
from explainer.readers import read
from explainer.render import to_pdf
from explainer.render.to_html import to_html
from tests.benchmarks.pages import write_network
from tests.work_done import calls_in


def test_a_report_too_long_for_a_pdf_is_refused_with_a_sentence(tmp_path, monkeypatch):
    write_network(30, tmp_path / "long.yaml")
    document = explain(tmp_path / "long.yaml")
    monkeypatch.setattr(to_pdf, "MOST_CHARACTERS", 50_000)
    with pytest.raises(UsageError) as refused:
        document.pdf()
    assert str(refused.value).startswith("The report is too long for a PDF: it has ")
    assert "50,000 are the most" in str(refused.value)
    assert len(to_html(document.page)) > 50_000


def test_two_thousand_layers_fit_and_five_thousand_do_not(tmp_path):
    sizes = {}
    for layers in (500, 1000):
        write_network(layers, tmp_path / "long.yaml")
        report = explain(tmp_path / "long.yaml", detail="full")
        sizes[layers] = len(to_pdf.paper_html(report.page, "A4"))
    each = (sizes[1000] - sizes[500]) / 500
    assert sizes[1000] + 1000 * each < to_pdf.MOST_CHARACTERS < sizes[1000] + 4000 * each


def test_a_long_run_of_layers_in_place_is_built_in_linear_time():
    specs = [read({"input": "4x4x2", "layers": ["relu"] * layers}) for layers in (200, 800)]
    some, more = (calls_in(partial(build, spec)) for spec in specs)
    assert more < 5 * some  # four times the layers; with the square it were sixteen


def test_more_places_than_the_machine_counts_to_are_checked_too():
    layers = [
        {"upsample": {"scale_factor": [10**18, 1]}},
        {"conv2d": {"out_channels": 5, "kernel_size": [3, 1]}},
    ]
    written = explain({"input": "16x21x5", "layers": layers}).markdown()
    assert f"{16 * 10**18 - 2}×21×5" in written


def test_freezing_half_of_the_layers_by_name_is_linear():
    def frozen(layers: int) -> int:
        made = [
            {"conv2d": {"out_channels": 2, "kernel_size": 1, "name": f"c{i}"}}
            for i in range(layers)
        ]
        spec = read({"input": "4x4x2", "layers": made})
        names = [f"c{i}" for i in range(0, layers, 2)]
        return calls_in(lambda: explain(spec, freeze=names).json())

    assert frozen(800) < 5 * frozen(200)  # four times the layers; with the square it were sixteen
