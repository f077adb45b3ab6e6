"""`explain handout`: sheets and keys of many variants, and files for learning platforms."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile

from explainer import __version__
from explainer.command.arguments import model_of, options_of
from explainer.command.files import is_folder, is_there
from explainer.command.outputs import stem_of
from explainer.command.printing import print_note, print_text, print_written
from explainer.command.progress import Progress
from explainer.errors import CannotWriteError, UsageError, seen
from explainer.exercises.draw import drawing_of
from explainer.exercises.handouts.class_list import class_csv, read_class
from explainer.exercises.handouts.job import BY, Job
from explainer.exercises.handouts.letters import check_letters
from explainer.exercises.handouts.report import exported, summary
from explainer.exercises.handouts.run import Run, run
from explainer.files.locked_folder import locked
from explainer.files.whole_file import NO_ROOM, sweep, write
from explainer.language import sentence
from explainer.library.answers import knobs_of
from explainer.readers import read
from explainer.render.formats import PDF, formats_of_sheets
from explainer.results.checked_case import case_of


def handout(arguments: argparse.Namespace) -> None:
    """Draw, write, merge, export; then say what was rejected, and what an export lost."""
    if arguments.model is None:
        raise UsageError(sentence("which.model_first", command="`explain handout example:lenet5`"))
    job = _job(arguments)
    if PDF.name in job.formats:
        check_letters(job.students)
    _check_folder(Path(job.folder))
    with locked(Path(job.folder)), _swept(Path(job.folder)), Progress() as progress:
        progress.stage(partial(sentence, "command.handout_drawing"))
        done = run(
            job,
            version=__version__,
            backend=arguments.backend,
            jobs=arguments.jobs,
            told=_teller(progress),
        )
        progress.stage(partial(sentence, "command.handout_merging"))
        written = [*_merged(job), _class(job)]
        found, lost = exported(job, done, arguments.export or [])
        written += found
    _tell(job, done, written, lost)


def _job(arguments: argparse.Namespace) -> Job:
    """What is asked for; UsageError where it does not go together."""
    students = read_class(arguments.class_list) if arguments.class_list else ()
    if students and arguments.variants not in (None, len(students)):
        raise UsageError(
            sentence(
                "students.variants",
                students=str(len(students)),
                variants=str(arguments.variants),
            )
        )
    options = knobs_of(options_of(arguments))
    case = case_of(read(model_of(arguments)), options)
    exports = tuple(arguments.export or ())
    formats = tuple(f.name for f in formats_of_sheets() if getattr(arguments, f.name))
    variants = len(students) or arguments.variants or 1
    drawing = drawing_of(
        case.graph.spec,
        case.plan,
        questions=arguments.questions,
        variants=variants,
        seed=arguments.seed,
        stem=stem_of(arguments.model, case.graph.name),
        model=arguments.model,
    )
    if not formats and not exports:
        formats = (PDF.name,)
    return Job(
        drawing, variants, formats, arguments.output, arguments.paper, students, bool(exports)
    )


def _check_folder(folder: Path) -> None:
    if is_there(folder) and not is_folder(folder):
        raise UsageError(sentence("folder.of_handouts", file=seen(folder)))
    try:
        with suppress(FileNotFoundError):
            folder.stat()  # whose error says more than that of mkdir
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        reason = seen(error.strerror or error)
        fault = sentence("folder.not_written", folder=seen(folder), reason=reason)
        kind = CannotWriteError if error.errno in NO_ROOM else UsageError
        raise kind(fault) from None


@contextmanager
def _swept(folder: Path) -> Iterator[None]:
    """Nothing is left there of files that a process had begun which was killed."""
    sweep(folder, BY)
    try:
        yield
    finally:
        sweep(folder, BY)


def _teller(progress: Progress) -> Callable[[int, int], None]:
    """Says how many are done, and how long the rest will take."""
    begun = time.monotonic()

    def told(done: int, of: int) -> None:
        left = round((time.monotonic() - begun) / done * (of - done))
        progress.stage(partial(sentence, "command.handout_left", done=done, whole=of, seconds=left))

    return told


def _merged(job: Job) -> list[Path]:
    if PDF.name not in job.formats:
        return []
    from explainer.exercises.handouts.merged import merged

    path = Path(job.folder) / f"{job.drawing.stem}-all.pdf"
    numbers = range(1, job.variants + 1)
    write(path, merged(job.path(number, PDF, key=False) for number in numbers), by=BY)
    return [path]


def _class(job: Job) -> Path:
    path = Path(job.folder) / f"{job.drawing.stem}-class.csv"
    codes = (f"{n:0{job.drawing.digits}}" for n in range(1, job.variants + 1))
    write(path, class_csv(job, codes), by=BY)
    return path


def _tell(job: Job, done: Run, written: list[Path], lost: list[str]) -> None:
    """What was written goes to standard error, what was rejected and lost to standard output."""
    files = 2 * len(job.formats) * job.variants
    if files:
        folder = str(Path(job.folder))
        print_note(sentence("command.handout_wrote", count=files, folder=folder))
    if done.found:
        print_note(sentence("command.handout_there", count=done.found))
    for path in written:
        print_written(path)
    print_text(summary(job, done, lost))
