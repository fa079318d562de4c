"""Mutants of real documents, and what the reader makes of each: `python tests/hostile/mutants.py COUNT SEED SHARED`.

A mutant is a document that was cut, flipped, of which a piece was deleted, doubled or zeroed, in which two numbers were
swapped or a reference was broken, or that goes on with the end of another. PDFs are mutated as they are and with their
streams unpacked, as a flip in a packed stream seldom leaves more than a broken stream.

The judge. A mutant may end in an error, in doubt, or in a book. A book is *equal* to that of the document, or it has
*findings* that the document's has not, or it is *other*: what the document prints was changed, and is read as it is
printed. It is SILENT, which is a fault, if it has fewer codes, no new finding of a warning or an error, and a code
that it lacks, and that no finding names, still stands in the mutant as often as in the document. That is asked of a
witness that knows nothing of tables: the text of a PDF is what pypdfium2 says, that of a page or a Word document what
is left without its markup. In a PDF that is packed a piece that was changed is no print but damage: there every code
that is lost without a word is a fault.

A script, so that the processes that read the mutants are forks of one that has no threads. It prints what it saw as
JSON.
"""

from __future__ import annotations

import json
import random
import re
import sys
import tempfile
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

import pypdfium2

from ingest.document.limits import Limits
from ingest.pipeline import ingest, read_book
from model import CodeBook, DoubtfulError, InputError
from tests.hostile.unpacked import unpacked
from tests.pace import seconds

CHECKOUT = Path(__file__).parent.parent.parent
LIMITS = Limits(max_cpu=seconds(20), max_memory=2**29)
NUMBER = re.compile(rb"(?<![\w.])\d{1,6}(?![\w.])")
REFERENCE = re.compile(rb"\b(\d+) 0 R\b")
OBJECT = re.compile(rb"(?<=obj\n).+?(?=\nendobj)", re.DOTALL)
CODE = re.compile(r"(?<![\w.,(\[<])\d{4}(?=\s+[\"«(]?[^\W\d_])")
MARKUP = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
DEFAULT = "data/sources/result-codes.txt"
SHARED = (
    "result-codes.txt",
    "vpbx-api-2018.pdf",
    "rendered/result-codes.chromium.pdf",
    "rendered/result-codes.reportlab-grid.pdf",
    "rendered/result-codes.weasyprint-ruled.pdf",
    "rendered/result-codes.page.html",
    "rendered/result-codes.word.docx",
)

Mutate = Callable[[bytes, random.Random, bytes], bytes]


class Document(NamedTuple):
    """A document: its name, its bytes, its code book, how often each number stands in it, whether it is packed."""

    name: str
    data: bytes
    book: CodeBook
    printed: Counter[str]
    is_packed: bool


class Outcome(NamedTuple):
    """What became of a mutant: equal, finding, other, the id of an error, or a fault; and what is to be known of it."""

    kind: str
    note: str = ""


# How a document is changed


def piece(data: bytes, chance: random.Random, longest: int = 2000) -> tuple[int, int]:
    """The begin and end of a piece."""
    begin = chance.randrange(len(data))
    return begin, min(len(data), begin + chance.randint(1, chance.choice((4, 60, longest))))


def cut(data: bytes, chance: random.Random, _: bytes) -> bytes:
    """The document up to some point."""
    return data[: chance.randrange(len(data))]


def flip(data: bytes, chance: random.Random, _: bytes) -> bytes:
    """The document with some bits flipped."""
    changed = bytearray(data)
    for _flip in range(chance.choice((1, 1, 3, 20))):
        changed[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def delete(data: bytes, chance: random.Random, _: bytes) -> bytes:
    """The document without a piece."""
    begin, end = piece(data, chance)
    return data[:begin] + data[end:]


def double(data: bytes, chance: random.Random, _: bytes) -> bytes:
    """The document with a piece twice."""
    begin, end = piece(data, chance)
    return data[:end] + data[begin:]


def zero(data: bytes, chance: random.Random, _: bytes) -> bytes:
    """The document with a piece of zeros."""
    begin, end = piece(data, chance)
    return data[:begin] + bytes(end - begin) + data[end:]


def swap_numbers(data: bytes, chance: random.Random, _: bytes) -> bytes:
    """The document with two numbers in each other's place."""
    return swapped(data, [match.span() for match in NUMBER.finditer(data)], chance)


def swap_lines(data: bytes, chance: random.Random, _: bytes) -> bytes:
    """The document with two lines in each other's place."""
    return swapped(data, [match.span() for match in re.finditer(rb"[^\n]+", data)], chance)


def swapped(data: bytes, places: list[tuple[int, int]], chance: random.Random) -> bytes:
    """A document with two places in each other's place."""
    if len(places) < 2:
        return data
    (begin, end), (second, last) = sorted(chance.sample(places, 2))
    return data[:begin] + data[second:last] + data[end:second] + data[begin:end] + data[last:]


def break_reference(data: bytes, chance: random.Random, _: bytes) -> bytes:
    """The document with a reference to another object, or to none; or with another number in it."""
    places = [match.span(1) for match in REFERENCE.finditer(data)] or [m.span() for m in NUMBER.finditer(data)]
    if not places:
        return data
    begin, end = chance.choice(places)
    return data[:begin] + b"%d" % chance.choice((0, chance.randrange(200), 99_999)) + data[end:]


def splice(data: bytes, chance: random.Random, other: bytes) -> bytes:
    """The begin of the document and the end of another."""
    return data[: chance.randrange(len(data))] + other[chance.randrange(len(other)) :]


MUTATIONS: tuple[Mutate, ...] = (
    cut,
    flip,
    flip,
    delete,
    double,
    zero,
    swap_numbers,
    swap_numbers,
    swap_lines,
    break_reference,
    splice,
)


def mutated(document: Document, other: Document, chance: random.Random) -> bytes:
    """A mutant of a document: of the whole, or often of an object of an unpacked PDF, of a member of an archive."""
    mutate = chance.choice(MUTATIONS)
    if document.name.startswith("unpacked") and chance.random() < 0.7:
        begin, end = chance.choice([match.span() for match in OBJECT.finditer(document.data)])
        return document.data[:begin] + mutate(document.data[begin:end], chance, other.data) + document.data[end:]
    if not document.data.startswith(b"PK") or chance.random() < 0.3:
        return mutate(document.data, chance, other.data)
    members = unzipped(document.data)
    name = "word/document.xml" if chance.random() < 0.6 else chance.choice(sorted(members))
    members[name] = mutate(members[name] or b" ", chance, other.data)
    return zipped(members)


def unzipped(data: bytes) -> dict[str, bytes]:
    """The members of an archive."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(members: Mapping[str, bytes]) -> bytes:
    """An archive of some members."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()


# The witness


def printed(data: bytes) -> Counter[str]:
    """How often each number of four digits stands in a document, by means that the reader does not use."""
    text = ""
    if b"%PDF-" in data[:1024]:
        with suppress(pypdfium2.PdfiumError):
            text = "\n".join(pdf_texts(data))
    elif data.startswith(b"PK"):
        with suppress(Exception):
            text = MARKUP.sub(" ", unzipped(data)["word/document.xml"].decode(errors="replace"))
    else:
        text = data.decode(errors="replace")
        text = MARKUP.sub(" ", text) if "<" in text[:500] else text
    return Counter(CODE.findall(text))


def pdf_texts(data: bytes) -> Iterator[str]:
    """The text of each page of a PDF."""
    document: Any = pypdfium2.PdfDocument(data)
    for number in range(len(document)):
        page = document[number]
        yield page.get_textpage().get_text_bounded()
        page.close()
    document.close()


# The judge


def judged(document: Document, data: bytes, path: Path) -> Outcome:
    """What the reader makes of a mutant."""
    path.write_bytes(data)
    try:
        book = ingest(path, limits=LIMITS)
    except InputError as error:
        ids = {fault.id for fault in error.faults}
        return Outcome(f"error {min(ids)}", str(error) if ids & {"reader-failed", "reader-died", "limit-time"} else "")
    except DoubtfulError:
        return Outcome("error doubtful-reading")
    except Exception:  # noqa: BLE001 - this is what is looked for
        return Outcome("EXCEPTION", traceback.format_exc()[-800:])
    if book.content() == document.book.content():
        return Outcome("equal")
    if told(book) - told(document.book):
        return Outcome("finding")
    lost = {f"{code:04d}" for code in document.book.codes.keys() - book.codes.keys()}
    if not document.is_packed and len(book.codes) >= len(document.book.codes):
        return Outcome("other")
    lost -= {f"{finding.code:04d}" for finding in book.findings if finding.code is not None}
    seen = printed(data) if lost and not document.is_packed else document.printed
    silent = sorted(code for code in lost if seen[code] >= document.printed[code])
    return Outcome("SILENT", f"{len(lost)} lost: {' '.join(silent)}") if silent else Outcome("other")


def told(book: CodeBook) -> Counter[tuple[str, str]]:
    """The warnings and errors of a book, by rule and message."""
    return Counter((finding.rule, finding.message) for finding in book.findings if finding.severity != "info")


def documents(shared: Path | None) -> list[Document]:
    """The documents, PDFs once as they are and once unpacked."""
    paths = [shared / "documents" / name for name in SHARED] if shared else [CHECKOUT / DEFAULT]
    found = []
    for path in paths:
        data, book = path.read_bytes(), ingest(path)
        is_pdf = path.suffix == ".pdf"
        found.append(Document(path.name, data, book, printed(data), is_pdf))
        if is_pdf:
            found.append(unpacked_document(path, book))
    return found


def unpacked_document(path: Path, book: CodeBook) -> Document:
    """The pages of the table of a PDF, unpacked."""
    name = f"unpacked {path.name}"
    data = unpacked(path.read_bytes(), sorted({code.page for code in book.codes.values() if code.page}))
    return Document(name, data, read_book(data, name), printed(data), is_packed=False)


def main(numbers: Iterable[int], seed: int, shared: Path | None) -> dict[str, Any]:
    """Make the mutants of some numbers and judge each: how many ended how, and what is to be known of the faults."""
    found = documents(shared)
    seen: Counter[str] = Counter()
    faults = []
    with tempfile.TemporaryDirectory() as folder:
        for number in numbers:
            chance = random.Random(f"{seed}-{number}")  # noqa: S311 - mutants, not secrets
            document, other = found[number % len(found)], chance.choice(found)
            data = mutated(document, other, chance)
            outcome = judged(document, data, Path(folder, f"mutant{Path(document.name).suffix}"))
            seen[outcome.kind] += 1
            if outcome.note:
                faults.append(f"{number} {document.name}: {outcome.kind} {outcome.note}")
    return {"outcomes": dict(seen.most_common()), "faults": faults}


if __name__ == "__main__":
    count, seed, *shared = sys.argv[1:]
    print(json.dumps(main(range(int(count)), int(seed), Path(*shared) if shared else None)))  # noqa: T201 - its answer
