"""Codes found by words: as they stand, and by their other forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from model.records import Applied, Correction, ResultCode
from model.wordforms import folded, is_same_word, words_of


def search(records: Mapping[int, ResultCode], words: str, corrections: Applied) -> tuple[ResultCode, ...]:
    """The records that hold every one of the words; those that hold other forms of them come after the others."""
    wanted = folded(words).split()
    if not wanted:
        return ()
    texts = {code: _searched(record, corrections.get(code)) for code, record in records.items()}
    exact = [code for code, text in texts.items() if all(word in text for word in wanted)]
    others = texts.keys() - set(exact)
    by_form = [code for code, text in texts.items() if code in others and _holds_forms(text, wanted)]
    return tuple(records[code] for code in (*exact, *by_form))


def _searched(record: ResultCode, correction: Correction | None) -> str:
    corrected = "" if correction is None else correction.after
    return folded(f"{record.code:04d} {record.description or ''} {corrected}")


def _holds_forms(text: str, wanted: Iterable[str]) -> bool:
    """Whether a text holds every word, or another form of it."""
    held = words_of(text)
    return all(word in text or any(is_same_word(word, other) for other in held) for word in wanted)
