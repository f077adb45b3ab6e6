"""A run by hand: how many models, how many of them through PDF and through fresh processes."""

from __future__ import annotations

import argparse
import gc
import itertools
import resource
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from explainer.errors import MissingPackageError
from explainer.library.explain import explain
from explainer.readers.from_yaml import read_yaml
from tests.fuzz.cases import Case, check, check_plain, draw_case
from tests.fuzz.faults import Check, Faults
from tests.fuzz.figures import assert_pdf_has_figures
from tests.fuzz.fresh import assert_same_bytes

EVERY_SECONDS = 10


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--models", type=int, default=1000, help="through JSON and Markdown")
    parser.add_argument("--pdf", type=int, default=0, help="of them through PDF")
    parser.add_argument("--fresh", type=int, default=0, help="of them through fresh processes")
    parser.add_argument("--plain", action="store_true", help="without relations and options")
    parser.add_argument("--seed", default="1", help="what everything is drawn from")
    parser.add_argument("--only", type=int, help="only the model of this number, printed")
    parser.add_argument("--from", type=int, default=0, dest="start", help="the first number")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after so many")
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "fuzz-faults")
    return parser.parse_args()


class Run:
    """One run: the faults it finds, how the cases end, and the memory it takes."""

    def __init__(self, asked: argparse.Namespace, folder: Path) -> None:
        self.asked, self.folder = asked, folder
        self.faults = Faults(asked.keep)
        self.ends: Counter[str] = Counter()
        self.began = time.monotonic()
        self.told = self.began
        self.slowest = (0.0, 0)
        self.rss: list[float] = []

    @property
    def over(self) -> bool:
        """Whether the time is spent."""
        return time.monotonic() - self.began > float(self.asked.seconds)

    def models(self) -> None:
        """JSON and Markdown, and if not plain, relations, options and command lines."""
        for number in range(self.asked.start, self.asked.start + self.asked.models):
            if self.over:
                break
            start = time.monotonic()
            self.ends[self._one(draw_case(self.asked.seed, number), self._check)] += 1
            self.slowest = max(self.slowest, (time.monotonic() - start, number))
            self._progress("models")

    def papers(self) -> None:
        """PDF."""
        for case in itertools.islice(self._right(), self.asked.pdf):
            self.ends["pdf: " + self._one(case, self._paper)] += 1
            self._progress("pdf")

    def fresh(self) -> None:
        """Fresh processes in other surroundings."""
        for case in itertools.islice(self._right(), self.asked.fresh):
            self.ends["fresh: " + self._one(case, self._fresh)] += 1
            self._progress("fresh")

    def _right(self) -> Iterator[Case]:
        for number in itertools.count(self.asked.start):
            if self.over:
                return
            case = draw_case(self.asked.seed, number)
            if case.model:
                yield case

    def _check(self, case: Case) -> str:
        return check_plain(case) if self.asked.plain else check(case, self.folder)

    def _paper(self, case: Case) -> str:
        try:
            assert_pdf_has_figures(explain(read_yaml(case.text, "model.yaml"), detail="handout"))
        except MissingPackageError:  # a name in a script that no font of this machine has
            return "no font"
        return "right"

    def _fresh(self, case: Case) -> str:
        assert_same_bytes(case.text, case.chance("fresh"), self.folder)
        return "right"

    def _one(self, case: Case, checked: Check) -> str:
        try:
            return str(checked(case))
        except Exception as error:  # noqa: BLE001  every exception is what is looked for
            if fault := self.faults.add(case, error, checked):
                print(f"\nFAULT {fault.signature}\nseed {case.seed}, number {case.number}")
                print(f"{fault.told}\n--- the model file ---\n{fault.case.text}---", flush=True)
            return "FAULT"

    def _progress(self, what: str) -> None:
        now = time.monotonic()
        if now - self.told < EVERY_SECONDS:
            return
        self.told = now
        self.rss.append(memory_now())
        done = sum(self.ends.values())
        print(
            f"{what}: {done:,} in {now - self.began:,.0f} s ({done / (now - self.began):.1f}/s), "
            f"{self.rss[-1]:.0f} MB, {len(self.faults.found)} sorts of faults",
            flush=True,
        )

    def summary(self) -> int:
        """What came out; the exit code."""
        seconds = time.monotonic() - self.began
        print(f"\nseed {self.asked.seed}: {dict(self.ends.most_common())} in {seconds:,.0f} s")
        busy = time.process_time()
        done = sum(self.ends.values())
        print(f"{done:,} in {busy:,.0f} s of this processor: {done / max(busy, 0.1):.1f}/s")
        print(f"slowest: number {self.slowest[1]}, {self.slowest[0]:.1f} s")
        gc.collect()
        print(f"memory now {memory_now():.0f} MB, at most {memory_most():.0f} MB")
        if len(self.rss) > 4:
            half = self.rss[len(self.rss) // 2]
            print(f"memory half-way {half:.0f} MB, so {self.rss[-1] - half:+.0f} MB since")
        for fault in sorted(self.faults.found.values(), key=lambda f: -f.times):
            print(
                f"{fault.times:6} × {fault.signature}  (--seed {fault.case.seed} "
                f"--only {fault.case.number})"
            )
        return 1 if self.faults.found else 0


def memory_now() -> float:
    """MB that the process holds."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def memory_most() -> float:
    """MB that the process held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def main() -> int:
    """The run."""
    warnings.simplefilter("error")
    gc.freeze()
    asked = arguments()
    with tempfile.TemporaryDirectory() as folder:
        run = Run(asked, Path(folder))
        if asked.only is not None:
            case = draw_case(asked.seed, asked.only)
            print(case.text)
            asked.start, asked.models = asked.only, 1
        print(f"seed {asked.seed}", flush=True)
        run.models()
        run.papers()
        run.fresh()
        return run.summary()


if __name__ == "__main__":
    sys.exit(main())
