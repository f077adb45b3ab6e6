"""What is wrong with a model or with the command is one clear text, and no site changes."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from explainer.errors import ModelFileError
from explainer.spec import Place
from tests.promises.sites import built, contents, refused, write_model


@pytest.fixture
def model(tmp_path: Path) -> str:
    return write_model(tmp_path / "net.yaml")


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("fault", ["shape", "claim"])
def test_a_fault_in_one_model_changes_nothing(tmp_path, model, fault, jobs):
    """A shape is found before the work begins, a claim within it and in another process."""
    built(tmp_path / "out", model)
    before = contents(tmp_path / "out")
    broken = Path(write_model(tmp_path / "broken.yaml", k=9 if fault == "shape" else 3))
    if fault == "claim":
        broken.write_text(f"{broken.read_text()}claims: [{{quantity: no.weights, value: 5}}]\n")
    models = [write_model(tmp_path / f"{n}.yaml", name=n) for n in "abcd"]
    words = ("-o", "out", "--no-pdf", "--jobs", jobs, *models, "broken.yaml")
    message = refused(*words, cwd=tmp_path)
    assert message.startswith(f"broken.yaml:{4 if fault == 'shape' else 5}  ")
    assert contents(tmp_path / "out") == before


def test_a_fault_in_a_model_comes_back_from_another_process():
    place = Place("a.yaml", 4)
    fault = ModelFileError(place, "It is wrong.", layer="conv", sum=("1",), advice="Try.")
    again = pickle.loads(pickle.dumps(fault))
    assert (str(again), again.place, again.sum) == (str(fault), fault.place, fault.sum)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "Where to? Name a folder, as in `explain site -o public/`."),
        (("-o", ""), "Where to?"),
        (("-o", "-"), "Where to?"),
        (("-o", "out", "-"), "A site reads its models several times: name files"),
        (("-o", "out", "nothing.yaml"), "There is no file called nothing.yaml"),
        (("-o", "out", "example:lenet"), "Did you mean 'lenet5'?"),
        (("-o", "net.yaml"), "net.yaml is a file, and the site needs a folder."),
        (("-o", "net.yaml/out", "net.yaml"), "net.yaml/out can't be written: Not a directory."),
        (("-o", "out", "--jobs", "0"), "--jobs has to be a whole number from 1 on"),
        (("-o", "out", "--port", "1"), "--port belongs to --serve."),
        (("--serve", "--port", "65536"), "--port has to be from 0 to 65535, and it is 65536."),
        (("-o", "out", "--no-pfd"), "Did you mean --no-pdf?"),
    ],
)
def test_wrong_usage_is_one_clear_text(tmp_path, model, words, message):
    told = refused(*words, cwd=tmp_path)
    assert told.startswith(message) or message in told
    assert told.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["net.yaml"]
