"""Whether the files of an edition are what its manifest says, and agree with each other."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path

from ingest.document.limits import LONGEST_FIELD
from ingest.exports import CODEBOOK_FILE
from ingest.publish.disk import locked
from ingest.publish.editions import NO_MANIFEST, Standing, latest_name, light_problems, standing_editions, wrong_name
from ingest.publish.manifest import MANIFEST_FILE, FileEntry, Manifest, read_manifest, sha256_of
from model import CodeBook, InvalidCodeBookError
from model.edition_names import CHANGELOG_FILE, HISTORY_FILE, LATEST
from model.tables import Table, tables_of

Columns = Mapping[str, tuple[str, ...]]
"""The values of a table by the name of the column, as they stand in the CSV file."""


def verify(directory: Path) -> list[str]:
    """What is wrong with a published edition, one line each, the file first; nothing if it is whole.

    Every file must be there with the bytes of the manifest, and no other, and the manifest as its own sha256 says; the
    records of `codebook.json` must be valid and agree; tables must have their columns and rows, and their keys and
    foreign keys must hold. What an edition alone cannot tell, `verify_all` asks of those beside it.
    """
    try:
        manifest = read_manifest(directory)
        return list(_problems(directory, manifest)) if manifest else [NO_MANIFEST]
    except OSError as error:
        return [f"{Path(error.filename or directory).name}: cannot be read: {error.strerror}"]


def verify_all(out: Path) -> dict[Path, list[str]]:
    """What is wrong with each edition of a directory, in their order, and then with what stands beside them.

    An edition that is named by another manifest, by the history or by `latest` must be there; each manifest must be the
    one that the next one names, and the files beside must be those of the last. Whoever writes all manifests anew is
    not found, nor is one who changes the last manifest, or a file beside it, together with the sha256 in it.
    """
    with ExitStack() as stack:
        if out.is_dir():
            with suppress(OSError):  # a place that cannot be locked can be looked at all the same
                stack.enter_context(locked(out))
        return _problems_of_all(out)


def _problems_of_all(out: Path) -> dict[Path, list[str]]:
    editions = standing_editions(out)
    found = {item.directory: _all_problems(item) for item in editions.values()}
    beside = list(_problems_beside(out, list(editions.values()))) if editions else []
    return found | ({out: beside} if beside else {})


def _all_problems(standing: Standing) -> list[str]:
    light = light_problems(standing)
    return light if not standing.directory.is_dir() else list(dict.fromkeys(verify(standing.directory) + light))


def _problems_beside(out: Path, editions: Sequence[Standing]) -> Iterator[str]:
    name, last = latest_name(out), editions[-1].manifest
    if name is None:
        yield f"{LATEST}: missing, or not a link to an edition"
    elif not (out / name).is_dir():
        yield f"{LATEST}: leads to {name}, which is missing"
    for file in (CHANGELOG_FILE, HISTORY_FILE):
        expected = None if last is None else last.beside.get(file)
        if not (out / file).is_file():
            yield f"{file}: missing"
        elif expected not in {None, sha256_of((out / file).read_bytes())}:
            yield f"{file}: changed, or not made of the editions that are here"


def _problems(directory: Path, manifest: Manifest) -> Iterator[str]:
    contents: dict[str, bytes] = {}
    for name, entry in manifest.files.items():
        if Path(name).name != name or name == "..":
            yield f"{name}: not the name of a file of an edition"
            continue
        path = directory / name
        content = path.read_bytes() if path.is_file() else None
        problem = _problem_of_bytes(content, entry)
        if problem:
            yield f"{name}: {problem}"
        elif content is not None:
            contents[name] = content
    if manifest.edition != directory.resolve().name:
        yield wrong_name(manifest)
    known = {MANIFEST_FILE, *manifest.files}
    yield from (
        f"{name}: not in the manifest"
        for name in sorted(item.name for item in directory.iterdir())
        if name not in known
    )
    yield from _problem_of_book(contents.get(CODEBOOK_FILE), manifest)
    yield from _problems_of_tables(contents, manifest)


def _problem_of_bytes(content: bytes | None, entry: FileEntry) -> str | None:
    if content is None:
        return "missing"
    if len(content) != entry.bytes:
        return f"changed: {len(content)} bytes, and the manifest has {entry.bytes}"
    sha256 = sha256_of(content)
    return f"changed: sha256 {sha256}, and the manifest has {entry.sha256}" if sha256 != entry.sha256 else None


def _problem_of_book(content: bytes | None, manifest: Manifest) -> Iterator[str]:
    if content is None:
        return
    try:
        edition = CodeBook.from_json(content).edition
    except InvalidCodeBookError as error:
        yield f"{CODEBOOK_FILE}: {error}"
        return
    described = (manifest.edition, manifest.source_sha256, manifest.source, manifest.source_format)
    if (edition.name, edition.sha256, edition.source, edition.format) != described:
        yield f"{CODEBOOK_FILE}: of another edition than the manifest: {edition.name}, sha256 {edition.sha256}"


def _problems_of_tables(contents: Mapping[str, bytes], manifest: Manifest) -> Iterator[str]:
    known, tables = tables_of(manifest.schema_version), dict[str, Columns]()
    for name, table in known.items():
        file = f"{name}.csv"
        if file in contents:
            csv.field_size_limit(LONGEST_FIELD)
            header, *rows = csv.reader(io.StringIO(contents[file].decode(), newline=""))
            if tuple(header) != table.names:
                yield f"{file}: its columns are {', '.join(header)}"
                continue
            tables[name] = dict(zip(header, zip(*rows, strict=True) if rows else [()] * len(header), strict=True))
            yield from _wrong_count(file, len(rows), manifest)
        if f"{name}.parquet" in contents:
            yield from _wrong_count(f"{name}.parquet", _parquet_rows(contents[f"{name}.parquet"]), manifest)
    for name, columns in tables.items():
        yield from (f"{name}.csv: {problem}" for problem in _broken_keys(known[name], columns, tables))


def _wrong_count(file: str, rows: int, manifest: Manifest) -> Iterator[str]:
    expected = manifest.files[file].rows
    if rows != expected:
        yield f"{file}: {rows} rows, and the manifest has {expected}"


def _parquet_rows(content: bytes) -> int:
    import pyarrow
    from pyarrow import parquet

    return int(parquet.read_metadata(pyarrow.BufferReader(content)).num_rows)


def _broken_keys(table: Table, columns: Columns, tables: Mapping[str, Columns]) -> Iterator[str]:
    for column in table:
        values = columns[column.name]
        if column.required and "" in values:
            yield f"column {column.name} is empty in a row"
        if column.name == table.primary_key and len(set(values)) != len(values):
            yield f"column {column.name} holds a value twice, and is the key"
        if column.references and column.references[0] in tables:
            other, key = column.references
            unknown = sorted(set(values) - {""} - set(tables[other][key]))
            if unknown:
                yield f"column {column.name} holds {unknown[0]}, which is no {key} of {other}"
