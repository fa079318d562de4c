"""Editions together: none can go, or change by a byte, without being told, and each can be mended in its place."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sysconfig
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from ingest.publish import disk
from ingest.publish.catalog import publish
from ingest.publish.manifest import Manifest, sha256_of
from ingest.publish.verification import verify_all
from model import CodeBook, PublicationError
from tests.command import Run, write
from tests.test_catalog import contents
from tests.test_guard import HEADER, make_book, many

OLD, NEW = make_book("2018", many(3)), make_book("2019", many(4))
LOSING = make_book("2020", many(1))


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A directory with two editions."""
    place = tmp_path / "books"
    publish(OLD, place)
    publish(NEW, place)
    return place


def problems(out: Path) -> list[str]:
    """What is wrong there, in one list, each with what it is about."""
    return [f"{path.name}: {line}" for path, lines in verify_all(out).items() for line in lines]


def damage(file: Path, old: str, new: str) -> None:
    """Change a text in a file."""
    content = file.read_text(encoding="utf-8")
    assert old in content
    file.write_text(content.replace(old, new, 1), encoding="utf-8")


def empty(directory: Path) -> None:
    """Take everything out of a directory."""
    shutil.rmtree(directory)
    directory.mkdir()


def test_each_manifest_names_the_one_before(out: Path) -> None:
    """The second holds the sha256 of the first, and the last those of the files beside."""
    first, second = ((out / name / "manifest.json").read_bytes() for name in ("2018", "2019"))
    assert json.loads(first)["previous"] is None
    assert json.loads(second)["previous"] == {
        "edition": "2018",
        "sequence": 1,
        "source_sha256": OLD.edition.sha256,
        "sha256": sha256_of(first),
    }
    assert json.loads(second)["beside"] == {
        name: sha256_of((out / name).read_bytes()) for name in ("CHANGELOG.md", "history.csv")
    }
    assert problems(out) == []


@pytest.mark.parametrize("name", ["2018", "2019"])
@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (shutil.rmtree, "{name}: missing, and named by "),
        (empty, "{name}: manifest.json: missing, or not as it was made"),
        (lambda path: (path / "codebook.json").unlink(), "{name}: codebook.json: missing"),
        (lambda path: (path / "manifest.json").unlink(), "{name}: manifest.json: missing, or not as it was made"),
        (
            lambda path: path.rename(path.with_name("renamed")),
            "renamed: manifest.json: of the edition {name}: the folder",
        ),
    ],
)
def test_what_is_gone_is_told_and_kept(out: Path, name: str, harm: Callable[[Path], None], told: str, run: Run) -> None:
    """An edition that is missing or damaged is told by all that read the folder, and nothing is written without it."""
    harm(out / name)
    before = contents(out)
    assert any(line.startswith(told.format(name=name)) for line in problems(out)), problems(out)
    with pytest.raises(PublicationError, match="; ingest its document again under the same --edition"):
        publish(make_book("2020", many(5)), out)
    assert contents(out) == before
    verified = run("verify", out)
    assert (verified.code, verified.err) == (3, "")
    history = run("history", "7000", "--out", out)
    assert (history.code, history.out) == (3, "")
    assert "ingest its document again under the same --edition [invalid-code-book]" in history.err


@pytest.mark.parametrize("name", ["2018", "2019"])
@pytest.mark.parametrize(
    "harm",
    [
        shutil.rmtree,
        empty,
        *(lambda path, name=name: (path / name).unlink() for name in ("codebook.json", "codes.csv")),
    ],
)
def test_each_edition_is_mended_in_its_place(out: Path, name: str, harm: Callable[[Path], None]) -> None:
    """Its document, ingested again, makes everything as it was, whichever edition it is, and `latest` stays."""
    before = contents(out)
    harm(out / name)
    assert publish({"2018": OLD, "2019": NEW}[name], out).changed
    after = contents(out)
    assert problems(out) == []
    assert after["latest"] == "2019"
    assert after == before


def test_all_editions_are_mended_one_after_another(out: Path) -> None:
    """While another one is damaged too, an edition can be mended all the same."""
    before = contents(out)
    for name in ("2018", "2019"):
        (out / name / "codebook.json").unlink()
    with pytest.raises(PublicationError, match=r"2018: codebook\.json: missing"):
        publish(NEW, out)
    publish(OLD, out)
    publish(NEW, out)
    assert contents(out) == before


def test_an_edition_that_is_read_otherwise_takes_the_chain_with_it(out: Path) -> None:
    """Where an older edition is other when it is made again, those after it link to the new one, and all is whole."""
    other = make_book("2018", {**many(2), 7002: "Other words"})
    publish(other, out)
    manifest = Manifest.model_validate_json((out / "2019" / "manifest.json").read_bytes())
    assert manifest.previous is not None
    assert manifest.previous.sha256 == sha256_of((out / "2018" / "manifest.json").read_bytes())
    assert problems(out) == []
    assert "Other words" in (out / "history.csv").read_text(encoding="utf-8")


def test_an_older_edition_that_loses_something_is_refused(out: Path) -> None:
    """What stands undamaged is not replaced by less: it is held against itself, not against `latest`."""
    with pytest.raises(PublicationError, match=r"edition 2018 loses something of edition 2018: codes 7002"):
        publish(make_book("2018", many(2)), out)
    (out / "2018" / "codebook.json").write_text("{}")
    assert publish(make_book("2018", many(2)), out).changed


@pytest.mark.parametrize("is_dangling", [False, True])
def test_without_latest_nothing_new_is_published(out: Path, is_dangling: bool) -> None:
    """Where nothing says what could be lost, the refusal says what to do; and that helps."""
    (out / "latest").unlink()
    if is_dangling:
        (out / "latest").symlink_to("2017")
    message = "2017: missing, and named by latest" if is_dangling else f"is gone.* as by: ln -s 2019 {out}/latest"
    for accepted in (0, 3, None):
        with pytest.raises(PublicationError, match=message):
            publish(LOSING, out, accept_removals=accepted)
    (out / "latest").unlink(missing_ok=True)
    (out / "latest").symlink_to("2019")
    with pytest.raises(PublicationError, match="say --accept-removals 3"):
        publish(LOSING, out)


def test_the_newest_edition_brings_latest_back(out: Path) -> None:
    """An edition that stands already takes nothing from `latest`, and the newest one is what it pointed at."""
    (out / "latest").unlink()
    publish(OLD, out)
    assert not os.path.lexists(out / "latest")
    publish(NEW, out)
    assert (out / "latest").readlink() == Path("2019")


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("2018/manifest.json", '"sequence": 1', '"sequence": 3', "2018: manifest.json: missing, or not as it was made"),
        ("2019/manifest.json", '"sequence": 2', '"sequence": 3', "2019: manifest.json: missing, or not as it was made"),
        ("2019/manifest.json", '"source": "', '"source": "x', "2019: manifest.json: missing, or not as it was made"),
        ("2019/manifest.json", '"schema_version": "1', '"schema_version": "2', "2019: manifest.json: missing, or"),
        ("2019/manifest.json", '"tool_version": "', '"tool_version": "9', "2019: manifest.json: missing, or"),
        ("2019/manifest.json", "}\n", "}\n\n", "2019: manifest.json: missing, or not as it was made"),
        ("CHANGELOG.md", "first", "last", "books: CHANGELOG.md: changed, or not made of the editions that are here"),
        ("history.csv", "code-added", "moved", "books: history.csv: changed, or not made of the editions"),
        ("CHANGELOG.md", "", "", "books: CHANGELOG.md: missing"),
        ("history.csv", "", "", "books: history.csv: missing"),
        ("latest", "", "", "books: latest: missing, or not a link to an edition"),
    ],
)
def test_every_byte_is_found(out: Path, file: str, old: str, new: str, told: str) -> None:
    """Whatever is changed or taken away, in a manifest or beside the editions, is told; where it can be, mended."""
    before = contents(out)
    if old:
        damage(out / file, old, new)
    else:
        (out / file).unlink()
    assert any(line.startswith(told) for line in problems(out)), problems(out)
    publish(OLD if file.startswith("2018") else NEW, out)
    assert contents(out) == before


def test_a_manifest_made_anew_by_somebody_breaks_the_chain(out: Path) -> None:
    """One who computes the sha256 of a changed manifest too is found by the manifest of the next edition."""
    path = out / "2018" / "manifest.json"
    manifest = Manifest.model_validate_json(path.read_bytes())
    forged = manifest.model_copy(update={"tool_version": "9.9"})
    path.write_bytes(forged.sealed(previous=None, beside=manifest.beside).to_json())
    (problem,) = problems(out)
    assert re.fullmatch(r"2018: manifest\.json: changed: sha256 \w+, and the manifest of 2019 has \w+", problem)
    with pytest.raises(PublicationError, match="the manifest of 2019 has"):
        publish(make_book("2020", many(5)), out)
    publish(OLD, out)
    assert problems(out) == []


class KilledError(BaseException):
    """What ends a run in these tests."""


@pytest.mark.parametrize("steps", range(4))
def test_what_a_killed_run_began_the_next_one_completes(
    out: Path, steps: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Wherever in the middle a run is killed, the next run, even one that is refused, completes it first."""
    new, left = make_book("2020", many(5)), tmp_path / "left"
    shutil.copytree(out, tmp_path / "expected", symlinks=True)
    publish(new, tmp_path / "expected")
    done = 0

    def until_killed(function: Callable[..., None]) -> Callable[..., None]:
        def step(*arguments: Any) -> None:
            nonlocal done
            if done == steps:
                (out / ".publish").rename(left)  # so that nothing can be undone or cleaned
                raise KilledError
            function(*arguments)
            done += 1
            for argument in arguments:
                if isinstance(argument, ExitStack):
                    argument.pop_all()

        return step

    with monkeypatch.context() as patched:
        for name in ("place", "_relink"):
            patched.setattr(disk, name, until_killed(getattr(disk, name)))
        with pytest.raises(KilledError):
            publish(new, out)
    left.rename(out / ".publish")
    with pytest.raises(PublicationError, match="say --accept-removals"):
        publish(make_book("2021", many(1)), out)
    assert contents(out) == contents(tmp_path / "expected")


# The command


def test_a_job_over_a_folder_mends_and_goes_on(run: Run) -> None:
    """A damaged older edition is made again under its own name, and what is new is published after it."""
    Path("inbox").mkdir()
    write("inbox/2018.txt", HEADER)
    assert run("ingest", "inbox/2018.txt", "--edition", "2018").code == 0
    write("inbox/2019.txt", HEADER + "\t7001\tНедоступен\n")
    assert run("ingest", "inbox/2019.txt", "--edition", "2019").code == 0
    Path("out/2018/codebook.json").unlink()
    write("inbox/2020.txt", HEADER + "\t7001\tНедоступен\n\t7002\tНовый\n")
    result = run("ingest", "inbox", "--json")
    assert (result.code, result.err) == (0, "")
    assert [(item["directory"], item["changed"]) for item in json.loads(result.out)][:2] == [
        ("out/2018", True),
        ("out/2019", False),
    ]
    assert len(CodeBook.load("out/latest")) == 3
    assert run("verify", "out", "--quiet") == (0, "", "")


def test_mending_needs_neither_the_name_nor_a_number(run: Run) -> None:
    """The document alone, ingested again, mends the edition that it is, and `latest` stays at the newer one."""
    write("a.txt", HEADER)
    write("b.txt", HEADER + "\t7001\tНедоступен\n")
    run("ingest", "a.txt", "--edition", "2018")
    run("ingest", "b.txt", "--edition", "2019")
    damage(Path("out/2018/codes.csv"), "7000", "7009")
    result = run("ingest", "a.txt")
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("out/2018 (published), and out/latest stays at 2019\n")
    assert Path("out/latest").readlink() == Path("2019")
    assert run("verify", "out").code == 0


def test_a_dangling_link_as_output(run: Run) -> None:
    """Where the link leads, nothing is made: the message says so, and what to do."""
    write("a.txt", HEADER)
    Path("books").symlink_to("nowhere")
    assert run("ingest", "a.txt", "--out", "books") == (
        4,
        "",
        "error: books: is a link to nowhere, which is not there; make that directory first [publication-refused]\n",
    )


def test_diff_of_directories_of_editions(run: Run) -> None:
    """A directory of editions stands for its latest one."""
    write("a.txt", HEADER)
    write("b.txt", HEADER + "\t7001\tНедоступен\n")
    run("ingest", "a.txt", "--out", "base", "--edition", "2018")
    run("ingest", "b.txt", "--out", "books", "--edition", "2019")
    result = run("diff", "base", "books")
    assert result.code == 0
    assert result.out.startswith("2018 → 2019: ")


def test_the_recipe_for_cron_tells_what_is_damaged(checkout: Path, tmp_path: Path) -> None:
    """Nothing is printed while all is well; of damage every line is in the mail, with the exit code."""
    (line,) = re.findall(r"```cron\n(.*)\n```", (checkout / "docs" / "rerun.md").read_text(encoding="utf-8"))
    command = line.split(maxsplit=5)[5].replace("/srv/codes", str(tmp_path))
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "a.txt").write_text(HEADER, encoding="utf-8")
    assert job(command, checkout) == ""
    assert job(command, checkout) == ""
    # Its document is gone from the inbox, so it is not mended.
    (tmp_path / "inbox" / "a.txt").write_text(HEADER + "\t7001\tНедоступен\n", encoding="utf-8")
    (edition,) = (path for path in (tmp_path / "books").iterdir() if path.is_dir() and not path.is_symlink())
    (edition / "codes.csv").unlink()
    assert job(command, checkout) == f"books/{edition.name}: damaged\n  codes.csv: missing\ncodes: exit 3\n"


def job(command: str, checkout: Path) -> str:
    """What a job prints, on both outputs."""
    path = f"{sysconfig.get_path('scripts')}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": path, "PYTHONPATH": str(checkout), "PYTHONUTF8": "1"}
    process = subprocess.run(
        ["/bin/sh", "-c", command],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return process.stdout


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_a_clone_with_other_line_ends_is_whole(out: Path, tmp_path: Path) -> None:
    """Git changes no line ends in editions, whatever it is told to do with those of texts."""
    clone = tmp_path / "clone"
    identity = ("-c", "user.name=T", "-c", "user.email=t@example.org")
    for arguments in (
        ("init", "--quiet", str(out)),
        ("-C", str(out), "add", "--all"),
        ("-C", str(out), *identity, "commit", "--quiet", "--message", "Editions"),
        ("clone", "--quiet", "--config", "core.autocrlf=true", str(out), str(clone)),
    ):
        subprocess.run(["git", *arguments], check=True)
    assert verify_all(clone) == {clone / "2018": [], clone / "2019": []}


def test_attributes_of_somebody_else_stay(tmp_path: Path) -> None:
    """A file for Git that somebody has written is not replaced."""
    (tmp_path / ".gitattributes").write_text("*.csv -text\n")
    publish(OLD, tmp_path)
    assert (tmp_path / ".gitattributes").read_text() == "*.csv -text\n"
