"""What is said at the end: draws that were rejected, and what an export could not carry."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from explainer.exercises import Rejection
from explainer.exercises.exports import EXPORTS, export
from explainer.exercises.figures.exercises import set_figures
from explainer.exercises.handouts.job import BY, Job
from explainer.exercises.handouts.run import Run
from explainer.exercises.pages.handout import rejected_text
from explainer.files.whole_file import write
from explainer.language import sentence
from explainer.page.sentences import say
from explainer.render.literal import plain


def rejected(done: Run) -> list[Rejection]:
    """The rejected draws of all variants that were drawn now, reason by reason."""
    found: dict[str, Rejection] = {}
    for made in done.made:
        for one in made.rejected:
            old = found.get(one.reason, Rejection(one.reason, 0))
            examples = tuple(dict.fromkeys(old.examples + one.examples))[:3]
            found[one.reason] = Rejection(one.reason, old.count + one.count, examples)
    return list(found.values())


def summary(job: Job, done: Run, lost: list[str]) -> str:
    """The lines for standard output."""
    drawing, found = job.drawing, rejected(done)
    lines = [
        sentence(
            "command.handout_summary",
            name=drawing.spec.name,
            variants=sentence("command.handout_variants", count=job.variants),
            questions=sentence("command.handout_questions", count=drawing.questions),
            seed=str(drawing.seed),
        )
    ]
    count = sum(one.count for one in found)
    again = len(done.made) < job.variants
    told = say(f"exercise.rejected_in_all{'_now' if again else ''}", count=count)
    lines.append(plain(told))
    lines += [plain(rejected_text(r.reason, r.count, r.examples)) for r in found]
    return "\n".join([*lines, *lost]) + "\n"


def figures(job: Job, done: Run) -> dict[str, Any]:
    """The one JSON that all exports are written from."""
    variants = [made.figures for made in done.made if made.figures is not None]
    return set_figures(job.drawing, rejected(done), variants)


def exported(job: Job, done: Run, names: list[str]) -> tuple[list[Path], list[str]]:
    """The files of the exports, and what they could not carry."""
    if not names:
        return [], []
    whole = figures(job, done)
    paths, lost = [], []
    for name in dict.fromkeys(names):
        path = Path(job.folder) / f"{job.drawing.stem}{EXPORTS[name].suffix}"
        made = export(name, whole)
        write(path, made.content, by=BY)
        paths.append(path)
        lost += [f"{name}: {each}" for each in made.lost]
    return paths, lost
