"""Layers of sequences, of texts, and those that lay or see their values otherwise."""

from __future__ import annotations

import math
from random import Random

from tests.fuzz.shapes import Draw, Drawn, Settings, Shape, plain, pooling

AXES = {
    1: ("features",),
    2: ("length", "channels"),
    3: ("height", "width", "channels"),
    4: ("depth", "height", "width", "channels"),
}


def embedded(chance: Random, shape: Shape) -> Drawn:
    """embedding: a row for each token."""
    rows = chance.randint(1, 12)
    return {"num_embeddings": chance.randint(1, 900), "embedding_dim": rows}, (*shape, rows)


def along_last(chance: Random, shape: Shape) -> Drawn:
    """linear on a sequence."""
    units = chance.randint(1, 12)
    bias = {"bias": False} if chance.random() < 0.3 else {}
    return {"out_features": units, **bias}, (shape[0], units)


def attention(chance: Random, shape: Shape) -> Drawn:
    """multihead_attention."""
    heads = chance.choice([h for h in range(1, 13) if shape[-1] % h == 0])
    found: Settings = {"num_heads": heads}
    if chance.random() < 0.3:
        found["dropout"] = 0.1
    if chance.random() < 0.2:
        found["bias"] = False
    return found, shape


def recurrent(chance: Random, shape: Shape) -> Drawn:
    """rnn, lstm, gru."""
    found: Settings = {"hidden_size": chance.randint(1, 12)}
    if chance.random() < 0.3:
        found["num_layers"] = chance.randint(1, 3)
    if chance.random() < 0.2:
        found["bias"] = False
    both = chance.random() < 0.3
    width = found["hidden_size"] * (2 if both else 1)
    return found | ({"bidirectional": True} if both else {}), (shape[0], width)


def longer(_: Random, shape: Shape) -> Drawn:
    """class_token."""
    return {}, (shape[0] + 1, shape[1])


def turned(chance: Random, shape: Shape) -> Drawn:
    """permute."""
    order = chance.sample(range(len(shape)), len(shape))
    names = AXES[len(shape)]
    return {"dims": [names[i] for i in order]}, tuple(shape[i] for i in order)


def reshaped(chance: Random, shape: Shape) -> Drawn:
    """reshape: the channels, or some of them, stay behind each other."""
    every = math.prod(shape)
    last = chance.choice([n for n in range(1, 13) if every % n == 0])
    rest = every // last
    return {"shape": [chance.choice((-1, rest)), last]}, (rest, last)


def cut(chance: Random, shape: Shape) -> Drawn:
    """slice."""
    place = chance.randrange(len(shape))
    start = chance.randrange(min(shape[place], 50))
    end = chance.randint(start + 1, shape[place])
    found: Settings = {"axis": AXES[len(shape)][place], "end": end}
    after = (*shape[:place], end - start, *shape[place + 1 :])
    return found | ({"start": start} if start or chance.random() < 0.3 else {}), after


def halved(chance: Random, shape: Shape) -> Drawn:
    """chunk, and its first part; nothing is cut where there is no room."""
    place = max(range(len(shape)), key=lambda i: shape[i])
    size = shape[place]
    first = -(-size // 2)
    after = (*shape[:place], first, *shape[place + 1 :])
    return {"chunks": 2, "axis": AXES[len(shape)][place]}, after


def apart(chance: Random, shape: Shape) -> Drawn:
    """split, and its first part."""
    place = max(range(len(shape)), key=lambda i: shape[i])
    first = chance.randint(1, shape[place] - 1)
    found: Settings = {"sizes": [first, shape[place] - first], "axis": AXES[len(shape)][place]}
    return found, (*shape[:place], first, *shape[place + 1 :])


def averaged(chance: Random, shape: Shape) -> Drawn:
    """mean."""
    place = chance.randrange(len(shape) - 1)
    return {"axis": AXES[len(shape)][place]}, (*shape[:place], *shape[place + 1 :])


def squeezed(_: Random, shape: Shape) -> Drawn:
    """squeeze."""
    return {}, (*(n for n in shape[:-1] if n > 1), shape[-1])


def noisy(chance: Random, shape: Shape) -> Drawn:
    """stochastic_depth."""
    return {"p": chance.randint(0, 9) / 10}, shape


def shuffled(chance: Random, shape: Shape) -> Drawn:
    """channel_shuffle."""
    return {"groups": chance.choice([g for g in range(1, 13) if shape[-1] % g == 0])}, shape


def spread(chance: Random, shape: Shape) -> Drawn:
    """pixel_shuffle."""
    height, width, channels = shape
    r = chance.choice([r for r in (1, 2, 3) if channels % (r * r) == 0])
    return {"upscale_factor": r}, (height * r, width * r, channels // (r * r))


def batch_norm(chance: Random, shape: Shape) -> Drawn:
    """batch_norm1d, batch_norm3d and instance_norm2d."""
    return ({"affine": chance.random() < 0.5} if chance.random() < 0.3 else {}), shape


def window(chance: Random, shape: Shape) -> Drawn:
    """max_pool1d, max_pool3d."""
    return pooling(chance, shape, dilated=True)


def mean_window(chance: Random, shape: Shape) -> Drawn:
    """avg_pool1d, avg_pool3d."""
    return pooling(chance, shape, dilated=False)


ANYWHERE: dict[str, Draw] = {
    **dict.fromkeys(
        ("mish", "softplus", "log_softmax", "identity", "rms_norm", "layer_scale"), plain
    ),
    "stochastic_depth": noisy,
    "reshape": reshaped,
    "slice": cut,
}
BY_AXES: dict[int, dict[str, Draw]] = {
    1: {"batch_norm1d": batch_norm},
    2: {
        "linear": along_last,
        "multihead_attention": attention,
        "rnn": recurrent,
        "lstm": recurrent,
        "gru": recurrent,
        "class_token": longer,
        "position_embedding": plain,
        "batch_norm1d": batch_norm,
        "max_pool1d": window,
        "avg_pool1d": mean_window,
        "permute": turned,
        "mean": averaged,
        "squeeze": squeezed,
    },
    3: {
        "instance_norm2d": batch_norm,
        "permute": turned,
        "mean": averaged,
        "squeeze": squeezed,
        "pixel_shuffle": spread,
        "channel_shuffle": shuffled,
    },
    4: {
        "batch_norm3d": batch_norm,
        "max_pool3d": window,
        "avg_pool3d": mean_window,
        "mean": averaged,
        "permute": turned,
    },
}
LEARN = frozenset(
    ("linear", "multihead_attention", "rnn", "lstm", "gru", "class_token", "position_embedding",
     "rms_norm", "layer_scale", "embedding")
)  # fmt: skip


def draw_later(chance: Random, shape: Shape) -> tuple[str, Settings, Shape]:
    """One of these kinds that takes the shape, its settings, and the shape that it gives."""
    own = BY_AXES[len(shape)]
    kinds = own if chance.random() < 0.7 else ANYWHERE
    kind = chance.choice(list(kinds))
    if max(shape) > 1 and chance.random() < 0.08:
        parts = {"split": apart, "chunk": halved}
        kind = chance.choice(list(parts))
        return kind, *parts[kind](chance, shape)
    if kind == "instance_norm2d" and math.prod(shape[:-1]) == 1:
        kind, kinds = "identity", ANYWHERE  # a single value has no variance
    settings, after = kinds[kind](chance, shape)
    return kind, settings, after
