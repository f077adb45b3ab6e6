"""How long the site takes to build: 100 networks of one page and more, and what has changed."""

from __future__ import annotations

import resource
import shutil
from pathlib import Path

from tests.benchmarks.pages import write_network
from tests.benchmarks.stopwatch import explain, seconds

NETWORKS = 100
LAYERS = 10


def websites(folder: Path) -> None:
    """Print the table: networks whose pages are about ten each, and no PDFs."""
    models = [folder / f"net-{number}.yaml" for number in range(NETWORKS)]
    for number, model in enumerate(models):
        write_network(LAYERS + number % 7, model)
    print(f"\n| the site of {NETWORKS} networks | 1 job, s | 2 jobs, s | 2 jobs, ms a page |")
    print("|---|--:|--:|--:|")
    columns = [_times(folder / f"site-{jobs}", models, jobs) for jobs in (1, 2)]
    pages = len(list((folder / "site-2").rglob("*.html")))
    for what, one, two in zip(("all of it", "one model changed", "nothing changed"), *columns,
                              strict=True):  # fmt: skip
        print(f"| {what} | {one:.1f} | {two:.1f} | {1000 * two / pages:.1f} |", flush=True)
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"\n{pages:,} pages; the largest process took {most} MiB.")


def _times(site: Path, models: list[Path], jobs: int) -> tuple[float, float, float]:
    """All of it, with one model changed, and with nothing changed."""
    command = explain("site", "-o", str(site), "--no-pdf", "--jobs", str(jobs), *map(str, models))
    shutil.rmtree(site, ignore_errors=True)
    whole = seconds(command)
    write_network(LAYERS + 7 + jobs, models[0])
    return whole, seconds(command), seconds(command)
