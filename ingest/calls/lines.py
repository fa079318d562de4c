"""Lines of a text, each with one of a few ends: put together by copying bytes, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy
import pyarrow

from model.decoding.buffers import from_numpy

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Places = NDArray[numpy.integer[Any]]

ROWS: Final = 1 << 14
"""How many lines are put together at once: few enough for the processor's cache."""


class Lines(NamedTuple):
    """Lines in a text: where each begins and ends. What stands between them is left out."""

    text: bytes
    starts: Places
    ends: Places


def lines_of_texts(texts: Sequence[bytes]) -> Lines:
    """Texts as lines."""
    bounds = numpy.cumsum([0, *map(len, texts)])
    return Lines(b"".join(texts), bounds[:-1], bounds[1:])


def lines_of_array(texts: pyarrow.Array) -> Lines:
    """The texts of an Arrow array, none of which is missing, as lines."""
    if not len(texts):
        return lines_of_texts([])
    _, bounds, letters = texts.buffers()
    places = numpy.frombuffer(bounds, numpy.int32, len(texts) + 1, 4 * texts.offset)
    return Lines(bytes(letters or b""), places[:-1], places[1:])


def with_ends(lines: Lines, which: Places, ends: Lines) -> Iterator[memoryview]:
    """The bytes of lines, each with that one of some ends which is named for it, some lines at a time."""
    # One array of Arrow holds them all: the lines, with what stands between them, and the ends.
    text = pyarrow.py_buffer(lines.text + ends.text)
    of_ends = numpy.append(ends.starts, len(ends.text)) + len(lines.text)
    for start in range(0, len(lines.starts), ROWS):
        begins, stops = lines.starts[start : start + ROWS], lines.ends[start : start + ROWS]
        count = len(begins)
        bounds = numpy.empty(2 * count + len(of_ends), numpy.int32)
        bounds[0 : 2 * count : 2], bounds[1 : 2 * count : 2], bounds[2 * count :] = begins, stops, of_ends
        places = numpy.empty(2 * count, numpy.int32)
        places[::2] = numpy.arange(0, 2 * count, 2)
        places[1::2] = which[start : start + ROWS] + 2 * count
        pieces = pyarrow.Array.from_buffers(pyarrow.binary(), len(bounds) - 1, [None, pyarrow.py_buffer(bounds), text])
        yield memoryview(pieces.take(from_numpy(places)).buffers()[2])
