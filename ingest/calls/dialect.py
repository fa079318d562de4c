"""What a delimited text does not say of itself: its encoding and its delimiter, found out from its first megabyte."""

from __future__ import annotations

import codecs
from typing import IO, Final

from ingest.calls.cells import LineError, end_of_records, split
from ingest.document.encoding import decode
from model import InputError

HEAD: Final = 1 << 20
"""How many bytes tell."""

DELIMITERS: Final = (";", "\t", "|", ",")
"""Which are tried, in this order: what stands in texts more often comes later."""

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ZEROS: Final = 0.2
"""The least share of zeros among every second byte of UTF-16: digits and delimiters have one each."""


class Utf8:
    """A stream of text in any encoding as one of UTF-8, without a byte order mark."""

    def __init__(self, head: bytes, stream: IO[bytes], encoding: str) -> None:
        self._head = head
        self._stream = stream
        self.encoding = encoding
        self._decoder = None if encoding == "utf-8" else codecs.getincrementaldecoder(encoding)()
        mark = next((mark for mark, _ in _MARKS if head.startswith(mark)), b"")
        if encoding in {"utf-8", "utf-16-le", "utf-16-be"}:  # others know their marks
            self._head = head[len(mark) :]

    def read(self, size: int) -> bytes:
        """The next bytes, about so many; none at the end.

        Raises
        ------
        ValueError
            If bytes are none of the encoding.
        """
        data, self._head = self._head[:size], self._head[size:]
        if len(data) < size:
            data += self._stream.read(size - len(data))
        if self._decoder is None:
            return data
        text = self._decoder.decode(data, final=not data)
        return text.encode() if text or not data else self.read(size)


def find_encoding(head: bytes, place: str) -> str:
    """The encoding of a text: by its mark, by the zeros of UTF-16, as UTF-8, or as what the letters make words in.

    Raises
    ------
    ValueError
        If it is no text, or none of these.
    """
    marked = next((encoding for mark, encoding in _MARKS if head.startswith(mark)), None)
    if marked is not None:
        return marked
    if b"\x00" in head:
        for first, encoding in ((0, "utf-16-be"), (1, "utf-16-le")):
            if head[first::2].count(0) > _ZEROS * len(head) / 2 > head[1 - first :: 2].count(0):
                return encoding
        raise ValueError("a binary file, not text")
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return _detected(head, place)
    return "utf-8"


def _detected(head: bytes, place: str) -> str:
    try:
        return decode(head[: head.rfind(b"\n") + 1] or head, place)[1]
    except InputError as error:
        # What is to be done with a document is nothing to do with calls.
        raise ValueError(f"{error.faults[0].message.partition(';')[0]}; --encoding says which it is") from error


def find_delimiter(head: bytes, column: str | None, usual: str) -> str:
    """The delimiter of a text: by which every record has as many fields, more than one.

    `head`: the begin of the text, in UTF-8. `column`: a name that stands in the header, if there is one. `usual`: what
    is taken where the text does not tell.
    """
    head = head[: end_of_head(head)]
    if column is not None and column in _first_record(head, usual) and _fields(head, usual):
        return usual
    others = [delimiter for delimiter in DELIMITERS if _fields(head, delimiter)]
    by_name = (usual, *DELIMITERS) if column is not None else ()
    named = [delimiter for delimiter in by_name if column in _first_record(head, delimiter)]
    both = [delimiter for delimiter in others if delimiter in named]
    return next(iter(both or named or others), usual)


def end_of_head(head: bytes) -> int:
    """How much of the begin of a text is whole lines, if any is."""
    if len(head) < HEAD:
        return len(head)
    return head.rfind(b"\n") + 1 or len(head)


def _fields(head: bytes, delimiter: str) -> int:
    """How many fields each record has, 0 if they differ or are one."""
    code = delimiter.encode()
    try:
        whole = head[: end_of_records(head, code)] or head
        columns = split(whole, code).starts.shape[1]
    except LineError:
        return 0
    return columns if columns > 1 else 0


def _first_record(head: bytes, delimiter: str) -> list[str]:
    line = head.replace(b"\r", b"\n").partition(b"\n")[0]
    return [field.strip('"') for field in line.decode(errors="replace").split(delimiter)]
