"""What a shell offers when Tab is pressed: commands, options, and values where they are few."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.cli import COMMANDS, main
from ingest.document.formats import Format
from model import ClassPattern, CodeBook, PrintedClass, PrintedCode
from tests.command import CHECKOUT, MADE_UP, Run, save

HOSTILE = "\\$(touch x) `touch x` \"; touch x; ' \u202e[red] a:b"
SHELLS = {"bash": ["bash", "-n"], "zsh": ["zsh", "-n"], "fish": ["fish", "--no-execute"]}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two editions in `out`, and something there that is none."""
    folder = tmp_path_factory.mktemp("editions")
    document, out = folder / "codes.txt", folder / "out"
    table = "Класс\tКод\tОписание\n1xxx\t1000\tДействие выполнено\n"
    for name in ("2018", "2019"):
        document.write_text(f"{table}\t1001\t{name}\n", encoding="utf-8")
        assert main(["ingest", str(document), "--edition", name, "--out", str(out)]) == 0
    (out / "a; touch x").mkdir()
    (out / "a; touch x" / "codebook.json").touch()
    return folder


@pytest.fixture
def editions(published: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder with the editions, as the current one. It is all tests', so nothing is written there."""
    monkeypatch.chdir(published)
    return published


def offered(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str, shell: str = "bash"
) -> list[str]:
    """What is offered for the last of the words, which may be its beginning, in the words of a shell."""
    monkeypatch.setenv("_RESULTCODES_COMPLETE", f"complete_{shell}")
    line = " ".join(["resultcodes", *words])
    settings = (
        {"COMP_WORDS": line, "COMP_CWORD": str(len(words))} if shell == "bash" else {"_TYPER_COMPLETE_ARGS": line}
    )
    for name, value in {**settings, "_TYPER_COMPLETE_FISH_ACTION": "get-args"}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as ended:
        main([])
    assert ended.value.code == 0
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([""], list(COMMANDS)),
        (["s"], ["show", "search"]),
        (["--"], ["--version", "--install-completion", "--show-completion", "--help"]),
        (["show", "--"], ["--book", "--corrected", "--json", "--help"]),
        (["show", "--json", "--b"], ["--book"]),
        (["show", "221"], ["2210", "2211", "2212", "221x"]),
        (["show", "--book", "out/2019", ""], ["1000", "1001", "1xxx"]),
        (["show", "--book", "nowhere", ""], [""]),
        (["resolve", "2211", "221"], ["2210", "2211", "2212"]),
        (["audit", "src", "--e"], ["--exit-code"]),
        (["export", "--format", ""], list(Format)),
        (["export", "--format", "sqlite", "--format", "s"], ["sqlite", "skos"]),
        (["decode", "calls.csv", "--format", "p"], ["parquet"]),
        (["check", "--encoding", "w"], ["windows-1251"]),
        (["diff", ""], ["2018", "2019", "latest"]),
        (["diff", "2018", "l"], ["latest"]),
        (["diff", "--out", "elsewhere", ""], [""]),
        (["history", ""], ["1000", "1001"]),
        # What is a file, the shell offers itself.
        (["check", ""], [""]),
        (["show", "--book", ""], [""]),
    ],
)
def test_values_are_offered(
    editions: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    expected: list[str],
) -> None:
    """Commands, options, formats, codes, classes and editions are offered, and only what can stand there."""
    del editions
    assert offered(monkeypatch, capsys, *words) == expected


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_nothing_of_a_document_acts_on_a_shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], shell: str
) -> None:
    """Descriptions and titles are offered as help, without anything that a shell or a terminal could act on."""
    book = CodeBook.build(
        MADE_UP,
        [PrintedClass(ClassPattern("7xxx"), title=HOSTILE)],
        [PrintedCode(7000, HOSTILE), PrintedCode(7001, None)],
    )
    path = str(save(book, tmp_path))
    shown = "\n".join(offered(monkeypatch, capsys, "show", "--book", path, "7", shell=shell))
    help_text = "(touch x) touch x ; touch x;  red ab"
    expected = {
        "zsh": f'_arguments \'*: :(("7000":"{help_text}"\n"7001"\n"7xxx":"{help_text}"))\'',
        "fish": f"7000\t{help_text}\n7001\n7xxx\t{help_text}",
    }
    assert shown == expected[shell]


@pytest.mark.parametrize("shell", list(SHELLS))
def test_scripts_are_shown_and_parse(shell: str) -> None:
    """The script that sets a shell up names the command, and the shell itself, where it is installed, can parse it."""
    script = subprocess.run(
        [sys.executable, "-m", "ingest"],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(CHECKOUT), "_RESULTCODES_COMPLETE": f"source_{shell}"},
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    ).stdout
    assert "resultcodes" in script
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    subprocess.run(SHELLS[shell], input=script, encoding="utf-8", check=True)


@pytest.mark.parametrize("option", ["--install-completion", "--show-completion"])
def test_an_unknown_shell_is_a_usage_error(run: Run, monkeypatch: pytest.MonkeyPatch, option: str) -> None:
    """Where the shell is none that can be set up, that is said, and the exit code is that of a usage error."""
    monkeypatch.setattr("typer._completion_shared._get_shell_name", lambda: "made-up")
    monkeypatch.setattr("typer.completion._get_shell_name", lambda: "made-up")
    result = run(option)
    assert (result.code, "made-up" in result.out + result.err) == (2, True)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell", "pwsh"])
def test_a_shell_is_named(run: Run, monkeypatch: pytest.MonkeyPatch, shell: str) -> None:
    """The script of a shell that is named is shown, whatever shell this is."""
    monkeypatch.setattr("typer.completion._get_shell_name", lambda: "made-up")
    result = run("--show-completion", shell)
    assert (result.code, result.err) == (0, "")
    assert f"=complete_{shell.replace('pwsh', 'powershell')}" in result.out.replace('"', "").replace(" ", "")


@pytest.mark.parametrize("option", ["--install-completion", "--show-completion"])
def test_a_name_that_is_no_shell(run: Run, option: str) -> None:
    """What is no shell is not passed over: the error lists those there are."""
    for words in (["tcsh"], ["zsh", "fish"]):
        message = (
            f"Invalid value for {option}: '{' '.join(words)}' is none of the shells bash, zsh, fish, powershell, pwsh"
        )
        assert run(option, *words) == (2, "", f"error: command line: {message}; see resultcodes --help [usage]\n")


def test_a_named_shell_is_set_up(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The script goes where the shell that is named reads it."""
    monkeypatch.setenv("HOME", str(tmp_path))
    script = tmp_path / ".config" / "fish" / "completions" / "resultcodes.fish"
    assert run("--install-completion", "fish") == (0, "", f"fish completion installed in {script}\n")
    assert "_RESULTCODES_COMPLETE=complete_fish" in script.read_text(encoding="utf-8")


def test_completion_is_installed(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The script goes where the shell reads it; where that cannot be written, that is one line of error."""
    monkeypatch.setattr("typer._completion_shared._get_shell_name", lambda: "bash")
    home = tmp_path / "home"
    monkeypatch.setenv("HOME", str(home))
    with pytest.raises(SystemExit) as ended:
        run("--install-completion")
    assert ended.value.code == 0
    script = home / ".bash_completions" / "resultcodes.sh"
    assert f"source '{script}'" in (home / ".bashrc").read_text(encoding="utf-8")
    assert "_RESULTCODES_COMPLETE=complete_bash" in script.read_text(encoding="utf-8")
    script.unlink()
    script.mkdir()
    message = f"error: completion: cannot be installed: {script}: Is a directory [output]\n"
    result = run("--install-completion")
    assert (result.code, result.err) == (4, message)


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_bash_completes(editions: Path, tmp_path: Path) -> None:
    """Bash itself, set up by the script, completes a command, a code and the name of an edition."""
    folder = tmp_path / "bin"
    folder.mkdir()
    command = folder / "resultcodes"
    command.write_text(f'#!/bin/sh\nPYTHONPATH="{CHECKOUT}" exec "{sys.executable}" -m ingest "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    script = """
        eval "$(_RESULTCODES_COMPLETE=source_bash resultcodes)"
        press_tab() {
            COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
            _resultcodes_completion resultcodes
            echo "${COMPREPLY[@]}"
        }
        press_tab resultcodes res
        press_tab resultcodes show 221
        press_tab resultcodes diff 2018 2
        complete -p resultcodes
    """
    process = subprocess.run(
        ["bash", "--norc", "-c", script],
        cwd=editions,
        env={"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"},
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )
    assert process.stdout.splitlines() == [
        "resolve",
        "2210 2211 2212 221x",
        "2018 2019",
        "complete -o default -F _resultcodes_completion resultcodes",
    ]
