"""Files of call records: which there are, what their names say, and their bytes."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from glob import glob
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO, Any, Final

from model import Fault, InputError

STDIN: Final = "-"

_FORMS: Final = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".parquet": "parquet",
    ".ndjson": "ndjson",
    ".jsonl": "ndjson",
    ".json": "json",
    ".xlsx": "xlsx",
    ".xlsb": "xlsx",
    ".xls": "xlsx",
    ".ods": "xlsx",
}
_KNOWN: Final = (
    ".csv, .tsv, .parquet, .ndjson, .jsonl, .json or .xlsx (and .gz, .bz2, .zst or .xz if compressed), "
    "or give --format or --calls"
)


def _open_zstd(stream: IO[bytes], mode: str) -> Any:
    import pyarrow

    # Of the standard library only from Python 3.14 on.
    if mode == "rb":
        return io.BufferedReader(pyarrow.CompressedInputStream(stream, "zstd"))
    # It closes what it writes to, which is needed once more.
    return pyarrow.CompressedOutputStream(os.fdopen(os.dup(stream.fileno()), "wb"), "zstd")


def _open_gzip(stream: IO[bytes], mode: str) -> Any:
    # Without the time of the run: the same rows give the same bytes.
    return gzip.GzipFile(fileobj=stream, mode=mode, mtime=0)


COMPRESSIONS: Final[dict[str, Callable[[Any, Any], Any]]] = {
    ".gz": _open_gzip,
    ".bz2": bz2.BZ2File,
    ".xz": lzma.LZMAFile,
    ".zst": _open_zstd,
}

_MAGIC: Final = {".gz": b"\x1f\x8b", ".bz2": b"BZh91AY&SY", ".xz": b"\xfd7zXZ\x00", ".zst": b"\x28\xb5\x2f\xfd"}
"""The first bytes of each; of bzip2, as it is made by default: the first three are letters, as of a column."""


def form_of(name: str, otherwise: str | None = None) -> tuple[str, str]:
    """The form that the name of a file says, such as `csv` or `ndjson`, and the suffix of its compression or nothing.

    `name`: the name, or `-` for a standard stream. `otherwise`: the form of a name that says nothing.

    Raises
    ------
    InputError
        `unknown-form`, if there is none.

    Examples
    --------
    >>> form_of("calls.csv.gz"), form_of("CALLS.PARQUET")
    (('csv', '.gz'), ('parquet', ''))
    """
    path = Path(name.lower())
    compression = path.suffix if path.suffix in COMPRESSIONS else ""
    form = _FORMS.get((path.with_suffix("") if compression else path).suffix, otherwise)
    if form is None:
        raise InputError(Fault("unknown-form", f"the name says no form; it should end in {_KNOWN}", name))
    return form, compression


def find_files(name: str, *, has_form: bool = False, note: Callable[[str], None] = lambda _: None) -> list[str]:
    """The files that a name stands for: itself, those of a folder, or those of a pattern such as `calls/*.csv`.

    `name`: the name. `has_form`: whether the form of files is known that have a name which says none: of a folder, they
    are left out otherwise. `note`: told which are left out.

    Raises
    ------
    InputError
        `missing-file`, if there is none.
    """
    # A pipe of the shell, as `<(...)`, is no plain file.
    if name == STDIN or (Path(name).exists() and not Path(name).is_dir()):
        return [name]
    if Path(name).is_dir():
        return _of_folder(name, has_form, note)
    found = sorted(path for path in glob(name, recursive=True) if Path(path).is_file())  # noqa: PTH207 - a Path cannot search from an absolute pattern
    if not found:
        raise InputError(Fault("missing-file", "there is no such file, and none of this pattern", name))
    return found


def _of_folder(name: str, has_form: bool, note: Callable[[str], None]) -> list[str]:
    inside = sorted(str(path) for path in _files_inside(name) if not _is_hidden(path, name))
    if not inside:
        raise InputError(Fault("missing-file", "there is no file in this folder", name))
    told = [path for path in inside if has_form or form_of(path, "")[0]]
    if not told:
        raise InputError(Fault("unknown-form", f"no name of a file says its form; it should end in {_KNOWN}", name))
    if others := [path for path in inside if path not in told]:
        shown = ", ".join(others[:3]) + (f" and {len(others) - 3} more" if len(others) > 3 else "")
        note(f"note: {name}: left out, for no form stands in the name: {shown}")
    return told


def _files_inside(folder: str) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        raise error

    for parent, _, names in os.walk(folder, onerror=refuse):
        yield from (path for name in names if (path := Path(parent, name)).is_file())


def _is_hidden(path: Path, folder: str) -> bool:
    # Spark and others leave files such as _SUCCESS beside the data.
    return any(part.startswith((".", "_")) for part in path.relative_to(folder).parts)


@contextmanager
def open_input(name: str, *, seekable: bool = False) -> Iterator[IO[bytes]]:
    """The bytes of a file or of the standard input, decompressed.

    `name`: the name of the file; `-` for the standard input, the compression of which its first bytes tell. `seekable`:
    whether they are read from the end, as Parquet is: what comes in order only goes through a file without a name.
    """
    with _open_raw(name) as raw:
        compression = _compression_of_stdin(raw) if name == STDIN else form_of(name, "csv")[1]
        stream = COMPRESSIONS[compression](raw, "rb") if compression else raw
        if not seekable or (stream is raw and raw.seekable()):
            yield stream
            return
        with TemporaryFile() as spooled:
            copyfileobj(stream, spooled)
            spooled.seek(0)
            yield spooled


def _compression_of_stdin(stream: IO[bytes]) -> str:
    begin = stream.peek(16) if isinstance(stream, io.BufferedReader) else b""
    return next((suffix for suffix, magic in _MAGIC.items() if begin.startswith(magic)), "")


@contextmanager
def _open_raw(name: str) -> Iterator[IO[bytes]]:
    if name == STDIN:
        if sys.stdin is None:  # so Python says that the process was started without one
            raise InputError(Fault("missing-file", "the standard input is closed; give the name of a file", name))
        yield sys.stdin.buffer
    else:
        with Path(name).open("rb") as stream:
            yield stream
