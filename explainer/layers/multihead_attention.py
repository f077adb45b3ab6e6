"""Every position of a sequence looks at all of them: torch.nn.MultiheadAttention."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from explainer.language import sentence
from explainer.layers.beside import tensor_beside
from explainer.layers.counts import attach_parameters, has_bias
from explainer.layers.layer import SEQUENCE, Fault, Layer, Situation
from explainer.layers.operations import LINEAR, Gradient, Operation, Running
from explainer.layers.setting_types import Count, Flag, Optional, Real
from explainer.layers.settings import Setting
from explainer.layers.tensor_law import TensorLaw
from explainer.layers.tensors import projections
from explainer.layers.traits import Backward, Built, Does, Example, Module

# Queries, keys and values.
PROJECTIONS = 3
# The bytes of a value of it.
FLOAT32 = 4


def float_for_each_row(heads, L_in, batch=1):
    """The fused kernel keeps one number for each row of scores instead of the row, in float32."""
    return heads * L_in * 4 * batch


def double_for_each_row(heads, L_in, b, batch=1):
    """The fused kernel keeps one number for each row of scores instead of the row."""
    return heads * L_in * b * batch


def scaled_queries(L_in, c_in, b, batch=1):
    """With dropout the queries are scaled before their products, in a copy."""
    return L_in * c_in * b * batch


def scaled_keys(L_in, c_in, b, batch=1):
    """With dropout the keys are scaled before their products, in a copy."""
    return L_in * c_in * b * batch


def raw_scores(heads, L_in, b, batch=1):
    """The scores themselves are let go when softmax has made shares of them."""
    return heads * L_in**2 * b * batch


def mask_of_shares(heads, L_in, b, batch=1):
    """Dropout keeps a factor for every share: 0, or what the rest is scaled by."""
    return heads * L_in**2 * b * batch


def dropped_shares(heads, L_in, b, batch=1):
    """The shares that dropout leaves are kept beside the shares themselves."""
    return heads * L_in**2 * b * batch


def weighed_by_head(L_in, c_in, b, batch=1):
    """The weighed values lie head by head, and are copied to lie position by position."""
    return L_in * c_in * b * batch


def in_full(L_in, c_in, batch=1):
    """With dropout attention is worked out in float32, on copies."""
    return L_in * c_in * 4 * batch


def shares_given_back(heads, L_in, b, batch=1):
    """The shares are copied back into few bytes for whoever asks for them."""
    return heads * L_in**2 * b * batch


IN_FULL = tensor_beside("copy_in_float32", in_full)
LOW = tensor_beside("shares_given_back", shares_given_back)
ROWS = tensor_beside("row_of_scores", float_for_each_row)
WIDE_ROWS = tensor_beside("row_of_scores", double_for_each_row)
QUERIES = tensor_beside("scaled_queries", scaled_queries)
KEYS = tensor_beside("scaled_keys", scaled_keys)
SCORES = tensor_beside("raw_scores", raw_scores)
MASK = tensor_beside("mask_of_shares", mask_of_shares)
DROPPED = tensor_beside("dropped_shares", dropped_shares)
BY_HEAD = tensor_beside("weighed_by_head", weighed_by_head)


def operations(layer: Built, run: Running) -> tuple[Operation, ...]:
    """Torch has the batch behind the positions while it projects, and before them in between."""
    positions, *_ = layer.inputs[0]
    rows = run.batch > 1 and positions > 1
    drops = bool(run.training and layer.settings["dropout"])
    return (
        *_projected(layer, rows, run, _lies(layer, run, drops)),
        *(_by_single_products(layer, run) if drops else _fused(run)),
        *_projected_back(layer, rows),
    )


class Copied(NamedTuple):
    """Whether a gradient is copied on its way back, by heads for each of the three."""

    by_heads: Mapping[str, Gradient]
    by_images: Gradient


def _lies(layer: Built, run: Running, drops: bool) -> Copied:
    """The fused kernel gives gradients as it was given values; single products head by head.

    The keys' gradient comes turned from its product, and then lies as it is wanted.
    """
    heads, several = layer.settings["num_heads"], layer.inputs[0][0] > 1
    if drops:
        copied = _new(several and run.batch * heads > 1)
        by_heads = {"query": copied, "key": Gradient.PASSED_ON, "value": copied}
        return Copied(by_heads, Gradient.PASSED_ON)
    copied = _new(several and run.batch > 1 and heads > 1)
    return Copied(dict.fromkeys(("query", "key", "value"), copied), copied)


def _new(copies: bool) -> Gradient:
    return Gradient.NEW if copies else Gradient.PASSED_ON


def _projected(layer: Built, rows: bool, run: Running, copied: Copied) -> Iterator[Operation]:
    """Queries, keys and values come from one matrix, and are laid behind each other."""
    by_heads, by_images = copied
    learns = (0, 2) if layer.settings["bias"] else (0,)
    yield Operation(
        LINEAR, makes="packed", times=PROJECTIONS, learns=learns, apart=rows or run.turned
    )
    single = run.batch * layer.inputs[0][0] == 1
    if not single:
        yield Operation("clone", ("packed",), "projections", times=PROJECTIONS)
    packed = "packed" if single else "projections"
    for name in ("query", "key", "value"):
        yield Operation("select", (packed,), name, view=True)
    for name in ("query", "key", "value"):
        yield Operation("view", (name,), f"{name} by heads", view=True, gradient=by_heads[name])
    for name in ("query", "key", "value"):
        head = f"{name} by heads"
        yield Operation("view", (head,), f"{name} by images", view=True, gradient=by_images)


BY_IMAGES = ("query by images", "key by images", "value by images")


def _fused(run: Running) -> Iterator[Operation]:
    """One kernel, which makes the scores bit by bit and keeps none of them."""
    yield Operation(
        "_scaled_dot_product_flash_attention_for_cpu",
        BY_IMAGES,
        "weighed",
        keeps=(*BY_IMAGES, "weighed"),
        beside=(WIDE_ROWS if run.bytes > FLOAT32 else ROWS,),
    )


def _by_single_products(layer: Built, run: Running) -> Iterator[Operation]:
    """With dropout the kernel can't be used: every score is made, and three maps are kept."""
    query, key, value = BY_IMAGES
    low = run.bytes < FLOAT32
    if low:  # then all of it is worked out in float32
        query, key, value = IN_FLOAT32
        for taken, made in zip(BY_IMAGES, IN_FLOAT32, strict=True):
            yield Operation("_to_copy", (taken,), made, law=IN_FULL, bytes=FLOAT32)
    yield Operation("mul", (query,), "scaled query", law=QUERIES)
    yield Operation("mul", (key,), "scaled key", law=KEYS)
    yield Operation("bmm", ("scaled query", "scaled key"), "scores", law=SCORES, product=True)
    yield Operation(
        "_safe_softmax", ("scores",), "shares", axes=("heads", "L_in", "L_in"), keeps=("shares",)
    )
    yield Operation("empty_like", (), "mask", law=MASK)
    yield Operation("mul", ("shares", "mask"), "dropped", law=DROPPED, product=True)
    if low:
        yield Operation("_to_copy", ("dropped",), "given back", law=LOW, bytes=run.bytes)
    held = ("scaled query", *((*IN_FLOAT32, "given back") if low else ()))
    yield Operation(
        "bmm", ("dropped", value), "by head", law=BY_HEAD, product=True, holds=() if low else held
    )
    if low:
        bytes_, by_head = run.bytes, "by head in few bytes"
        yield Operation("_to_copy", ("by head",), by_head, law=BY_HEAD, bytes=bytes_, holds=held)
    apart = layer.inputs[0][0] > 1 and run.batch * layer.settings["num_heads"] > 1
    taken = "by head in few bytes" if low else "by head"
    name = "clone" if apart else "view"
    yield Operation(name, (taken,), "weighed", view=not apart, gradient=Gradient.PASSED_ON)


IN_FLOAT32 = ("query in float32", "key in float32", "value in float32")


def _projected_back(layer: Built, rows: bool) -> Iterator[Operation]:
    """What the heads have gathered is mixed by a second matrix."""
    learns = (1, 3) if layer.settings["bias"] else (1,)
    yield Operation(LINEAR, ("weighed",), "mixed", learns=learns, holds=BY_IMAGES)
    if rows:
        yield Operation("view", ("mixed",), "turned", view=True)
        yield Operation("clone", ("turned",), gradient=Gradient.PASSED_ON)
    else:
        yield Operation("view", ("mixed",), view=True, gradient=Gradient.PASSED_ON)


def of_torch(layer: Built) -> Mapping[str, Any]:
    """The channels are the input's, whether or not the file repeats them."""
    return {**layer.settings, "embed_dim": layer.inputs[0][-1], "batch_first": True}


multihead_attention = Layer(
    "multihead_attention",
    about="Lets every position gather what it needs from all positions, by several heads at once.",
    reference="https://docs.pytorch.org/docs/stable/generated/torch.nn.MultiheadAttention.html",
    takes=SEQUENCE,
    does=Does.ATTENDS,
    backward=Backward(operations=operations),
    module=Module("SelfAttention", of_torch),
    caffe=False,
    tensors=projections,
    example=Example({"num_heads": 2}),
    sample={"L_in": 197, "c_in": 768, "heads": 12, "L_out": 197, "c_out": 768},
    settings=(
        Setting("embed_dim", Optional(Count()), None,
                about="The number of channels; it may be left out, since the input says it."),
        Setting("num_heads", Count(), symbols=("heads",),
                about="How many heads the channels are shared out to."),
        Setting("dropout", Real(Fraction(0), Fraction(1)), 0,
                about="The share of the scores that is set to 0 while training."),
        Setting("bias", Flag(), True, aliases=("use_bias",),
                about="Whether each projection adds biases."),
    ),
    inner=(
        TensorLaw("queries", ("L_in", "c_in")),
        TensorLaw("keys", ("L_in", "c_in")),
        TensorLaw("values", ("L_in", "c_in")),
        TensorLaw("shares", ("heads", "L_in", "L_in")),
        TensorLaw("weighed", ("L_in", "c_in")),
    ),
)  # fmt: skip


@multihead_attention.formula()
def weights(c_in):
    """Queries, keys and values have a matrix each, and what the heads have gathered a fourth."""
    return 4 * c_in * c_in


@multihead_attention.mistake(instead_of=weights)
def weights_for_each_head(c_in, heads):
    """The heads share out the columns of the matrices: more heads are no more weights."""
    return heads * 4 * c_in * c_in


@multihead_attention.mistake(instead_of=weights)
def output_projection_forgotten(c_in):
    """Behind the heads stands a fourth matrix, which mixes what they have gathered."""
    return 3 * c_in * c_in


@multihead_attention.formula(when=has_bias)
def biases(c_in):
    """Each of the four projections has a bias for each channel."""
    return 4 * c_in


attach_parameters(multihead_attention)


@multihead_attention.formula(topic="sums")
def activations(L_in, c_in, heads):
    """Queries, keys, values, what was gathered, the output, and heads · L · L shares are stored."""
    return 5 * L_in * c_in + heads * L_in * L_in


activations.mistake(
    "one_head_of_scores_counted",
    heads=1,
    says="Every head has scores of its own: a share for each pair of positions.",
)


@multihead_attention.mistake(instead_of=activations)
def one_score_for_each_position(L_in, c_in, heads):
    """Every position scores all positions, so the scores grow with the square of the length."""
    return 5 * L_in * c_in + heads * L_in


@multihead_attention.mistake(instead_of=activations)
def scores_not_stored(L_in, c_in):
    """Between the projections stand the shares: one for each head and each pair of positions."""
    return 5 * L_in * c_in


@multihead_attention.formula()
def macs(L_in, c_in):
    """Four matrices meet each position; scores and gathering take c_in products for each pair."""
    return 4 * L_in * c_in * c_in + 2 * L_in * L_in * c_in


@multihead_attention.mistake(instead_of=macs)
def products_among_positions_forgotten(L_in, c_in):
    """The positions are multiplied with each other too: for the scores, and by their shares."""
    return 4 * L_in * c_in * c_in


@multihead_attention.check
def heads_divide_the_channels(situation: Situation, _: dict[str, int]) -> Fault | None:
    """torch's rules: embed_dim is the input's, and num_heads divides it."""
    heads, named = situation.settings["num_heads"], situation.settings["embed_dim"]
    channels = situation.inputs[0][-1]
    if named not in (None, channels):
        taken = sentence("groups.input_channels")
        return Fault(
            sentence("attention.embed_dim"),
            (f"embed_dim = {named}     {taken} = {channels}",),
            sentence("attention.embed_dim_try"),
        )
    if channels % heads:
        return Fault(
            sentence("attention.uneven", channels=str(channels), heads=str(heads)),
            (
                sentence(
                    "groups.leaves",
                    division=f"{channels} / {heads}",
                    rest=str(channels % heads),
                ),
            ),
            sentence("attention.num_heads_try"),
        )
    return None
