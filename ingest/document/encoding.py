"""From bytes to text: a byte order mark, then strict UTF-8, then a detector that must pass a sanity check."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from typing import Final

from ingest.document.binary_kinds import fault_of
from ingest.document.dictionary import knows
from ingest.document.header import HEADINGS
from model import Fault, InputError

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte order marks; UTF-32 stands before UTF-16, whose mark is its beginning."""

CANDIDATES: Final = ("cp1251", "koi8_r", "cp866", "iso8859_5")
"""The encodings of a byte a letter in which Russian texts are written."""

_MULTIBYTE: Final = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HALF: Final = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
_ASCII: Final = bytes(range(128))
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CONTROL_CHARACTER: Final = re.compile(_CONTROL.pattern.decode())
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_RUSSIAN: Final = re.compile("[А-Яа-яЁё]")
_COMMON_RUSSIAN: Final = re.compile("[оеаинтсрвлкмдпуя]")
_RUSSIAN_CAPITAL_INSIDE: Final = re.compile("[а-яё][А-ЯЁ]")
_DIGIT: Final = re.compile("[0-9]")
_MIXED_WORD: Final = re.compile("[A-Za-z][А-Яа-яЁё]|[А-Яа-яЁё][A-Za-z]")
_ACCENTED_RUN: Final = re.compile("[\u00c0-\u024f]{3}")
_ALIEN: Final = re.compile("[^\\W\\d_\u0000-\u024f\u0400-\u04ff]")
"""Letters that are neither Latin nor Cyrillic."""

_TYPED: Final = re.compile("[0-9A-Za-z \n]")
"""What stands in every table: read as UTF-16, bytes of another encoding hardly ever give any of it."""

_WORD: Final = re.compile("[А-Яа-яЁё]{4,}")
_SAMPLE: Final = 1 << 16
_UPPER_HALVES: Final = b"\x00\x04\x20\x21\x22\x25"
_FEW_OTHERS: Final = 0.02
_ACCEPTED_BESIDE: Final = "«»„“”‘’–—…№§·©®™\u00a0"  # noqa: RUF001 - what Russian texts hold besides letters


def decode(data: bytes, place: str, encoding: str | None = None) -> tuple[str, str]:
    """The text of a file, and the name of the encoding that it was read with.

    `data`: the bytes of the file. `place`: how errors name the file. `encoding`: what the user says the encoding is;
    then no other is tried.

    Raises
    ------
    InputError
        `empty`, `binary`, `unknown-encoding` (no such name), `wrong-encoding` (not what was told), `damaged-utf-8`
        (with the byte offset) or `undetected-encoding`.

    Examples
    --------
    >>> decode("Класс Код Описание".encode("koi8-r"), "codes.txt")
    ('Класс Код Описание', 'koi8-r')
    """
    mark, marked = next((item for item in _MARKS if data.startswith(item[0])), (b"", None))
    if not data.removeprefix(mark).strip(b" \t\r\n\f\x00" if mark else b" \t\r\n\f"):
        raise _error("empty", "the file is empty", place)
    if encoding is not None:
        return _decode_as_told(data, place, encoding, marked)
    if marked is not None:
        return _strictly(data, place, marked), _standard_name(marked)
    if (wide := wide_without_mark(data)) is not None:
        return _strictly(data, place, wide), wide
    if control := _CONTROL.search(data):
        found = f"byte 0x{control[0][0]:02x} at offset {control.start()}"
        raise _error("binary", fault_of(data, found), place)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if _is_mostly_utf8(data):
            raise _damaged(error, place) from error
        return _detected(data, place)


def wide_without_mark(data: bytes) -> str | None:
    """The order of bytes of a text in UTF-16 that no byte order mark begins, None for what is none.

    Nearly all upper halves are those of Latin and Cyrillic letters and of common signs, and nothing is a control
    character then.

    Examples
    --------
    >>> wide_without_mark("Код 1000".encode("utf-16-le")), wide_without_mark("Код 1000".encode())
    ('utf-16-le', None)
    """
    sample = data[:_SAMPLE]
    for name, halves in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        others = halves.translate(None, _UPPER_HALVES)
        if b"\0" in halves and len(others) <= _FEW_OTHERS * len(halves):
            return None if _CONTROL_CHARACTER.search(sample.decode(name, errors="replace")) else name
    return None


def encoding_called(name: str) -> str | None:
    """The standard name of an encoding of texts, None if none is called so."""
    try:
        "".encode(name)
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        return None


def _decode_as_told(data: bytes, place: str, encoding: str, marked: str | None) -> tuple[str, str]:
    told = encoding_called(encoding)
    if told is None:
        message = f"no encoding is called {encoding!r}; try utf-8 or windows-1251"
        raise _error("unknown-encoding", message, place)
    if marked is not None and not told.startswith(_standard_name(marked)):
        raise _not_as_told(place, encoding, f"its byte order mark says {_standard_name(marked)}")
    text = _strictly(data, place, marked or told)
    if not told.startswith("utf"):
        if _MULTIBYTE.search(data) and _is_utf8(data):
            raise _not_as_told(place, encoding, "its bytes are UTF-8")
        is_garbled = (_RUSSIAN.search(text) is not None and not is_sane(text)) or _ACCENTED_RUN.search(text)
        if not _holds_headings(text) and (is_garbled or (_ALIEN.search(text) and _is_russian_otherwise(data))):
            raise _not_as_told(place, encoding, "read so, its letters make no words")
    elif _TYPED.search(text) is None:
        raise _not_as_told(place, encoding, "read so, it holds no digit, no Latin letter and no space")
    return text, _standard_name(told)


def _is_russian_otherwise(data: bytes) -> bool:
    """Whether most words of a text are Russian in another encoding: letters of a third alphabet are no words then."""
    words = (_WORD.findall(data[:_SAMPLE].decode(name, errors="replace")) for name in CANDIDATES)
    return any(2 * sum(map(knows, found)) > len(found) for found in words)


def _strictly(data: bytes, place: str, encoding: str) -> str:
    name = _standard_name(encoding)
    try:
        text = data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        if name == "utf-8":
            raise _damaged(error, place) from error
        message = f"not {name}: {error.reason} at byte offset {error.start}"
        raise _error("wrong-encoding", message, place) from error
    except UnicodeError as error:  # codecs for names of hosts, such as punycode, do not say where
        raise _error("wrong-encoding", f"not {name}: its bytes mean nothing there", place) from error
    if half := _SURROGATE.search(text):
        message = f"not {name}: character {half.start() + 1} is U+{ord(half[0]):04X}, half of a character"
        raise _error("wrong-encoding", message, place)
    if control := _CONTROL_CHARACTER.search(text):
        found = f"U+{ord(control[0]):04X} at character {control.start() + 1}"
        raise _error("binary", fault_of(text.encode(), found), place)
    return text


def _detected(data: bytes, place: str) -> tuple[str, str]:
    """The text in the encoding that the detector ranks first among those in which it holds the headings or is sane."""
    import charset_normalizer

    ranked = [match.encoding for match in charset_normalizer.from_bytes(data, cp_isolation=list(CANDIDATES))]
    texts = {name: data.decode(name, errors="replace") for name in dict.fromkeys([*ranked, *CANDIDATES])}
    for is_right in (_holds_headings, is_sane):
        for name, text in texts.items():
            if "\ufffd" not in text and is_right(text):
                return text, _standard_name(name)
    message = "neither UTF-8 nor any other encoding in which it reads as Russian; say --encoding"
    raise _error("undetected-encoding", message, place)


def _holds_headings(text: str) -> bool:
    """Whether the Russian headings of a code table stand in a text, which they do in no other encoding of it."""
    folded = text.casefold()
    return all(heading in folded for heading in HEADINGS[0])


def is_sane(text: str) -> bool:
    """Whether a text decoded from a single-byte encoding reads as Russian.

    Read with a wrong encoding of the family, small letters turn into capitals inside words, into rare letters, or
    into symbols. Words with digits are left out: the wildcards of labels are letters in any case.
    """
    high = {letter for letter in set(text) if letter > "\x7f" and letter not in _ACCEPTED_BESIDE}
    if not high or not all(map(_RUSSIAN.match, high)):
        return False
    words = " ".join(word for word in text.split() if not _DIGIT.search(word))
    if _MIXED_WORD.search(words) or sum(map(text.count, "„“”")) % 2:
        return False
    # Letters are counted first: a long text takes no more room than its alphabet.
    counts = {letter: count for letter, count in Counter(words).items() if _RUSSIAN.match(letter)}
    russian = sum(counts.values())
    common = sum(count for letter, count in counts.items() if _COMMON_RUSSIAN.match(letter.lower()))
    small = sum(count for letter, count in counts.items() if letter.islower())
    shouted = sum(1 for _ in _RUSSIAN_CAPITAL_INSIDE.finditer(words))
    return common >= 0.6 * russian and shouted <= 0.005 * russian and small >= 0.5 * russian


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_mostly_utf8(data: bytes) -> bool:
    """Whether three in four bytes above 127 form UTF-8 sequences, which they do in no text of another encoding."""
    # A half of a character in three bytes is no UTF-8, but was meant as it.
    sound = _HALF.sub("\ufffd".encode(), data).decode("utf-8", errors="ignore").encode()
    return 4 * len(sound.translate(None, _ASCII)) >= 3 * len(data.translate(None, _ASCII))


def _standard_name(encoding: str) -> str:
    name = encoding.replace("_", "-").removesuffix("-sig")
    return name.replace("cp125", "windows-125")


def _error(identifier: str, message: str, place: str) -> InputError:
    return InputError(Fault(identifier, message, place))


def _damaged(error: UnicodeDecodeError, place: str) -> InputError:
    return _error("damaged-utf-8", f"damaged UTF-8 at byte offset {error.start}: {error.reason}", place)


def _not_as_told(place: str, encoding: str, reason: str) -> InputError:
    return _error("wrong-encoding", f"not {encoding}: {reason}; leave --encoding out to have it detected", place)
