"""The command `explain`, point by point as its contract says."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from explainer import __version__
from explainer.network.optimizers import optimizer_names
from explainer.network.units import BYTES
from explainer.readers import example_names
from tests.command_line import COMMAND, ROOT, environment, explain
from tests.terminal import on_a_terminal

LENET = "example:lenet5"
TINY = b"name: Tiny\ninput: 8x8x3\nlayers:\n  - conv2d: {out_channels: 4, kernel_size: 3}\n"


def figures(*words: str, **settings: Any) -> dict[str, Any]:
    """What `--json` prints."""
    ran = explain(*words, "--json", **settings)
    assert (ran.code, ran.err) == (0, "")
    found: dict[str, Any] = json.loads(ran.text)
    return found


def refused(*words: str, **settings: Any) -> str:
    """The message of a command that ends with code 2, one clear text without a traceback."""
    ran = explain(*words, **settings)
    assert (ran.code, ran.out) == (2, b"")
    assert ran.err.endswith("\n")
    assert "Traceback" not in ran.err
    return ran.err


# ---- the model ------------------------------------------------------------------------


def test_a_model_comes_from_a_file(tmp_path):
    (tmp_path / "tiny.yaml").write_bytes(TINY)
    assert figures("tiny.yaml", cwd=tmp_path)["name"] == "Tiny"


def test_a_model_comes_from_standard_input():
    assert figures("-", stdin=TINY)["totals"]["weights"] == 3 * 3 * 3 * 4


def test_a_model_comes_with_the_package(tmp_path):
    assert figures(LENET, cwd=tmp_path)["totals"]["parameters"] == 61_706


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "Which model?"),
        (("nothing.yaml",), "There is no file called nothing.yaml"),
        (("example:lenet",), "Did you mean 'lenet5'?"),
        (("layer",), "Did you mean `explain layers`?"),
        (("tests",), "tests can't be read"),
        ((LENET, "another"), "'another'"),
        ((LENET, "--jsn"), "Did you mean --json?"),
        ((LENET, "--loss", "cross_entrpy"), "Did you mean 'cross_entropy'?"),
        ((LENET, "--js"), "There is no option --js."),
        ((LENET, "-o"), "-o/--output: expected one argument."),
        ((LENET, "-o", ""), "-o needs the name of a file or a folder"),
        ((LENET, "--detail", "everything"), "There is no detail called 'everything'."),
        ((LENET, "--detail", "brief"), "Use handout. Known are handout, worked, full."),
        ((LENET, "--dtype", "float31"), "Did you mean 'float32'?"),
        ((LENET, "--optimizer", "adan"), "Did you mean 'adam'?"),
        ((LENET, "--layer", "c2"), "LeNet-5 has no layer called 'c2'."),
        ((LENET, "--paper", "A5"), "There is no paper called 'A5'."),
        (("completion", "tcsh"), "There is no completion for 'tcsh'."),
        (("layers", "conv2"), 'Did you mean "conv2d"?'),
        (("examples", "more"), "'more'"),
    ],
)
def test_wrong_usage_is_one_clear_text(words, message):
    assert message in refused(*words)


def test_a_wrong_model_names_its_line(tmp_path):
    (tmp_path / "wrong.yaml").write_bytes(TINY.replace(b"kernel_size: 3", b"kernel_size: 9"))
    assert refused("wrong.yaml", cwd=tmp_path).startswith("wrong.yaml:4  layer ")


@pytest.mark.parametrize("batch", ["0", "-1", "1.5", "abc", "", "1e3", "9" * 5000])
def test_a_wrong_batch_is_one_sentence(batch):
    message = refused(LENET, "--batch", batch)
    assert message.startswith("The batch has to be a whole number from 1 to 10^18")
    assert message.count("\n") == 1


# ---- options --------------------------------------------------------------------------


def test_defaults_are_batch_1_float32_momentum():
    found = figures(LENET)
    assert (found["batch"], found["dtype"], found["optimizer"]) == (1, "float32", "momentum")


def test_the_file_goes_before_the_defaults_and_the_command_before_the_file():
    model = TINY + b"batch: 32\ndtype: float16\noptimizer: adam\n"
    found = figures("-", stdin=model)
    assert (found["batch"], found["dtype"], found["optimizer"]) == (32, "float16", "adam")
    words = ("--batch", "8", "--dtype", "float64", "--optimizer", "sgd")
    found = figures("-", *words, stdin=model)
    assert (found["batch"], found["dtype"], found["optimizer"]) == (8, "float64", "sgd")


def test_every_type_and_every_optimizer_is_taken():
    for dtype in BYTES:
        assert figures("-", "--dtype", dtype, stdin=TINY)["dtype"] == dtype
    for optimizer in optimizer_names():
        assert figures("-", "--optimizer", optimizer, stdin=TINY)["optimizer"] == optimizer


def test_a_batch_of_10_to_the_18_stays_exact():
    found = figures("-", "--batch", str(10**18), stdin=TINY)
    activations = found["totals"]["activations"]
    training = found["memory"]["textbook"]["training"]
    assert training["activations"] == activations * 10**18 * 4


def test_layer_reports_one_layer():
    assert [layer["name"] for layer in figures(LENET, "--layer", "c3")["layers"]] == ["c3"]
    report = explain(LENET, "--layer", "c3").text
    assert "c3" in report
    assert "### f6" not in report


def test_detail_changes_how_much_is_written():
    full, first, brief = (
        len(explain(LENET, "--detail", d).out) for d in ("full", "worked", "handout")
    )
    assert full > first > brief
    assert explain(LENET).out == explain(LENET, "--detail", "worked").out


# ---- outputs --------------------------------------------------------------------------


def test_without_a_format_markdown_goes_to_standard_output(tmp_path):
    ran = explain(LENET, cwd=tmp_path)
    assert ran.text.startswith("# LeNet-5")
    assert (ran.code, ran.err, list(tmp_path.iterdir())) == (0, "", [])


def test_formats_are_written_into_the_current_folder(tmp_path):
    ran = explain(LENET, "--md", "--html", "--pdf", cwd=tmp_path)
    assert (ran.code, ran.out) == (0, b"")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["lenet5.html", "lenet5.md", "lenet5.pdf"]
    assert ran.err.splitlines() == [f"Wrote lenet5.{ending}" for ending in ("md", "html", "pdf")]
    assert (tmp_path / "lenet5.pdf").read_bytes().startswith(b"%PDF-")
    assert (tmp_path / "lenet5.html").read_text().lower().startswith("<!doctype html>")


def test_json_goes_to_standard_output_also_beside_others(tmp_path):
    ran = explain(LENET, "--json", "--md", "-o", "report.md", cwd=tmp_path)
    assert json.loads(ran.text)["name"] == "LeNet-5"
    assert [p.name for p in tmp_path.iterdir()] == ["report.md"]


def test_json_has_the_keys_that_the_contract_names():
    found = figures(LENET)
    assert set(found) == {
        "name", "input", "batch", "dtype", "optimizer", "accumulate", "frozen", "layers", "totals",
        "memory", "claims", "questions",
    }  # fmt: skip
    assert set(found["layers"][0]) == {
        "name", "kind", "output", "weights", "biases", "parameters", "buffers", "activations",
        "macs", "im2col",
    }  # fmt: skip
    assert set(found["totals"]) == {
        "activations", "weights", "biases", "parameters", "buffers", "macs",
    }  # fmt: skip
    textbook = found["memory"]["textbook"]
    assert set(textbook["training"]) == {
        "parameters", "gradients", "optimizer", "activations", "activation_gradients",
        "miscellaneous", "total",
    }  # fmt: skip
    assert set(textbook["inference"]) == {"parameters", "activations", "total"}
    framework = found["memory"]["framework"]
    assert set(framework) == {
        "loss", "device", "measured", "missing", "saved", "inference", "peak", "timeline",
    }  # fmt: skip
    assert set(framework["inference"]) == {
        "total", "parameters", "buffers", "input", "activations", "where", "timeline",
    }  # fmt: skip
    assert set(framework["peak"]) == {
        "total", "parameters", "buffers", "gradients", "optimizer", "saved", "input", "temporary",
        "where",
    }  # fmt: skip
    assert set(framework["timeline"][0]) == {"layer", "moment", "total"}


def test_the_framework_account_goes_by_the_loss():
    with_loss, without = (
        figures("example:small-cnn-50", "--loss", loss)["memory"]["framework"]
        for loss in ("cross_entropy", "none")
    )
    assert with_loss["saved"] == 53_288_452
    assert with_loss["peak"]["total"] == 124_000_336
    assert with_loss["peak"]["where"] == {"layer": "relu_1", "moment": "backward"}
    # Without a loss the softmax runs, and keeps its output as the loss keeps its logarithms.
    assert (without["loss"], without["saved"]) == ("none", 53_288_452 - 4)


@pytest.mark.parametrize("words", [("example:totals-recipe",), (LENET, "--dtype", "int8")])
def test_the_framework_account_is_null_where_nothing_can_be_derived(words):
    assert figures(*words)["memory"]["framework"] is None


def test_a_path_is_a_file_for_one_format(tmp_path):
    explain(LENET, "--json", "-o", "figures.json", cwd=tmp_path)
    explain(LENET, "--md", "-o", "new/report.txt", cwd=tmp_path)
    assert json.loads((tmp_path / "figures.json").read_text())["name"] == "LeNet-5"
    assert (tmp_path / "new" / "report.txt").read_text().startswith("# LeNet-5")


def test_a_path_is_a_folder_for_several_formats(tmp_path):
    explain(LENET, "--md", "--html", "-o", "out", cwd=tmp_path)
    assert {p.name for p in (tmp_path / "out").iterdir()} == {"lenet5.md", "lenet5.html"}


@pytest.mark.parametrize("folder", ["there", "new/"])
def test_a_path_is_a_folder_where_it_is_one_or_ends_like_one(tmp_path, folder):
    (tmp_path / "there").mkdir()
    explain(LENET, "--md", "-o", folder, cwd=tmp_path)
    assert (tmp_path / folder / "lenet5.md").exists()


def test_without_a_format_the_ending_of_the_path_says_it(tmp_path):
    explain(LENET, "-o", "a.html", cwd=tmp_path)
    explain(LENET, "-o", "b.txt", cwd=tmp_path)
    assert (tmp_path / "a.html").read_text().lower().startswith("<!doctype html>")
    assert (tmp_path / "b.txt").read_text().startswith("LeNet-5: how much memory, and why\n═")


def test_a_hyphen_is_standard_output(tmp_path):
    assert explain(LENET, "--md", "-o", "-", cwd=tmp_path).out == explain(LENET).out
    assert explain("-", "--pdf", "-o", "-", cwd=tmp_path, stdin=TINY).out.startswith(b"%PDF-")
    assert not list(tmp_path.iterdir())


def test_only_one_format_goes_to_standard_output():
    assert "--md, --html" in refused(LENET, "--md", "--html", "-o", "-")
    assert "--md, --json" in refused(LENET, "--json", "--md", "-o", "-")


def test_a_pdf_is_not_sent_to_a_terminal():
    ours, theirs = os.openpty()
    done = subprocess.run(
        [*COMMAND, LENET, "--pdf", "-o", "-"],
        stdout=theirs, stderr=subprocess.PIPE, env=environment(), timeout=60, check=False,
    )  # fmt: skip
    os.close(theirs)
    os.close(ours)
    assert done.returncode == 2
    assert b"garble the terminal" in done.stderr


def test_several_formats_refuse_a_file(tmp_path):
    (tmp_path / "taken").write_text("mine")
    assert "is a file" in refused(LENET, "--md", "--html", "-o", "taken", cwd=tmp_path)
    assert "is a file" in refused(LENET, "--md", "--html", "-o", "report.html", cwd=tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["taken"]


def test_files_from_standard_input_are_called_by_the_model_and_stay_in_the_folder(tmp_path):
    (tmp_path / "in").mkdir()
    for name, file in (
        ("Tiny", "Tiny.md"),
        ("../../over", "over.md"),
        ("/etc/a b", "etc-a-b.md"),
        ("...", "model.md"),
        ("Café <b>", "Café-b.md"),
        ("x" * 199, "x" * 100 + ".md"),
    ):
        model = TINY.replace(b"Tiny", json.dumps(name).encode())
        explain("-", "--md", stdin=model, cwd=tmp_path / "in")
        assert [p.name for p in (tmp_path / "in").iterdir()] == [file]
        (tmp_path / "in" / file).unlink()
    assert [p.name for p in tmp_path.iterdir()] == ["in"]


def test_the_model_file_is_not_overwritten(tmp_path):
    (tmp_path / "model.md").write_bytes(TINY)
    assert "is the model file" in refused("model.md", "--md", cwd=tmp_path)
    assert (tmp_path / "model.md").read_bytes() == TINY


def test_files_appear_whole_or_not_at_all(tmp_path):
    """The second of two can't be written, so the first isn't either, and nothing is left over."""
    (tmp_path / "lenet5.html").mkdir()
    message = refused(LENET, "--md", "--html", cwd=tmp_path)
    assert "lenet5.html can't be written: Is a directory." in message
    assert [p.name for p in tmp_path.iterdir()] == ["lenet5.html"]


def test_a_file_that_is_replaced_keeps_its_old_text_until_then(tmp_path):
    old = tmp_path / "lenet5.md"
    old.write_text("old")
    with old.open() as reader:
        explain(LENET, "--md", cwd=tmp_path)
        assert reader.read() == "old"
    assert old.read_text().startswith("# LeNet-5")


def test_a_link_stays_and_what_it_leads_to_is_written(tmp_path):
    (tmp_path / "link.md").symlink_to("real.md")
    explain(LENET, "--md", "-o", "link.md", cwd=tmp_path)
    assert (tmp_path / "link.md").is_symlink()
    assert (tmp_path / "real.md").read_text().startswith("# LeNet-5")


def test_a_device_is_written_to_and_not_replaced():
    assert explain(LENET, "--md", "-o", "/dev/stdout").text.startswith("# LeNet-5")
    assert explain(LENET, "--md", "-o", "/dev/null").code == 0
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_written_files_have_the_rights_that_the_umask_gives(tmp_path):
    for mask in (0o022, 0o077):
        words = [*COMMAND, LENET, "--md", "-o", str(tmp_path / f"{mask}.md")]
        subprocess.run(words, env=environment(), umask=mask, check=True, stderr=subprocess.DEVNULL)
        assert stat.S_IMODE((tmp_path / f"{mask}.md").stat().st_mode) == 0o666 & ~mask


def test_the_same_input_gives_the_same_bytes(tmp_path):
    """In every format, whatever order the hashes of one run give to sets."""
    written = []
    for seed in "12":
        folder = tmp_path / seed
        folder.mkdir()
        words = ("--md", "--html", "--pdf", "--json", "-o", ".")
        ran = explain("-", *words, stdin=TINY, cwd=folder, env={"PYTHONHASHSEED": seed})
        files = {path.name: path.read_bytes() for path in folder.iterdir()}
        written.append(files | {"Tiny.json": ran.out})
    assert written[0] == written[1]
    assert sorted(written[0]) == ["Tiny.html", "Tiny.json", "Tiny.md", "Tiny.pdf"]
    assert all(written[0].values())


# ---- streams and exit codes -----------------------------------------------------------


@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
    ],
)
def test_output_is_utf_8_whatever_the_locale(env):
    assert explain(LENET, env=env).out == explain(LENET).out
    model = TINY.replace(b"Tiny", "Café 网络".encode())
    assert figures("-", stdin=model, env=env)["name"] == "Café 网络"
    assert "Café" in refused("Café.yaml", env=env | {"PYTHONUTF8": "1"})


@pytest.mark.parametrize("word", [LENET, "layers", "--help"])
def test_a_full_disk_is_code_1(word):
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, word], stdout=full, stderr=subprocess.PIPE, env=environment(), check=False
        )
    assert done.returncode == 1
    assert done.stderr == b"Standard output can't be written: No space left on device.\n"


def test_a_reader_that_leaves_is_no_reason_to_complain():
    for words in (f"{LENET}", "layers", "schema", "--help"):
        command = f"(sleep 0.2; {' '.join(COMMAND)} {words}) | true"
        done = subprocess.run(
            ["bash", "-c", command], capture_output=True, env=environment(), check=True
        )
        assert done.stderr == b""


def test_a_fault_of_explain_is_code_1_and_says_how_to_report_it(tmp_path):
    (tmp_path / "sitecustomize.py").write_text(
        "import explainer.library.explain as pipeline\n"
        "def broken(*_, **__): raise ZeroDivisionError('oh')\n"
        "pipeline.case_of = broken\n"
    )
    env = {"PYTHONPATH": f"{tmp_path}:{ROOT}"}
    ran = explain(LENET, env=env)
    assert (ran.code, ran.out) == (1, b"")
    assert ran.err.startswith(
        "explain has a fault of its own: ZeroDivisionError: oh\nPlease report"
    )
    assert "Traceback" in explain(LENET, env=env | {"EXPLAIN_TRACEBACK": "1"}).err


def test_what_would_steer_a_terminal_is_shown_as_an_escape():
    assert r"no\x1b[31mfile" in refused("no\x1b[31mfile")


# ---- progress -------------------------------------------------------------------------


def test_long_work_shows_its_stage_and_takes_it_away_again():
    written = on_a_terminal(LENET, "--pdf", "-o", "/dev/null", shows="stderr")
    assert "laying out the PDF …" in written
    assert written.endswith("\r\x1b[KWrote /dev/null\r\n")


def test_a_site_shows_how_many_of_its_parts_are_built(tmp_path):
    out = str(tmp_path / "out")
    words = ("site", "-o", out, "--no-pdf", "--jobs", "1", "example:totals-recipe")
    written = on_a_terminal(*words, shows="stderr")
    assert re.search(r"building: 5 of \d parts …", written)
    assert written.count("\n") == 1


def test_short_work_shows_nothing():
    assert on_a_terminal(LENET, "--json", shows="stderr") == ""


def test_nothing_is_shown_where_nobody_looks():
    ran = explain("-", "--pdf", "-o", "/dev/null", stdin=TINY)
    assert ran.err == "Wrote /dev/null\n"


# ---- commands -------------------------------------------------------------------------


def test_version():
    assert explain("--version").text == f"explain {__version__}\n"


MYNETS = "from torch import nn\n\n\ndef Net():\n    return nn.Sequential(nn.Conv2d(3, 4, 3))\n"
# What an example of the help takes that begins so.
NEEDS = {"torchvision:": "torchvision", "mynets:": "torch", ".onnx": "onnx"}


def test_help_shows_examples_that_run(tmp_path):
    text = explain("--help").text
    assert max(map(len, text.splitlines())) <= 80
    (tmp_path / "model.yaml").write_bytes(
        TINY.replace(b"kernel_size", b"name: conv1_1, kernel_size")
    )
    (tmp_path / "explain").write_text(f'#!/bin/sh\nexec {" ".join(COMMAND)} "$@"\n')
    (tmp_path / "explain").chmod(0o755)
    env = environment(PATH=f"{tmp_path}:{os.environ['PATH']}")
    lines = [line.strip() for line in text.split("examples:\n")[1].split("\n\n")[0].splitlines()]
    assert len(lines) >= 5
    (tmp_path / "mynets.py").write_text(MYNETS)
    lacks = [of for of, package in NEEDS.items() if find_spec(package) is None]
    for line in lines:
        if any(of in line for of in lacks):
            continue
        command = line.partition("  ")[0].replace("| less", "| cat")
        command = command.replace("example:vgg16", "model.yaml")  # which takes a tenth of the time
        subprocess.run(
            ["bash", "-euo", "pipefail", "-c", command],
            cwd=tmp_path, env=env, check=True, capture_output=True,
        )  # fmt: skip


@pytest.mark.parametrize(
    "command", ["examples", "layers", "schema", "completion", "verify", "compare", "site"]
)
def test_every_command_has_help(command):
    text = explain(command, "--help").text
    assert text.startswith(f"usage: explain {command}")
    assert max(map(len, text.splitlines())) <= 88


def test_examples_are_listed_in_a_line_each():
    lines = explain("examples").text.splitlines()
    assert [line.split()[0] for line in lines] == [f"example:{name}" for name in example_names()]
    assert max(map(len, lines)) <= 80


def test_completion_is_a_script_of_each_shell():
    for shell, sign in (("bash", "complete "), ("zsh", "compdef "), ("fish", "complete --command")):
        assert sign in explain("completion", shell).text
    subprocess.run(["bash", "-n"], input=explain("completion", "bash").out, check=True)


def completed(line: str, cwd: Path = ROOT) -> list[str]:
    """What bash is offered for a command line."""
    reading, writing = os.pipe()
    env = environment(
        COMP_LINE=line, COMP_POINT=str(len(line)), _ARGCOMPLETE="1", _ARGCOMPLETE_SHELL="bash",
        _ARGCOMPLETE_IFS="\n", _ARGCOMPLETE_SUPPRESS_SPACE="1",
    )  # fmt: skip
    command = f"exec {' '.join(COMMAND)} 8>&{writing}"
    subprocess.run(
        ["bash", "-c", command],
        env=env,
        cwd=cwd,
        pass_fds=(writing,),
        check=True,
        stderr=subprocess.PIPE,
    )
    os.close(writing)
    with os.fdopen(reading) as answer:
        return answer.read().split("\n")


@pytest.mark.parametrize(
    ("line", "offers"),
    [
        ("explain ex", {"examples", "example:lenet5"}),
        ("explain le", {"lenet5.yaml"}),
        ("explain --opt", {"--optimizer"}),
        ("explain --optimizer ada", {"adam", "adamw"}),
        ("explain example:lenet5 --layer c", {"c1", "c3", "c5"}),
        ("explain lenet5.yaml --layer c", {"c1", "c3", "c5"}),
        ("explain example:lenet5 --set c1.", {"c1.kernel_size=", "c1.stride="}),
        ("explain --set in", {"input="}),
        ("explain compare example:le", {"example:lenet5"}),
        ("explain compare example:lenet5 example:al", {"example:alexnet"}),
        ("explain compare example:lenet5 example:alexnet --opt", {"--optimizer"}),
        ("explain layers conv", {"conv2d", "conv_transpose2d"}),
        ("explain completion ", {"bash", "zsh", "fish"}),
        ("explain si", {"site"}),
        ("explain site --", {"--serve", "--no-pdf", "--jobs", "--port"}),
        ("explain site -o out example:le", {"example:lenet5"}),
    ],
)
def test_the_tab_key_offers_what_may_stand_there(line, offers):
    assert offers <= set(completed(line, cwd=ROOT / "examples"))


# ---- a fast start ---------------------------------------------------------------------


def imported(*words: str) -> set[str]:
    """The modules that a command imports."""
    done = subprocess.run(
        [COMMAND[0], "-X", "importtime", *COMMAND[1:], *words],
        capture_output=True, env=environment(), text=True, check=True,
    )  # fmt: skip
    return {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}


@pytest.mark.parametrize(
    ("words", "needless"),
    [
        (("--version",), {"sympy", "yaml", "jinja2", "weasyprint", "json", "argcomplete"}),
        # These say sentences of the catalogue.
        (("layers",), {"sympy", "jinja2", "weasyprint"}),
        (("schema",), {"sympy", "jinja2", "weasyprint"}),
        (("examples",), {"sympy", "jinja2", "weasyprint"}),
        ((LENET, "--json"), {"sympy", "jinja2", "weasyprint"}),
        ((LENET, "--json", "--devices", "4", "--checkpoint", "2"), {"sympy"}),
        (("compare", LENET, LENET, "--json"), {"sympy"}),
        # What is solved for, and the formulas of what grows, are sympy's.
        ((LENET, "--json", "--fits", "8GB"), {"jinja2", "weasyprint"}),
        ((LENET, "--json", "--sensitivity"), {"jinja2", "weasyprint"}),
        ((LENET,), {"jinja2", "weasyprint"}),
        ((LENET, "--html", "-o", "/dev/null"), {"weasyprint"}),
    ],
)
def test_a_command_imports_only_what_it_needs(words, needless):
    assert not imported(*words) & needless
