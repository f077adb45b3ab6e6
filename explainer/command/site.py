"""`explain site`: build the static site, or serve it and build again whenever something changes."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from explainer.command.printing import print_note
from explainer.command.progress import Progress
from explainer.errors import UsageError
from explainer.website.build import Built, build_site
from explainer.website.serve import serve


def site(arguments: argparse.Namespace) -> None:
    """Build; then serve, if that is asked."""
    if not arguments.output:
        raise UsageError("Where to? Name a folder, as in `explain site -o public/`.")
    if arguments.jobs == 0 or arguments.jobs < -1:
        raise UsageError("--jobs has to be a whole number from 1 on, or -1 for all cores.")
    folder = Path(arguments.output)

    def build() -> Built:
        began = time.monotonic()
        with Progress() as progress:
            built = build_site(
                folder,
                arguments.models,
                pdf=not arguments.no_pdf,
                jobs=arguments.jobs,
                told=lambda done, whole: progress.stage(f"building {done} of {whole} parts"),
            )
        seconds = time.monotonic() - began
        print_note(
            f"Wrote {built.files:,} files into {folder}/ in {seconds:.1f} s: "
            f"{built.made} parts were built, {built.kept} had not changed."
        )
        return built

    build()
    if arguments.serve:
        serve(folder, arguments.port, arguments.models, build)
