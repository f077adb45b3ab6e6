"""How the network is run: the options that are knobs of the plan, in network/plan.py."""

from __future__ import annotations

from explainer.language import later
from explainer.network.loss import LOSSES
from explainer.network.optimizers import optimizer_names
from explainer.network.plan import DEVICES, OF_IMAGES, OF_MICRO_BATCHES
from explainer.network.units import BYTES, MIXED
from explainer.network.whole_numbers import counted, word_as_whole
from explainer.options.input import INPUT
from explainer.options.option import Option, layers_of

THE_FRAMEWORKS = "; it is only about the framework account."


def _dtypes() -> str:
    plain = " ".join(f"`{name}`" for name in BYTES if not name.startswith(MIXED))
    mixed = " ".join(f"`{name}`" for name in BYTES if name.startswith(MIXED))
    return f"{plain}; in mixed precision {mixed}"


BATCH = Option(
    name="batch",
    value="N",
    help="size of the batch (1)",
    keyword="the size of the batch, in place of what the file says; else 1.",
    row="the size of the batch",
    without="the file's, else 1",
    word=lambda text: word_as_whole(text, OF_IMAGES),
)
DTYPE = Option(
    name="dtype",
    value="TYPE",
    help="of every value, or mixed_float16, … (float32)",
    keyword="the type of every value, in place of what the file says; else `float32`. With "
    "`mixed_float16` or `mixed_bfloat16` the layers compute in that and the optimizer in float32.",
    row=_dtypes,
    without="the file's, else `float32`",
    offers=lambda _: BYTES,
)
OPTIMIZER = Option(
    name="optimizer",
    value="NAME",
    help="sgd, momentum, adam, … (momentum)",
    keyword="what trains it, in place of what the file says; else `momentum`.",
    row=lambda: " ".join(f"`{name}`" for name in optimizer_names()),
    without="the file's, else `momentum`",
    offers=lambda _: optimizer_names(),
)
LOSS = Option(
    name="loss",
    value="NAME",
    help="cross_entropy or none (cross_entropy after features)",
    keyword="`cross_entropy`, to which a final softmax then belongs, or `none`, in place of what "
    "the file says; else `cross_entropy` where the network ends in features, and `none` where it "
    "doesn't" + THE_FRAMEWORKS,
    row="`cross_entropy` (a final softmax belongs to it) `none` (the outputs are added up); "
    "for `memory.framework`",
    without="the file's, else `cross_entropy` after features, `none` otherwise",
    offers=lambda _: LOSSES,
)
FREEZE = Option(
    name="freeze",
    value="NAME",
    help="layers that don't learn; repeatable",
    keyword="names of layers whose parameters don't learn, in place of the file's: full names, "
    "beginnings such as `layer1`, or patterns with `*`.",
    row="layers whose parameters don't learn; repeatable: a full name, a beginning such as "
    "`layer1` or `features`, a pattern such as `conv*_1`",
    without="the file's, else none",
    offers=lambda model: layers_of(model)[1:],
    repeatable=True,
)
ACCUMULATE = Option(
    name="accumulate",
    value="N",
    help="batches for one step (1)",
    keyword="how many micro-batches, of `batch` examples each, make one step of the optimizer.",
    row="micro-batches, of `--batch` examples each, for one step of the optimizer",
    without="1",
    word=lambda text: word_as_whole(text, OF_MICRO_BATCHES),
)
DEVICE = Option(
    name="device",
    value="NAME",
    help="cpu, or cuda, which is not measured (cpu)",
    keyword="`cpu`, or `cuda`, whose differences are from the documentation and not measured"
    + THE_FRAMEWORKS,
    row="`cpu` `cuda` (by the documentation, not measured, without cuDNN's workspace); "
    "for `memory.framework`",
    without="`cpu`",
    offers=lambda _: DEVICES,
)
THREADS = Option(
    name="threads",
    value="N",
    help="images that convolutions unfold at once (1)",
    keyword="how many images convolutions write out at once.",
    row="how many images convolutions write out at once, for their workspace",
    without="1",
    word=lambda text: counted(later("plan.threads"), text),
)
# What every command takes that works out memory, and what also a run of PyTorch can follow.
PLAN = (INPUT, BATCH, DTYPE, OPTIMIZER, LOSS)
RUN = (*PLAN, FREEZE, ACCUMULATE)
