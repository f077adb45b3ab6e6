"""The product of two matrices, which both are computed: torch.matmul."""

from __future__ import annotations

from explainer.language import sentence
from explainer.layers.branches import two_branches
from explainer.layers.counts import attach_activations
from explainer.layers.layer import SEQUENCE, Fault, Layer, Situation
from explainer.layers.setting_types import Flag
from explainer.layers.settings import Setting
from explainer.layers.traits import Backward, Does, Example, Module, Saved

matmul = Layer(
    "matmul",
    about="Multiplies two matrices that were computed: each position of the first meets each "
    "column of the second.",
    reference="https://docs.pytorch.org/docs/stable/generated/torch.matmul.html",
    takes=SEQUENCE,
    does=Does.MULTIPLIES_MATRICES,
    backward=Backward(Saved.FACTORS),
    module=Module("Matmul"),
    caffe=False,
    many=True,
    example=Example({"transpose_second": True}),
    sample={"L_in": 5, "c_in": 8, "L_out": 5, "c_out": 7, "L": (5, 8), "c": (8, 7)},
    settings=(
        Setting("transpose_second", Flag(), False,
                about="Whether the positions of the second are its columns, as those of keys are "
                      "that meet queries."),
    ),
)  # fmt: skip


def turns(situation: Situation) -> bool:
    """Whether the second matrix is turned."""
    return bool(situation.settings["transpose_second"])


def stays(situation: Situation) -> bool:
    """Whether the second matrix is taken as it is."""
    return not turns(situation)


@matmul.formula(topic="sizes")
def L_out(L_in):
    """Each row of the first matrix gives a row of the product."""
    return L_in


@matmul.formula(name="c_out", when=stays, topic="sizes")
def columns_of_second(*c):
    """Each column of the second matrix gives a column of the product."""
    return c[-1]


@matmul.formula(name="c_out", when=turns, topic="sizes")
def positions_of_second(*L):
    """The second matrix is turned: each of its positions gives a column of the product."""
    return L[-1]


@matmul.mistake(instead_of=columns_of_second, when=stays)
def inner_size_kept(*c):
    """What the product is summed over is gone: the columns are those of the second matrix."""
    return c[0]


@matmul.mistake(instead_of=positions_of_second, when=turns)
def matrix_not_turned(*c):
    """The second matrix is turned, so that its positions are the columns of the product."""
    return c[-1]


@matmul.formula()
def weights():
    """Both matrices come from layers before: there is nothing to learn."""
    return 0


@matmul.mistake(instead_of=weights)
def second_matrix_counted(c_in, c_out):
    """The second matrix is computed anew for each image; only what is stored and trained is a
    weight.
    """
    return c_in * c_out


attach_activations(matmul)


@matmul.formula()
def macs(L_out, c_out, c_in):
    """Each value of the product is a sum of c_in products."""
    return L_out * c_out * c_in


macs.mistake(
    "one_product_for_each_value",
    c_in=1,
    says="A value of the product is the sum over a whole row and a whole column.",
)
matmul.check(two_branches)


@matmul.check
def inner_sizes_meet(situation: Situation, _: dict[str, int]) -> Fault | None:
    """A row of the first has as many values as a column of the second."""
    first, second = situation.inputs
    if len(second) != len(first):
        shape = "×".join(map(str, second))
        return Fault(sentence("matmul.shape", shape=shape), advice=sentence("matmul.shape_try"))
    turned = turns(situation)
    inner = second[-1] if turned else second[0]
    if first[-1] == inner:
        return None
    other = second[0] if turned else second[-1]
    fitting = "matmul.stay_try" if turned else "matmul.turn_try"
    return Fault(
        sentence("matmul.meet"),
        (
            sentence("matmul.first", rows=str(first[0]), inner=str(first[-1])),
            sentence("matmul.second", inner=str(inner), columns=str(other)),
            sentence("matmul.differ", first=str(first[-1]), second=str(inner)),
        ),
        sentence(fitting if other == first[-1] else "matmul.meet_try"),
    )
