"""Verification: whatever is missing, changed or contradictory in a published edition is found and named."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.publish.catalog import publish
from ingest.publish.manifest import MANIFEST_FILE, Manifest
from ingest.publish.verification import verify
from model import CodeBook
from model.tables import SCHEMA_VERSION
from tests.command import Run

CHECKOUT = Path(__file__).parent.parent

BESIDE = ("CHANGELOG.md", "history.csv")
DOCUMENT = "data/sources/result-codes.txt"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, bundled: CodeBook) -> Path:
    """A published edition, of which each test has its copy."""
    return publish(bundled, tmp_path_factory.mktemp("published") / "out").directory


@pytest.fixture
def edition(tmp_path: Path, published: Path) -> Path:
    """A published edition."""
    shutil.copytree(published.parent, tmp_path / "out", symlinks=True)
    return tmp_path / "out" / published.name


def test_manifest_describes_every_other_file(edition: Path) -> None:
    """The manifest holds sha256, bytes and rows of each file, the source, and the versions."""
    manifest = json.loads((edition / MANIFEST_FILE).read_bytes())
    beside = {name: hashlib.sha256((edition.parent / name).read_bytes()).hexdigest() for name in BESIDE}
    assert manifest.pop("beside") == beside
    assert len(manifest.pop("sha256")) == 64
    names = {path.name for path in edition.iterdir()} - {MANIFEST_FILE}
    assert manifest.pop("files") == {
        name: {
            "sha256": hashlib.sha256((edition / name).read_bytes()).hexdigest(),
            "bytes": (edition / name).stat().st_size,
            "rows": {"codes": 103, "classes": 43, "resolution": 6000, "findings": 2}.get(name.split(".")[0]),
        }
        for name in names
    }
    assert manifest == {
        "edition": "result-codes",
        "sequence": 1,
        "previous": None,
        "source": "result-codes.txt",
        "source_sha256": "4241c034580aef552bb20e51e5d87877ce312f4731960583d0bfeecb83b2d123",
        "source_format": "text",
        "schema_version": SCHEMA_VERSION,
        "tool_version": "0.1.0",
    }


def test_a_whole_edition(edition: Path) -> None:
    """An edition as it was published has no problem, also by way of `latest`."""
    assert verify(edition) == []
    assert verify(edition.with_name("latest")) == []


def test_a_long_description_is_read_back(tmp_path: Path) -> None:
    """A description longer than the 128 KiB at which the library stops is published and verified, in one process."""
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from ingest.publish.catalog import publish\n"
        "from ingest.publish.verification import verify\n"
        "from model import CodeBook, Edition, PrintedCode\n"
        "edition = Edition(name='long', sha256='0' * 64, source='long', format='text')\n"
        "book = CodeBook.build(edition, [], [PrintedCode(1000, 'a' * 200_000)])\n"
        "print(verify(publish(book, Path(sys.argv[1])).directory))\n"
    )
    # No reader has raised the limit there.
    process = subprocess.run(
        [sys.executable, "-c", script, tmp_path], capture_output=True, encoding="utf-8", check=True, cwd=CHECKOUT
    )
    assert process.stdout == "[]\n"


def test_the_bundled_edition_is_whole(checkout: Path) -> None:
    """What is published in data/ is whole."""
    assert verify(checkout / "data" / "editions" / "result-codes") == []


def test_an_edition_of_the_first_schema_version(edition: Path) -> None:
    """An edition that was published before findings said what they are about is whole, as it was."""
    table = (edition / "findings.csv").read_text(encoding="utf-8")
    without = "".join(re.sub(r"^((?:[^,]+,){2})[^,]+,", r"\1", line) for line in table.splitlines(keepends=True))
    path = edition / MANIFEST_FILE
    falsify(edition, "findings.csv", lambda _: without)
    manifest = json.loads(path.read_bytes()) | {"schema_version": "1.0"}
    path.write_text(json.dumps({key: manifest[key] for key in manifest.keys() - {"previous", "beside", "sha256"}}))
    assert verify(edition) == []


def test_missing_and_added_files(edition: Path) -> None:
    """Files that went, became something else, or came are named."""
    (edition / "codes.csv").unlink()
    (edition / "findings.csv").unlink()
    (edition / "findings.csv").mkdir()
    (edition / "notes.txt").touch()
    assert verify(edition) == ["codes.csv: missing", "findings.csv: missing", "notes.txt: not in the manifest"]


def test_every_changed_byte_is_found(edition: Path) -> None:
    """In each file, another byte of the same length and one byte less are a change."""
    for path in sorted(edition.iterdir()):
        if path.name == MANIFEST_FILE:
            continue
        content = path.read_bytes()
        path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        (problem,) = verify(edition)
        assert problem.startswith(f"{path.name}: changed: sha256 ")
        path.write_bytes(content[:-1])
        expected = f"{path.name}: changed: {len(content) - 1} bytes, and the manifest has {len(content)}"
        assert verify(edition) == [expected]
        path.write_bytes(content)
    assert verify(edition) == []


@pytest.mark.parametrize("content", [None, "", "{}", "[]", "half"])
def test_no_manifest(edition: Path, content: str | None) -> None:
    """Without a manifest nothing else can be checked, and that is told."""
    (edition / MANIFEST_FILE).unlink()
    if content is not None:
        (edition / MANIFEST_FILE).write_text(content)
    assert verify(edition) == ["manifest.json: missing, or not as it was made"]


def test_a_file_that_cannot_be_read(edition: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the system says of a file that it cannot read is a problem, not a traceback."""
    reading = Path.read_bytes

    def fail(path: Path) -> bytes:
        if path.name == "codes.csv":
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))
        return reading(path)

    monkeypatch.setattr(Path, "read_bytes", fail)
    assert verify(edition) == ["codes.csv: cannot be read: Input/output error"]


def falsify(edition: Path, name: str, change: Callable[[str], str]) -> list[str]:
    """What is found where a file was changed by somebody who changed the manifest with it."""
    content = change((edition / name).read_text(encoding="utf-8")).encode()
    (edition / name).write_bytes(content)
    manifest = Manifest.model_validate_json((edition / MANIFEST_FILE).read_bytes())
    entry = manifest.files[name].model_copy(
        update={"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    )
    files = {**manifest.files, name: entry}
    changed = manifest.model_copy(update={"files": files})
    (edition / MANIFEST_FILE).write_bytes(changed.sealed(previous=None, beside=manifest.beside).to_json())
    return verify(edition)


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        ("codes.csv", "\n1111,", "\n1110,", "column code holds a value twice, and is the key"),
        ("codes.csv", ",1100,", ",1109,", "column parent_code holds 1109, which is no code of codes"),
        ("codes.csv", ",221x,2210,", ",229x,2210,", "column class_pattern holds 229x, which is no pattern of classes"),
        ("codes.csv", "\n1111,", "\n,", "column code is empty in a row"),
        ("codes.csv", "code,description", "code,text", None),
        (
            "classes.csv",
            "\n1xxx,1,1000,",
            "\n1xxx,1,1009,",
            "column default_code holds 1009, which is no code of codes",
        ),
        (
            "resolution.csv",
            "\n2219,2210,",
            "\n2219,2299,",
            "column resolved_code holds 2299, which is no code of codes",
        ),
        ("resolution.csv", "\n2219,2210,class,221x,", "\n2219,2210,,221x,", "column match is empty in a row"),
    ],
)
def test_contradictions_are_found(edition: Path, name: str, old: str, new: str, problem: str | None) -> None:
    """Keys, foreign keys, required columns and headers are checked whatever the manifest says."""
    problems = falsify(edition, name, lambda text: text.replace(old, new, 1))
    expected = f"{name}: {problem}" if problem else f"{name}: its columns are code,text".replace(",", ", ")
    assert any(line.startswith(expected) for line in problems), problems


def test_rows_are_counted(edition: Path) -> None:
    """A table with a row less than the manifest says."""
    problems = falsify(edition, "findings.csv", lambda text: "\n".join(text.splitlines()[:-1]) + "\n")
    assert problems == ["findings.csv: 1 rows, and the manifest has 2"]


def test_records_are_validated(edition: Path) -> None:
    """A code book whose records contradict each other, or of another edition."""
    (problem,) = falsify(
        edition, "codebook.json", lambda text: text.replace('"parent_code": 1100', '"parent_code": 1000')
    )
    assert problem.startswith("codebook.json: not a valid code book, 1 fault: file: Value error")


def test_another_edition_in_its_place(edition: Path) -> None:
    """A code book of another edition than the manifest."""
    (problem,) = falsify(edition, "codebook.json", lambda text: text.replace('"name": "result-codes"', '"name": "x"'))
    assert problem.startswith("codebook.json: of another edition than the manifest: x, sha256 4241c034")


# The command


def test_verify_command(run: Run, checkout: Path) -> None:
    """Exit code 0 for what is whole, of one edition or of all."""
    run("ingest", checkout / DOCUMENT, "--edition", "first")
    assert run("verify", "out/first") == (0, "out/first: whole\n", "")
    assert run("verify", "out/latest") == (0, "out/latest: whole\n", "")
    assert run("verify", "out") == (0, "out/first: whole\n", "")
    assert json.loads(run("verify", "out", "--json").out) == [
        {"directory": "out/first", "is_whole": True, "problems": []}
    ]


def test_verify_names_each_problem(run: Run, checkout: Path) -> None:
    """Exit code 3, and a line for each thing that is missing or changed."""
    run("ingest", checkout / DOCUMENT, "--edition", "first")
    Path("out/first/codes.csv").unlink()
    Path("out/first/\u202enotes").touch()
    assert run("verify", "out") == (
        3,
        "out/first: damaged\n  codes.csv: missing\n  \\u202enotes: not in the manifest\n",
        "",
    )
    result = run("verify", "out", "--json")
    assert result.code == 3
    assert json.loads(result.out)[0]["problems"] == ["codes.csv: missing", "\u202enotes: not in the manifest"]


@pytest.mark.parametrize("make", [Path.mkdir, Path.touch, None])
def test_verify_of_no_edition(run: Run, make: Callable[[Path], None] | None) -> None:
    """Where there is no edition, that is an error, not a silent success."""
    if make:
        make(Path("place"))
    message = "error: place: there is no edition, and no directory of editions [no-edition]\n"
    assert run("verify", "place") == (3, "", message)
