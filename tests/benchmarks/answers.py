"""How fast answers are diagnosed, and handouts made."""

from __future__ import annotations

import random
import resource
import tempfile
import time

from explainer.mistakes.answers import Answer
from explainer.mistakes.answers.diagnoser import judge_answers
from explainer.network.case import Case
from explainer.network.graph import build
from explainer.network.plan import plan_for
from explainer.readers import read
from tests.benchmarks.stopwatch import explain, seconds, shortest

COUNTS = ("weights", "parameters", "activations", "biases")
VARIANTS = 40
# Networks of about 50 layers; the sums take longest.
ASKED = (
    ("resnet50", "fc.parameters"),
    ("resnet50", "totals.parameters"),
    ("resnet50", "training.total"),
    ("mobilenet_v2", "training.total"),
)


def answers_a_second(model: str, count: int) -> float:
    """Answers a second over the layers of a network: right, off by a factor, and by chance."""
    spec = read(model)
    graph = build(spec)
    luck = random.Random(7)
    answers = []
    for _ in range(count):
        node = luck.choice(graph.nodes[1:])
        name = luck.choice(COUNTS)
        right = node.count(name)
        value = luck.choice((right, right // 3, right * 4, luck.randrange(10**6)))
        answers.append(Answer(f"{node.name}.{name}", str(value)))
    start = time.perf_counter()
    for _ in judge_answers(Case(graph, plan_for(spec)), answers):
        pass
    return count / (time.perf_counter() - start)


def answers_and_handouts() -> None:
    """Print both tables."""
    print("\n| answers | a second | aim |\n|---|--:|--:|")
    for model in ("example:lenet5", "example:vgg16", "example:resnet50"):
        print(f"| 10,000 over {model} | {answers_a_second(model, 10_000):,.0f} | 1,000 |")
    print("\n| one diagnosis | seconds | starting up alone |\n|---|--:|--:|")
    for model, quantity in ASKED:
        asked = explain("diagnose", f"example:{model}", quantity, "1234567", "--json")
        easy = explain("diagnose", "example:lenet5", "c1.weights", "150", "--json")
        taken, alone = shortest(asked, easy, turns=3)
        print(f"| {quantity} of {model}, not explained | {taken:.2f} | {alone:.2f} |")
    with tempfile.TemporaryDirectory() as folder:
        words = ("--variants", str(VARIANTS), "--pdf", "-o", folder)
        taken = seconds(explain("handout", "example:lenet5", *words))
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print("\n| handouts | seconds | seconds a sheet with its key | largest process |")
    print("|---|--:|--:|--:|")
    print(f"| {VARIANTS} of LeNet-5 | {taken:.1f} | {taken / VARIANTS:.2f} | {most} MiB |")
