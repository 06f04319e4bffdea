"""The command line, as a user calls it: arguments, what is printed and written, exit codes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from counterpoint import cli
from counterpoint.datasets import read, write

YES_NO = "Is there a <Object> sound?"


def rows(*answers: str, template: str = YES_NO, slots: str = "violin") -> list[dict[str, object]]:
    return [
        {
            "video_id": f"v{number}",
            "question_id": number,
            "type": '["Audio", "Counting"]',
            "question_content": template,
            "templ_values": json.dumps([slots]),
            "anser": answer,
        }
        for number, answer in enumerate(answers)
    ]


@pytest.fixture
def even(tmp_path: Path) -> Path:
    """A set that passes: as many yes as no."""
    path = tmp_path / "even-test.json"
    path.write_text(json.dumps(rows(*["yes", "no"] * 20)))
    return path


@pytest.fixture
def skewed(tmp_path: Path) -> Path:
    """A set of 40 questions that are all answered yes, but for one."""
    path = tmp_path / "skewed-test.json"
    path.write_text(json.dumps(rows(*["yes"] * 39, "no")))
    return path


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as exit_info:
        cli.main([str(argument) for argument in arguments])
    assert isinstance(exit_info.value.code, int)
    return exit_info.value.code


def test_audit_passes_what_is_even(even: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("audit", even) == 0
    assert YES_NO.split()[0] in capsys.readouterr().out


@pytest.mark.parametrize(("fail_on", "code"), [("flagged", 1), ("confirmed", 1), ("never", 0)])
def test_audit_fails_what_is_skewed(skewed: Path, fail_on: str, code: int) -> None:
    assert run("audit", skewed, "--fail-on", fail_on) == code


def test_flagged_is_not_confirmed(tmp_path: Path) -> None:
    path = tmp_path / "few-test.json"
    path.write_text(json.dumps(rows("yes", "yes", "no")))
    assert run("audit", path) == 1
    assert run("audit", path, "--fail-on", "confirmed") == 0


def test_thresholds_are_compared_exactly(tmp_path: Path) -> None:
    path = tmp_path / "exact-test.json"
    path.write_text(json.dumps(rows(*["yes"] * 27, *["no"] * 18)))  # 27 of 45 is 60 %, not more
    assert run("audit", path) == 0
    assert run("audit", path, "--binary", "0.59") == 1
    assert run("audit", path, "--binary", "3/5") == 0


def test_audit_writes_every_form(skewed: Path, tmp_path: Path) -> None:
    out = {form: tmp_path / f"out.{form}" for form in ("json", "html", "markdown", "csv")}
    options = [word for form, path in out.items() for word in (f"--{form}", path)]
    assert run("audit", skewed, *options) == 1
    totals = json.loads(out["json"].read_text())["totals"]
    assert totals["questions"] == 40
    assert totals["flagged"] == totals["confirmed"] == 1
    assert totals["additions"] == 25  # 39 of 65 is 60 %
    assert out["html"].read_text().startswith("<!doctype html>")
    assert all(path.stat().st_size for path in out.values())
    assert {path.name for path in tmp_path.iterdir()} == {skewed.name, *(path.name for path in out.values())}


@pytest.mark.parametrize("place", ["last", "before an option", "dash"])
def test_output_without_a_path_is_printed(
    skewed: Path, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    options = {"last": ["--json"], "before an option": ["--json", "--no-lint"], "dash": ["--json", "-"]}
    assert run("audit", skewed, *options[place]) == 1
    assert json.loads(capsys.readouterr().out)["totals"]["templates"] == 1


def test_baseline_shows_what_moved(
    skewed: Path, even: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = tmp_path / "old.json"
    run("audit", skewed, "--json", old)
    assert run("audit", even, "--baseline", old) == 0
    assert "cleared" in capsys.readouterr().out


def test_baseline_must_be_an_audit(even: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("audit", even, "--baseline", even) == 2
    assert "even-test.json" in capsys.readouterr().err


def test_unread_rows_make_it_incomplete(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "holes-test.json"
    path.write_text(json.dumps([*rows("yes", "no"), {**rows("yes")[0], "anser": None}, 7]))
    assert run("audit", path, "--fail-on", "never") == 3
    out = " ".join(capsys.readouterr().out.split())
    assert "row 3" in out
    assert "row 4" in out
    assert run("lint", path, "--fail-on", "never") == 3


@pytest.mark.parametrize(
    "content",
    [b"", b"[", b'[{"video_id": "a"', b"\xff\xfe[\x00", b"[]", b"7", b"PAR1", b"a;b\n1;2\n", b"[" * 100_000],
)
@pytest.mark.parametrize("command", ["audit", "lint"])
def test_unreadable_files(
    tmp_path: Path, content: bytes, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bad.json"
    path.write_bytes(content)
    assert run(command, path, "--json", tmp_path / "out.json") in (2, 3)
    error = capsys.readouterr().err
    assert "bad.json" in error
    assert "Traceback" not in error
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    "arguments",
    [
        ("audit",),
        ("audit", "absent.json"),
        ("audit", "{even}", "--json", "{even}"),
        ("audit", "{even}", "--json", "{folder}/x.json", "--html", "{folder}/x.json"),
        ("audit", "{even}", "--json", "{folder}/no/such/folder/x.json"),
        ("audit", "{even}", "--json", "--csv"),
        ("audit", "{even}", "--binary", "1.5"),
        ("audit", "{even}", "--binary", "many"),
        ("audit", "{even}", "--binary", "1/0"),
        ("audit", "{even}", "--binary", "1e-400"),
        ("audit", "{even}", "--alpha", "1e400"),
        ("audit", "n" * 300),
        ("audit", "{even}", "--json", "{folder}/" + "n" * 300),
        ("audit", "{even}", "--alpha", "-1"),
        ("audit", "{even}", "--engine", "abacus"),
        ("audit", "{even}", "--format", "no-such-format"),
        ("audit", "{even}", "--column", "answer"),
        ("audit", "{even}", "--no-such-option"),
        ("audit", "{folder}"),
        ("lint", "{even}", "--check", "no-such-check"),
        ("lint", "{even}", "--fix", "{even}"),
        ("lint", "{even}", "--fix", "{folder}/x.unknown"),
        ("no-such-command",),
    ],
)
def test_usage_errors(
    even: Path, tmp_path: Path, arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    before = even.read_bytes()
    assert run(*(word.format(even=even, folder=tmp_path) for word in arguments)) == 2
    printed = capsys.readouterr()
    assert printed.out + printed.err
    assert "Traceback" not in printed.err
    assert even.read_bytes() == before
    assert list(tmp_path.iterdir()) == [even]


@pytest.mark.parametrize(
    "arguments",
    [
        ("audit", "{set}", "--vocabulary", "{words}", "--json", "{words}"),
        ("audit", "{set}", "--slot-lists", "{words}", "--csv", "{words}"),
        ("audit", "{set}", "--originals", "{other}", "--html", "{other}"),
        ("audit", "{folder}/parts", "--json", "{part}"),
        ("audit", "{folder}/parts/*.parquet", "--csv", "{part}"),
        ("audit", "{folder}/*/a-test.parquet", "--markdown", "{part}"),
        ("lint", "{folder}/parts", "--json", "{part}"),
        ("lint", "{set}", "--vocabulary", "{words}", "--json", "{words}"),
        ("lint", "{set}", "--vocabulary", "{words}", "--fix", "{words}"),
    ],
)
def test_nothing_that_is_read_is_written_over(even: Path, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    part = tmp_path / "parts" / "a-test.parquet"
    part.parent.mkdir()
    write(read([even]), part, format="generic")
    words = tmp_path / "words.json"
    words.write_text('["yes", "no"]')
    other = tmp_path / "other.json"
    other.write_bytes(even.read_bytes())
    before = {path: path.read_bytes() for path in (even, part, words, other)}
    places = {"set": even, "part": part, "words": words, "other": other, "folder": tmp_path}
    assert run(*(word.format(**places) for word in arguments)) == 2
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.*")} == before


def test_the_log_names_rows_that_the_copy_lacks(tmp_path: Path) -> None:
    path = tmp_path / "half-test.json"
    path.write_text(json.dumps([*rows("yes", "no"), {"video_id": "v9"}]))
    fixed = tmp_path / "fixed.json"
    assert run("lint", path, "--fix", fixed) == 3
    assert len(json.loads(fixed.read_text())) == 2
    (lost,) = map(json.loads, (tmp_path / "fixed.json.changes.jsonl").read_text().splitlines())
    assert (lost["check"], lost["file"], lost["row"], lost["after"]) == ("unread", str(path), 3, None)


def test_findings_do_not_replace_the_log_of_changes(skewed: Path, tmp_path: Path) -> None:
    fixed = tmp_path / "fixed.json"
    changes = tmp_path / "fixed.json.changes.jsonl"
    assert run("lint", skewed, "--fix", fixed, "--json", changes) == 2
    assert changes.read_text() == ""  # nothing was to be changed


@pytest.mark.parametrize(
    ("stdout", "code"),
    [("/dev/full", cli.USAGE), ("pipe", cli.UNHEARD), (os.devnull, cli.OVER), ("", cli.OVER)],
)
def test_standard_output_that_cannot_take_it(skewed: Path, stdout: str, code: int) -> None:
    """A full disk, a reader that left, a narrow encoding, and no standard output at all."""
    if stdout.startswith("/") and not Path(stdout).exists():
        pytest.skip(f"no {stdout} here")
    reader, writer = os.pipe()
    os.close(reader)
    end = Path(stdout).open("w") if stdout.startswith("/") else os.fdopen(writer, "w")  # noqa: SIM115
    without = "" if stdout else "sys.stdout = None; "
    call = f"import sys; {without}from counterpoint.cli import main; main(sys.argv[1:])"
    done = subprocess.run(
        [sys.executable, "-c", call, "audit", skewed, "--markdown"],
        stdout=end,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )
    end.close()
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


def test_lint_names_questions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "twice-test.json"
    twice = [rows("yes")[0], {**rows("no")[0], "question_id": 99}]
    path.write_text(json.dumps([*twice, *rows("no", "yes", "no")[1:]]))
    before = path.read_bytes()
    assert run("lint", path, "--json") == 1
    found = json.loads(capsys.readouterr().out)
    assert found["totals"]["contradiction"] == 1
    assert found["findings"][0]["questions"] == ["0", "99"]
    cleaned = tmp_path / "cleaned-test.json"
    assert run("lint", path, "--fix", cleaned) == 1
    assert len(json.loads(cleaned.read_text())) == 2
    assert len((tmp_path / "cleaned-test.json.changes.jsonl").read_text().splitlines()) == 2
    assert run("lint", cleaned) == 0
    assert path.read_bytes() == before


def test_hostile_text_cannot_steer_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "hostile-test.json"
    path.write_text(json.dumps(rows("yes", "\x1b[2J[bold]<b>", template="\x1b]0;x\x07[red] <Object>?")))
    assert run("audit", path) in (0, 1)
    assert run("lint", path) in (0, 1)
    printed = capsys.readouterr()
    assert "\x1b" not in printed.out + printed.err
    assert "\x07" not in printed.out + printed.err


def test_names_that_begin_with_a_dash(even: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    even.rename("-1-test.json")
    assert run("audit", "./-1-test.json") == 0
    assert run("audit", "--", "-1-test.json") == 0


def test_help_and_version_name_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--help") == 0
    assert {"audit", "lint"} <= set(capsys.readouterr().out.split())
    assert run("--version") == 0


def test_help_loads_no_engine_and_no_statistics() -> None:
    code = (
        "import sys; from counterpoint import cli\n"
        "try: cli.main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'duckdb', 'narwhals', 'numpy', 'pyarrow', 'scipy', 'jinja2'} & set(sys.modules)\n"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_real_file_start_to_finish(music_avqa: Path, tmp_path: Path) -> None:
    out = tmp_path / "audit.json"
    assert run("audit", music_avqa / "v1-update-test.json", "--json", out) == 1
    totals = json.loads(out.read_text())["totals"]
    expected = {"questions": 9129, "templates": 33, "flagged": 16, "confirmed": 10, "additions": 974}
    assert {name: totals[name] for name in expected} == expected
    assert round(totals["prior_accuracy"], 3) == 0.502


def test_stage_makes_a_folder_that_the_audit_reads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "stage"
    options = ["--clips", 3, "--seed", 4, "--size", 96, "--duration", 6, "--jobs", 1]
    assert run("stage", out, *options, "--sheet") == 0
    assert len(list((out / "clips").glob("*.mp4"))) == 3
    assert (out / "contact-sheet.png").stat().st_size
    assert "0 rendered now" not in capsys.readouterr().err
    assert run("stage", out, *options) == 0
    assert "0 rendered now" in capsys.readouterr().err
    assert run("audit", out / "questions.json", "--fail-on", "never") == 0
    assert run("lint", out / "questions.json") == 0
    assert run("stage", out, *options[:-2], "--seed", 5) == 2


@pytest.mark.parametrize(
    "options",
    [("--clips", 0), ("--size", 95), ("--duration", 3), ("--rate", 7), ("--answers", "like", "absent.json")],
)
def test_stage_refuses_what_cannot_be(tmp_path: Path, options: tuple[object, ...]) -> None:
    assert run("stage", tmp_path / "stage", *options) == 2
    assert not (tmp_path / "stage").exists()


def test_stage_follows_a_file(tmp_path: Path, skewed: Path) -> None:
    out = tmp_path / "stage"
    assert run("stage", out, "--clips", 2, "--size", 96, "--duration", 6, "--answers", "like", skewed) == 0
    asked = json.loads((out / "questions.json").read_text())
    assert {row["question_content"] for row in asked} == {YES_NO}


def test_demo_leaves_a_folder_to_open(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "demo"
    assert run("demo", out, "--clips", 4) == 0
    names = {"audit.json", "clips", "contact-sheet.png", "manifest.json", "questions.json", "report.html"}
    assert names <= {path.name for path in out.iterdir()}
    assert json.loads((out / "audit.json").read_text())["totals"]["questions"] == 40
    assert "contact-sheet.png" in capsys.readouterr().err
    assert run("demo", out, "--clips", 4) == 0
