"""The filters unpack what others packed, as other programs unpack it, and never raise."""

from __future__ import annotations

import base64
import random
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdfminer.lzw import lzwdecode
from pdfminer.runlength import rldecode

from ingest.readers.pdf.streams import check_streams, claimed_entries, most_repeated
from ingest.readers.pdf.unpacking import (
    FILTERS,
    Damage,
    Filter,
    inflate,
    read_ascii_85,
    read_hexadecimal,
    unpack_lzw,
    unpack_runs,
)
from model import InputError
from tests.hostile.pdf_parts import lzw, stream, with_content


def pieces(content: bytes, size: int) -> list[bytes]:
    """The content in pieces of a size."""
    return [content[begin : begin + size] for begin in range(0, len(content), size)]


def unpacked(unpack: Filter, packed: bytes, size: int = 7) -> bytes:
    """What a filter gives in all."""
    return b"".join(unpack(pieces(packed, size), Damage()))


@given(st.binary(max_size=2000), st.integers(1, 300))
def test_what_was_packed_comes_back(content: bytes, size: int) -> None:
    """In pieces of any size, deflated, as digits and as letters."""
    assert unpacked(inflate, zlib.compress(content), size) == content
    assert unpacked(read_hexadecimal, content.hex().encode() + b">", size) == content
    assert unpacked(read_ascii_85, base64.a85encode(content, wrapcol=60) + b"~>", size) == content


@given(st.lists(st.binary(min_size=1, max_size=128) | st.tuples(st.integers(129, 255), st.integers(0, 255))))
def test_runs_as_pdfminer_reads_them(runs: list[bytes | tuple[int, int]]) -> None:
    """Bytes as they are, and bytes that are repeated, in any order."""
    packed = b"".join(bytes([len(run) - 1]) + run if isinstance(run, bytes) else bytes(run) for run in runs) + b"\x80"
    assert unpacked(unpack_runs, packed) == rldecode(packed)


def test_lzw_with_a_full_table() -> None:
    """Codes of every width, and more than one table."""
    for runs in (1, 3):
        assert unpacked(unpack_lzw, lzw(65, runs), 1 << 16) == lzwdecode(lzw(65, runs)) != b""


@given(st.sampled_from(sorted(FILTERS)), st.binary(max_size=500))
def test_no_bytes_make_a_filter_raise(name: bytes, packed: bytes) -> None:
    """Whatever stands in a stream, it unpacks to something or to nothing."""
    unpacked(FILTERS[name], packed)


def test_text_is_no_bomb() -> None:
    """Text that repeats itself as tables do, four megabytes of it, is let through."""
    chance = random.Random(4)  # noqa: S311 - places, not secrets
    lines = (b"1 0 0 1 40 %d Tm (%04d) Tj\n" % (chance.randrange(800), chance.randrange(9999)) for _ in range(150_000))
    text = b"".join(lines)
    assert len(text) > 4_000_000
    assert not check_streams(with_content(zlib.compress(text, 9), b"/Filter /FlateDecode"), "text.pdf", 500_000_000)


def test_all_filters_together_are_counted() -> None:
    """What comes on the way counts too, and all streams together."""
    once = zlib.compress(b"a" * 900_000)
    document = with_content(zlib.compress(once), b"/Filter [/FlateDecode /FlateDecode]")
    assert not check_streams(document, "a.pdf", 1_000_000)
    with pytest.raises(InputError, match="more than the limit of 900,000 bytes"):
        check_streams(document, "a.pdf", 900_000)


@pytest.mark.parametrize(
    ("head", "entries"),
    [
        (b"<< /Type /XRef /Size 9 /W [1 2 1] >>", 9),
        (b"<< /Type /XRef /Size 9 /Index [0 3 7 2] >>", 5),
        (b"<< /Type /XRef /Index [0 5] >>", 5),
        (b"<< /Type /ObjStm /Size 9 >>", 0),
        (b"<< /Type /XRef >>", 0),
    ],
)
def test_claims_are_read(head: bytes, entries: int) -> None:
    """As many as the index names, or else the size."""
    assert claimed_entries(head) == entries


def test_repetition_is_counted_in_contents_only() -> None:
    """Other arrays may name one object as often as they like."""
    assert most_repeated(b"3 0 obj << /Kids [4 0 R 4 0 R 4 0 R] >>") == 0
    assert most_repeated(b"3 0 obj << /Contents [4 0 R 5 0 R 4 0 R] >>") == 2
    assert most_repeated(b"3 0 obj << /Contents 6 0 R >> 6 0 obj [ 4 0 R\n4 0 R 4 0 R ]") == 3
    assert most_repeated(b"3 0 obj << /Contents 6 0 R >> endobj]6 0" + 900 * b" " + b"obj[4 0 R 4 0 R]") == 2
    assert most_repeated(b"3 0 obj << /Contents 6 0 R >> 16 0 obj [4 0 R 4 0 R] obj [4 0 R 4 0 R]") == 0
    assert most_repeated(stream(b"no page")) == 0
