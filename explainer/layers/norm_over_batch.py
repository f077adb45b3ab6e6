"""What batch normalisations along any axes share: settings, counts, what they track."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from explainer.layers.counts import attach_activations, both, has_axes, has_places, parameters
from explainer.layers.layer import Condition, Layer, Situation
from explainer.layers.libraries import keras
from explainer.layers.normalisation import statistics
from explainer.layers.setting_types import Flag, Optional, Real
from explainer.layers.settings import Setting
from explainer.layers.tensors import vectors
from explainer.layers.traits import Backward, Built, Chain, Does, Module, Saved
from explainer.maths import Formula
from explainer.maths.substitution import Function


def norm_settings(*, usually: bool) -> tuple[Setting, ...]:
    """usually: whether it learns and tracks where the file doesn't say."""
    return (
        Setting("eps", Real(Fraction(0)), Fraction(1, 100_000), aliases=("epsilon",),
                about="A small number that keeps the division from failing."),
        Setting("momentum", Optional(Real(Fraction(0), Fraction(1))), Fraction(1, 10),
                about="How fast the running statistics follow the batches."),
        Setting("affine", Flag(), usually, about="Whether a scale and a shift are learnt."),
        Setting("track_running_stats", Flag(), usually,
                about="Whether running statistics are kept."),
    )  # fmt: skip


def one_for_each_channel(c_in, b):
    """Each channel has one value over the whole batch."""
    return c_in * b


def one_for_each_feature(n_in, b):
    """Each feature has one value over the whole batch."""
    return n_in * b


OF_CHANNELS, OF_FEATURES = statistics(one_for_each_channel), statistics(one_for_each_feature)


def statistics_of(layer: Built) -> tuple[Formula, ...]:
    """Those of each channel, or of each feature."""
    return OF_FEATURES if len(layer.inputs[0]) == 1 else OF_CHANNELS


def learns(situation: Situation) -> bool:
    """Whether scale and shift are learnt."""
    return bool(situation.settings["affine"])


def tracks(situation: Situation) -> bool:
    """Whether running statistics are kept."""
    return bool(situation.settings["track_running_stats"])


def weights(c_in):
    """Each channel has one learnt scale."""
    return c_in


def biases(c_in):
    """Each channel has one learnt shift."""
    return c_in


def buffers(c_in):
    """Each channel has a running mean and variance; torch's counter of batches is left out."""
    return 2 * c_in


BUFFERS_OF_FEATURES = (
    "Each feature has a running mean and variance; torch's counter of batches is left out."
)


def norm_buffers_counted_as_trained(parameters, buffers):
    """The running mean and variance are tracked, not trained: they have no gradient."""
    return parameters + buffers


def norm_over_batch(
    kind: str,
    about: str,
    torch_name: str,
    takes: tuple[int, ...],
    chain: Chain | None = None,
) -> Layer:
    """A batch normalisation, as the class of torch.nn of that name does."""
    layer = Layer(
        kind,
        about=about,
        reference=f"https://docs.pytorch.org/docs/stable/generated/torch.nn.{torch_name}.html",
        takes=takes,
        does=Does.NORMALISES_BATCH,
        backward=Backward(
            Saved.INPUT,
            makes=statistics_of,
            in_inference=lambda layer: not layer.settings["track_running_stats"],
        ),
        module=Module(torch_name, channels=True),
        declares="num_features",
        elsewhere=(keras("BatchNormalization", eps=Decimal("0.001"), momentum=Decimal("0.01")),),
        caffe=True,
        tensors=vectors,
        chain=chain,
        sample={"weights": 16, "biases": 16, "buffers": 32},
        settings=norm_settings(usually=True),
    )
    attach_learnt(layer)
    attach_tracked(layer)
    attach_activations(layer)
    return layer


def attach_learnt(layer: Layer) -> None:
    """Give a norm a scale and a shift for each channel, or feature, where its settings say so."""
    _of_each(layer, learns, weights, "Each feature has one learnt scale.")
    _of_each(layer, learns, biases, "Each feature has one learnt shift.")
    right = layer.formula(when=learns)(parameters)
    for whose, says in FORGOTTEN.items():
        right.mistake(
            "norm_parameters_forgotten",
            weights=0,
            biases=0,
            when=both(learns, has_axes(1) if whose == "feature" else has_places),
            says=says,
        )


FORGOTTEN = {
    whose: f"The scale and the shift of every {whose} are parameters, learnt like any weight."
    for whose in ("channel", "feature")
}


def attach_tracked(layer: Layer) -> None:
    """Give a norm its running statistics, and the mistake of counting them as trained."""
    learnt = layer.spellings("parameters")[0]
    learnt.mistake_around(when=both(learns, tracks))(norm_buffers_counted_as_trained)
    _of_each(layer, tracks, buffers, BUFFERS_OF_FEATURES)


def _of_each(layer: Layer, when: Condition, function: Function, of_features: str) -> None:
    """A count for each channel; for each feature too, where the kind takes rows of them."""
    layer.formula(when=both(when, has_places))(function)
    if 1 in layer.takes:
        names = {"c_in": "n_in"}
        layer.formula(when=both(when, has_axes(1)), says=of_features, symbols=names)(function)
