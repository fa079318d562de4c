"""Editions on disk: whole or not at all, whatever goes wrong and wherever."""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from shutil import rmtree
from threading import Lock, Thread
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import __version__
from ingest.exports import export
from ingest.publish import disk
from ingest.publish.catalog import Publication, publish
from ingest.publish.history import history_files
from ingest.publish.manifest import MANIFEST_FILE, Link, Manifest, digests, make_manifest
from ingest.review.page import PAGE_FILE, to_page
from ingest.review.pictures import Picture
from model import ClassPattern, CodeBook, Edition, Finding, PrintedClass, PrintedCode, PublicationError, Span
from model.edition_names import LONGEST_SAFE_NAME, check_edition_name, safe_edition_name

ATTRIBUTES = b"# Git must not change the ends of lines: verify would find every file changed.\n* -text\n"

Content = bytes | str
"""What stands at a path: the bytes of a file, or the target of a link."""


def make_book(name: str = "2018", *, sha256: str = "a" * 64, text: str = "Busy", action: str = "none") -> CodeBook:
    """A code book; another `text` is another document, another `action` the same one read by another version."""
    edition = Edition(name=name, sha256=sha256, source="codes.txt", format="text")
    finding = Finding(rule="number-in-text", severity="info", message="A number", action=action)
    classes = [PrintedClass(ClassPattern("7xxx"), 7000)]
    return CodeBook.build(edition, classes, [PrintedCode(7000, text), PrintedCode(7001, "Занято")], [finding])


def contents(directory: Path) -> dict[str, Content]:
    """Every path below a directory, hidden ones too, with what stands there."""
    found: dict[str, Content] = {}
    for path in sorted(directory.rglob("*")):
        name = str(path.relative_to(directory))
        if path.is_symlink():
            found[name] = str(path.readlink())
        else:
            found[name] = path.read_bytes() if path.is_file() else "directory"
    return found


def published(*books: CodeBook, latest: str) -> dict[str, Content]:
    """What the directory of editions must hold: the files of each book, given in order, and of all; and the link."""
    expected: dict[str, Content] = {"latest": latest, **history_files(books), ".gitattributes": ATTRIBUTES}
    link: Link | None = None
    for sequence, (previous, book) in enumerate(zip((None, *books), books, strict=False), start=1):
        files = {**export(book), PAGE_FILE: to_page(book, previous)}
        manifest = make_manifest(book, files, sequence)
        beside = digests(history_files(books[:sequence]))
        files["manifest.json"] = content = manifest.sealed(previous=link, beside=beside).to_json()
        link = Link(
            edition=book.edition.name,
            sequence=sequence,
            source_sha256=book.edition.sha256,
            sha256=hashlib.sha256(content).hexdigest(),
        )
        expected[book.edition.name] = "directory"
        expected |= {f"{book.edition.name}/{name}": content for name, content in files.items()}
    return expected


def test_first_publication(tmp_path: Path) -> None:
    """An edition is a directory of its files, `latest` a relative link to it, and nothing else is left."""
    book, out = make_book(), tmp_path / "deep" / "out"
    assert publish(book, out) == Publication(out / "2018", changed=True)
    assert contents(out) == published(book, latest="2018")
    assert CodeBook.load(out / "latest") == book


def test_second_edition(tmp_path: Path) -> None:
    """A new edition stands beside the old one, which stays as it is, and `latest` moves."""
    old, new = make_book("2018"), make_book("2019", sha256="b" * 64)
    publish(old, tmp_path)
    publish(new, tmp_path)
    assert contents(tmp_path) == published(old, new, latest="2019")


def test_same_bytes_again(tmp_path: Path) -> None:
    """Publishing what is there already changes nothing: no file is written anew."""
    publish(make_book(), tmp_path)
    before = [(path, path.lstat().st_ino, path.lstat().st_mtime_ns) for path in sorted(tmp_path.rglob("*"))]
    assert publish(make_book(), tmp_path) == Publication(tmp_path / "2018", changed=False)
    assert [(path, path.lstat().st_ino, path.lstat().st_mtime_ns) for path in sorted(tmp_path.rglob("*"))] == before


def test_older_edition_again(tmp_path: Path) -> None:
    """Publishing an edition again that is not the latest changes nothing: `latest` stays at the newer one."""
    old, new = make_book("2018"), make_book("2019", sha256="b" * 64)
    publish(old, tmp_path)
    publish(new, tmp_path)
    file = tmp_path / "2018" / "codes.csv"
    before = file.stat().st_ino
    assert not publish(old, tmp_path).changed
    assert contents(tmp_path) == published(old, new, latest="2019")
    assert file.stat().st_ino == before


def test_same_document_read_by_another_version(tmp_path: Path) -> None:
    """Other bytes from the same document replace the edition whole."""
    publish(make_book(), tmp_path)
    again = make_book(action="kept")
    assert publish(again, tmp_path) == Publication(tmp_path / "2018", changed=True)
    assert contents(tmp_path) == published(again, latest="2018")


def test_damaged_edition_is_mended(tmp_path: Path) -> None:
    """An edition with a file missing and another changed is replaced."""
    publish(make_book(), tmp_path)
    (tmp_path / "2018" / "codes.csv").unlink()
    (tmp_path / "2018" / "classes.csv").write_bytes(b"pattern\n")
    assert publish(make_book(), tmp_path).changed
    assert contents(tmp_path) == published(make_book(), latest="2018")


def test_page_of_an_edition_that_follows_another(tmp_path: Path) -> None:
    """The review page marks what changed since the edition before, by the order of publication and not by names."""
    old, new = make_book("z"), make_book("a", sha256="b" * 64, text="Very busy")
    publish(old, tmp_path)
    publish(new, tmp_path)
    assert (tmp_path / "a" / PAGE_FILE).read_bytes() == to_page(new, old) != to_page(new)
    assert (tmp_path / "z" / PAGE_FILE).read_bytes() == to_page(old)
    assert publish(new, tmp_path) == Publication(tmp_path / "a", changed=False)


def test_page_follows_the_edition_before_when_made_again(tmp_path: Path) -> None:
    """Where the edition before was read anew, the page stays as it is until its own document is read again."""
    old, new = make_book("old"), make_book("new", sha256="b" * 64)
    publish(old, tmp_path)
    publish(new, tmp_path)
    other = CodeBook.build(old.edition, [PrintedClass(ClassPattern("7xxx"), 7000)], [PrintedCode(7000, "Busi")])
    publish(other, tmp_path, accept_removals=None)
    assert (tmp_path / "new" / PAGE_FILE).read_bytes() == to_page(new, old)
    assert publish(new, tmp_path).changed
    assert (tmp_path / "new" / PAGE_FILE).read_bytes() == to_page(new, other)


def test_pictures_are_a_part_of_the_edition(tmp_path: Path) -> None:
    """Other pictures of the same document make another page, and so replace the edition."""
    edition = Edition(name="drawn", sha256="a" * 64, source="codes.pdf", format="pdf")
    book = CodeBook.build(edition, [], [PrintedCode(7000, "Busy", code_span=Span(page=1, box=(1, 2, 3, 4)))])
    pictures = {1: Picture(b"RIFF", 400, 600)}
    publish(book, tmp_path, pictures=pictures)
    page = tmp_path / "drawn" / PAGE_FILE
    assert page.read_bytes() == to_page(book, pictures=pictures)
    assert not publish(book, tmp_path, pictures=pictures).changed
    assert publish(book, tmp_path).changed
    assert page.read_bytes() == to_page(book)


def test_readable_by_others(tmp_path: Path) -> None:
    """The modes of directories and files are those that the process gives to all its files."""
    plain = tmp_path / "plain"
    plain.mkdir()
    (plain / "file").touch()
    publish(make_book(), tmp_path)
    assert (tmp_path / "2018").stat().st_mode == plain.stat().st_mode
    assert {path.stat().st_mode for path in (tmp_path / "2018").iterdir()} == {(plain / "file").stat().st_mode}


def refusal(book: CodeBook, out: Path) -> str:
    """The message of a refused publication, which must leave everything as it is."""
    root = out.parent
    before = contents(root)
    with pytest.raises(PublicationError) as caught:
        publish(book, out)
    assert contents(root) == before
    return str(caught.value)


def test_name_taken_by_another_document(tmp_path: Path) -> None:
    """Two documents cannot share a name; the refusal names both and says what to do."""
    out = tmp_path / "out"
    publish(make_book(), out)
    assert refusal(make_book(sha256="b" * 64), out) == (
        f"{out}/2018: holds the edition of another document: sha256 {'a' * 64}, and this one is {'b' * 64}; "
        "choose another --edition"
    )


def make_file(path: Path) -> None:
    """A file where an edition should be."""
    path.write_text("mine")


def make_folder(path: Path) -> None:
    """A directory of somebody else."""
    path.mkdir()
    (path / "notes.txt").write_text("mine")


def make_json(text: str) -> Callable[[Path], None]:
    """A directory with a `codebook.json` that is none."""

    def make(path: Path) -> None:
        path.mkdir()
        (path / "codebook.json").write_text(text)

    return make


def make_link(path: Path) -> None:
    """A link to an edition that stands elsewhere."""
    elsewhere = path.parent.parent / "elsewhere"
    publish(make_book(), elsewhere)
    path.symlink_to(elsewhere / "2018")


@pytest.mark.parametrize(
    "make",
    [make_file, make_folder, make_link, *map(make_json, ["", "{}", "[]", '{"edition": null}', '{"edition": {}}'])],
)
def test_name_taken_by_something_else(tmp_path: Path, make: Callable[[Path], None]) -> None:
    """What is no published edition is never replaced."""
    out = tmp_path / "out"
    out.mkdir()
    make(out / "2018")
    assert refusal(make_book(), out) == (
        f"{out}/2018: is no published edition; move it away or choose another --edition"
    )


def test_files_of_others_in_an_edition(tmp_path: Path) -> None:
    """An edition with somebody's notes beside its files is not replaced: they would be lost. Unchanged, it stays."""
    out = tmp_path / "out"
    publish(make_book(), out)
    (out / "2018" / "notes.txt").write_text("mine")
    assert not publish(make_book(), out).changed
    assert refusal(make_book(action="kept"), out) == f"{out}/2018: holds other files too: notes.txt; move them away"


@pytest.mark.parametrize("make", [make_file, make_folder])
def test_latest_is_no_link(tmp_path: Path, make: Callable[[Path], None]) -> None:
    """A file or directory named `latest` is somebody else's and stays."""
    out = tmp_path / "out"
    out.mkdir()
    make(out / "latest")
    assert refusal(make_book(), out) == (
        f"{out}/latest: is not a link to an edition; move it away or choose another --out"
    )


def test_dangling_latest(tmp_path: Path) -> None:
    """A link to an edition that is gone says that there was one: nothing else is published without it."""
    out = tmp_path / "out"
    out.mkdir()
    (out / "latest").symlink_to("2017")
    assert refusal(make_book(), out) == (
        f"{out}/2017: missing, and named by latest; ingest its document again under the same --edition"
    )
    publish(make_book("2017"), out)
    assert contents(out) == published(make_book("2017"), latest="2017")


def test_out_is_a_file(tmp_path: Path) -> None:
    """A file cannot hold editions."""
    out = tmp_path / "out"
    out.write_text("mine")
    assert refusal(make_book(), out) == f"{out}: is a file, not a directory; choose another --out"


def test_out_is_below_a_file(tmp_path: Path) -> None:
    """What the system says of an impossible path is passed on."""
    (tmp_path / "file").write_text("mine")
    out = tmp_path / "file" / "out"
    with pytest.raises(PublicationError) as caught:
        publish(make_book(), out)
    assert str(caught.value) == f"{out}: edition 2018 cannot be written there: Not a directory"


def test_out_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A read-only place is refused with the reason of the system."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    out = tmp_path / "out"
    out.mkdir()
    monkeypatch.setattr(os, "mkdir", refuse)
    assert refusal(make_book(), out) == f"{out}: edition 2018 cannot be written there: Permission denied"


class Calls:
    """Stands before the functions that change the disk: counts the calls, and lets the one numbered `failing` fail.

    `before` is called before each of them. The removal of what nobody sees any more is left alone.
    """

    FUNCTIONS = ("mkdir", "fsync", "symlink", "rename", "replace")

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, exchanges: bool) -> None:
        self.count = 0
        self.lock = Lock()
        self.names: list[str] = []
        self.failing: int | None = None
        self.error: BaseException = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self.before: Callable[[], None] = lambda: None
        for name in self.FUNCTIONS:
            monkeypatch.setattr(os, name, self.counted(getattr(os, name)))
        reading, writing = Path.open, self.counted(Path.open)
        monkeypatch.setattr(
            Path,
            "open",
            lambda path, mode="r", *rest, **options: (writing if "x" in mode else reading)(
                path, mode, *rest, **options
            ),
        )
        at_once = disk._exchange_at_once if exchanges else lambda *_: False
        monkeypatch.setattr(disk, "_exchange_at_once", self.counted(at_once))

    def counted(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, counted."""

        def call(*arguments: Any, **options: Any) -> Any:
            with self.lock:  # files are brought to the disk by several threads
                self.count += 1
                self.names.append(function.__name__)
                is_failing = self.count == self.failing
            if is_failing:
                raise self.error
            self.before()
            return function(*arguments, **options)

        return call


@pytest.fixture(params=[True, False], ids=["exchange", "no exchange"])
def calls(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Calls:
    """Control of the functions that change the disk, where two paths can change places at once and where not."""
    # So that the templates of the page are compiled, and kept on the disk, before it is watched.
    to_page(make_book(text="Very busy"), make_book())
    # What is written does not change from step to step: it is made once.
    made: dict[int, dict[str, bytes]] = {}

    def export_once(book: CodeBook) -> dict[str, bytes]:
        if id(book) not in made:
            made[id(book)] = export(book)
        return made[id(book)]

    monkeypatch.setattr("ingest.publish.catalog.export", export_once)
    return Calls(monkeypatch, exchanges=request.param)


OLD, OTHER, AGAIN = make_book(), make_book("2017", sha256="b" * 64), make_book(action="kept")
CASES: dict[str, tuple[list[CodeBook], CodeBook]] = {
    "first edition": ([], OLD),
    "new edition": ([OTHER], OLD),
    "other bytes": ([OTHER, OLD], AGAIN),
    "other bytes of an older edition": ([OLD, OTHER], AGAIN),
}
"""What stands in the directory of editions, and what is then published there."""

SITUATIONS = [pytest.param(*case, id=name) for name, case in CASES.items()]


CANNOT = "{out}: edition 2018 cannot be written there: "
NO_SPACE, NO_ANSWER, DENIED = map(os.strerror, (errno.ENOSPC, errno.EIO, errno.EACCES))


@pytest.mark.parametrize(
    ("error", "seen", "message"),
    [
        pytest.param(OSError(errno.ENOSPC, NO_SPACE), PublicationError, CANNOT + NO_SPACE, id="disk full"),
        pytest.param(
            OSError(errno.EIO, NO_ANSWER),
            PublicationError,
            CANNOT + NO_ANSWER,
            id="disk broken",
            marks=pytest.mark.slow,
        ),
        pytest.param(
            OSError(errno.EACCES, DENIED), PublicationError, CANNOT + DENIED, id="read-only", marks=pytest.mark.slow
        ),
        pytest.param(KeyboardInterrupt("pressed"), KeyboardInterrupt, "pressed", id="interrupted"),
    ],
)
@pytest.mark.parametrize(("there", "book"), SITUATIONS)
def test_failure_at_any_step(
    tmp_path: Path,
    calls: Calls,
    there: list[CodeBook],
    book: CodeBook,
    error: BaseException,
    seen: type[BaseException],
    message: str,
) -> None:
    """Whichever call fails, everything is as it was before, to the byte, and nothing is left lying."""
    rehearsal, out = tmp_path / "rehearsal", tmp_path / "out"
    for directory in (rehearsal, out):
        for earlier in there:
            publish(earlier, directory)
    calls.count = 0
    publish(book, rehearsal)
    steps, before = calls.count, contents(tmp_path)
    calls.error = error
    for step in range(1, steps + 1):
        calls.count, calls.failing = 0, step
        with pytest.raises(seen) as caught:
            publish(book, out)
        assert str(caught.value) == message.format(out=out)
        assert contents(tmp_path) == before
    assert steps > 3
    calls.failing = None
    publish(book, out)
    assert contents(out) == contents(rehearsal)


def assert_whole(out: Path) -> None:
    """Every edition that can be seen holds all its files, each as its own package describes it."""
    for edition in out.glob("[!.]*/"):
        package = json.loads((edition / "datapackage.json").read_bytes())
        for resource in package["resources"]:
            content = (edition / resource["path"]).read_bytes()
            assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


@pytest.mark.parametrize(("there", "book"), SITUATIONS)
def test_a_reader_never_sees_a_mixture(tmp_path: Path, calls: Calls, there: list[CodeBook], book: CodeBook) -> None:
    """Before each call that changes the disk, whatever can be seen is whole."""
    out = tmp_path / "out"
    for earlier in there:
        publish(earlier, out)
    looks = 0

    def look() -> None:
        nonlocal looks
        looks += 1
        calls.before = lambda: None
        assert_whole(out)
        calls.before = look

    calls.before = look
    publish(book, out)
    assert looks > 3


def test_on_disk_before_it_is_seen(tmp_path: Path, calls: Calls) -> None:
    """A power cut cannot leave half a file: files and names are on the disk before the edition and the link are."""
    publish(make_book(), tmp_path)
    edition, beside, directories = len({*export(make_book()), PAGE_FILE, MANIFEST_FILE}), 3, 2
    plan_and_its_directory = 2
    before_edition, before_link = calls.names.index("rename"), calls.names.index("replace")
    assert calls.names[:before_edition].count("fsync") == edition + beside + directories + plan_and_its_directory
    last_rename = before_link - calls.names[:before_link][::-1].index("rename")
    assert calls.names[last_rename:before_link].count("fsync") == 1


@pytest.mark.parametrize("reached", ["staged", "old aside", "new in place"])
def test_killed_in_a_replacement(tmp_path: Path, reached: str) -> None:
    """What a killed run left, wherever it was, is put right by the next run, even by one that is refused."""
    book, again = make_book(), make_book(action="kept")
    publish(book, tmp_path)
    stage = tmp_path / ".publish"
    stage.mkdir()
    (stage / "history.csv").write_bytes(b"half")
    if reached != "staged":
        (tmp_path / "2018").rename(stage / "2018.aside")
    if reached == "new in place":
        publish(again, tmp_path / "new")
        (tmp_path / "new" / "2018").rename(tmp_path / "2018")
        rmtree(tmp_path / "new")
    other = make_book(sha256="b" * 64)
    with pytest.raises(PublicationError, match="holds the edition of another document"):
        publish(other, tmp_path)
    assert contents(tmp_path) == published(again if reached == "new in place" else book, latest="2018")
    publish(again, tmp_path)
    assert contents(tmp_path) == published(again, latest="2018")


def test_a_manifest_of_another_version_stays(tmp_path: Path) -> None:
    """The same files made by another version of the program are the same edition: nothing is written."""
    publish(make_book(), tmp_path)
    path = tmp_path / "2018" / "manifest.json"
    manifest = Manifest.model_validate_json(path.read_bytes())
    assert manifest.tool_version == __version__
    older = manifest.model_copy(update={"tool_version": "0.0.1"})
    path.write_bytes(older.sealed(previous=None, beside=manifest.beside).to_json())
    assert not publish(make_book(), tmp_path).changed
    assert '"tool_version": "0.0.1"' in path.read_text()


@pytest.mark.parametrize("damage", ["not json", '{"edition": "2018"}', "wrong entry", "missing"])
def test_a_damaged_manifest_is_mended(tmp_path: Path, damage: str) -> None:
    """An edition without a manifest that describes it is published anew."""
    publish(make_book(), tmp_path)
    path = tmp_path / "2018" / "manifest.json"
    if damage == "missing":
        path.unlink()
    else:
        path.write_text(path.read_text().replace('"rows": 1', '"rows": 7') if damage == "wrong entry" else damage)
    assert publish(make_book(), tmp_path).changed
    assert contents(tmp_path) == published(make_book(), latest="2018")


@pytest.mark.parametrize("name", ["CHANGELOG.md", "history.csv"])
def test_files_of_others_beside_the_editions(tmp_path: Path, name: str) -> None:
    """A change log or a history that this program did not write is somebody's, and stays."""
    out = tmp_path / "out"
    out.mkdir()
    (out / name).write_text("# Changes\n")
    assert refusal(make_book(), out) == (
        f"{out}/{name}: was not written by this program; move it away or choose another --out"
    )


@pytest.mark.parametrize("name", ["CHANGELOG.md", "history.csv"])
def test_missing_history_is_made_anew(tmp_path: Path, name: str) -> None:
    """Publishing what is there already brings back a change log or a history that somebody removed."""
    publish(make_book(), tmp_path)
    (tmp_path / name).unlink()
    assert publish(make_book(), tmp_path).changed
    assert contents(tmp_path) == published(make_book(), latest="2018")


def test_what_is_written_wrong_is_not_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that are not read back as they were written are refused before anybody sees them."""

    def broken(files: dict[Path, bytes]) -> None:
        disk.write_all({path: content[:-1] if path.name == "codes.csv" else content for path, content in files.items()})

    out = tmp_path / "out"
    publish(make_book("2017", sha256="b" * 64), out)
    monkeypatch.setattr("ingest.publish.catalog.write_all", broken)
    assert refusal(make_book(), out).startswith(
        f"{out}/2018: what was written is not what can be read there: codes.csv: changed: "
    )


def test_another_damaged_edition_is_named(tmp_path: Path) -> None:
    """A history cannot be made of an edition that cannot be read: the refusal says which it is."""
    out = tmp_path / "out"
    publish(make_book("2017", sha256="b" * 64), out)
    (out / "2017" / "codebook.json").write_text("{}")
    message = refusal(make_book(), out)
    assert message == f"{out}/2017: codebook.json: changed; ingest its document again under the same --edition"


def test_runs_at_once_wait_for_each_other(tmp_path: Path) -> None:
    """While one run publishes, another does nothing; then it publishes too, and neither is lost."""
    one, other = make_book(), make_book("2019", sha256="b" * 64)
    thread = Thread(target=publish, args=(other, tmp_path))
    with disk.locked(tmp_path):
        thread.start()
        thread.join(0.2)
        assert thread.is_alive()
        assert contents(tmp_path) == {}
    thread.join()
    publish(one, tmp_path)
    assert contents(tmp_path) == published(other, one, latest="2018")


def test_a_directory_that_went_while_waiting(tmp_path: Path) -> None:
    """A run that waits for one that fails, and takes its directory away, makes it again."""
    out = tmp_path / "out"
    thread = Thread(target=publish, args=(make_book(), out))
    with suppress(ZeroDivisionError), disk.locked(out):
        thread.start()
        thread.join(0.2)
        raise ZeroDivisionError
    thread.join()
    assert contents(out) == published(make_book(), latest="2018")


@pytest.mark.parametrize("name", ["2018", "v1.9_b-2", "_", "A" * 100, "API-v-1.10-24.12.2017", "latest-2"])
def test_good_names(name: str, tmp_path: Path) -> None:
    """Letters, digits, dots, underscores and hyphens make a name."""
    check_edition_name(name)
    assert publish(make_book(name), tmp_path).directory == tmp_path / name


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", ".2018", "-2018", "a/b", "a\\b", "a b", "a\n", "Список", "a\u202e", "latest", "Latest", "A" * 101],
)
def test_bad_names(name: str, tmp_path: Path) -> None:
    """Any other name is refused before anything is made."""
    out = tmp_path / "out"
    assert refusal(make_book(name), out) == (
        f"{name!r} cannot name an edition: use Latin letters, digits, '.', '_' and '-', not '.' or '-' first, "
        "at most 100, and not 'latest'; choose another --edition"
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("result-codes", "result-codes"),
        ("API v 1.10 (24.12.2017)", "API-v-1.10-24.12.2017"),
        ("Спецификация API, 2018", "API-2018"),
        ("../../etc/passwd", "etc-passwd"),
        ("Список", "edition"),
        ("", "edition"),
        ("--..", "edition"),
        ("LATEST", "edition-LATEST"),
        ("a" * 79 + " b", "a" * 79),
    ],
)
def test_safe_names(text: str, name: str) -> None:
    """A label becomes a name by what is safe in it."""
    assert safe_edition_name(text) == name


@given(st.text())
def test_safe_names_are_good(text: str) -> None:
    """Whatever the text, its safe name is accepted, leaves room for more, and is its own safe name."""
    name = safe_edition_name(text)
    check_edition_name(name)
    assert len(name) <= LONGEST_SAFE_NAME
    assert safe_edition_name(name) == name
