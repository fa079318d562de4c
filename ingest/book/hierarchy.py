"""Entries to the classes and codes of a code book, with findings (reading rules 5 to 10)."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ingest.table.entries import Entry, Part
from ingest.table.scene.lookalikes import mixed_words
from model import ClassPattern, Finding, PrintedClass, PrintedCode, Span
from model.hierarchy import holding_patterns
from model.pattern import CYRILLIC_WILDCARDS, LATIN_WILDCARDS
from model.rules import (
    CODE_WITHOUT_CLASS,
    CONFLICTING_CODE,
    CONFLICTING_TITLE,
    DUPLICATE_CODE,
    EMPTY_DESCRIPTION,
    LABEL_MISFIT,
    LABEL_MISPRINT,
    LABEL_SLIPPED,
    MIXED_LETTERS,
    MIXED_WILDCARDS,
    REPEATED_DESCRIPTION,
)


class Hierarchy(NamedTuple):
    """What the entries declare and print, the findings, and the entries that only a finding holds."""

    classes: tuple[PrintedClass, ...]
    codes: tuple[PrintedCode, ...]
    findings: tuple[Finding, ...]
    repeated: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class _Label:
    """A label as it is read: its pattern, where it stands, and the entry that it labels."""

    pattern: ClassPattern
    span: Span
    entry: Entry


def read_hierarchy(entries: Sequence[Entry]) -> Hierarchy:
    """The classes and codes of the entries of all tables of a document."""
    labels, misprints = _read_labels(entries)
    codes, repeated, duplicates = _read_codes(entries)
    classes, slipped = _read_classes(labels, {code.code for code in codes})
    misfits = _misfits(labels, slipped)
    findings = [
        *misprints,
        *duplicates,
        *slipped,
        *misfits,
        *_mixed_wildcards(cell for entry in entries for cell in entry.labels),
        *_description_findings(codes),
        *_without_class(codes, classes),
    ]
    return Hierarchy(tuple(classes), tuple(codes), tuple(findings), tuple(repeated))


def _read_labels(entries: Iterable[Entry]) -> tuple[list[_Label], list[Finding]]:
    """The labels in order; one that repeats another and does not fit its row is read by its code (rule 8)."""
    labels: list[_Label] = []
    findings: list[Finding] = []
    declared: set[ClassPattern] = set()
    copied: set[ClassPattern] = set()
    for entry in entries:
        held = [ClassPattern(cell.text) for cell in entry.labels]
        copied = {pattern for pattern in held if _is_copied(pattern, entry, held, declared, copied)}
        for cell, printed in zip(entry.labels, held, strict=True):
            pattern = printed
            if entry.code and printed in declared and not printed.holds(entry.number) and printed not in copied:
                pattern = ClassPattern.of(entry.number, printed.level)
                message = f"the label {printed} is printed again on the row of {entry.number:04d}"
                findings.append(LABEL_MISPRINT.finding(message, cell.span, code=entry.number, pattern=pattern))
            declared.add(pattern)
            labels.append(_Label(pattern, cell.span, entry))
    return labels, findings


def _is_copied(
    pattern: ClassPattern,
    entry: Entry,
    beside: Iterable[ClassPattern],
    declared: Container[ClassPattern],
    above: Container[ClassPattern],
) -> bool:
    """Whether a label on the row of a code that it does not hold is that of a merged cell, copied to all its rows.

    A cell is drawn over rows of a class above or below its own in real documents, and some programs write its label
    on each: 61xx beside 6010 and the codes below it, 601x beside 6100 and 6101. Where such a row begins, the label
    stands for the first time, or beside one that has the same default code as the class it could be a misprint of.
    """
    if entry.code is None or pattern.holds(entry.number):
        return False
    meant = ClassPattern.of(entry.number, pattern.level)
    has_default = any(label.holds(entry.number) and label.zero_code == meant.zero_code for label in beside)
    return pattern in above or pattern not in declared or (has_default and entry.number == meant.zero_code)


def _read_codes(entries: Iterable[Entry]) -> tuple[list[PrintedCode], list[Entry], list[Finding]]:
    """The codes, each as first printed; what is printed again is a finding (rule 9)."""
    codes: dict[int, PrintedCode] = {}
    repeated: list[Entry] = []
    findings: list[Finding] = []
    for entry in entries:
        if entry.code is None:
            continue
        first = codes.setdefault(entry.number, _printed_code(entry, entry.code))
        if first.code_span is not entry.code.span:
            repeated.append(entry)
            findings.append(_repetition(first, entry, entry.code))
    return list(codes.values()), repeated, findings


def _printed_code(entry: Entry, code: Part) -> PrintedCode:
    return PrintedCode(
        code=entry.number,
        description=entry.text,
        label_span=entry.labels[-1].span if entry.labels else None,
        code_span=code.span,
        description_spans=tuple(piece.span for piece in entry.parts),
    )


def _repetition(first: PrintedCode, again: Entry, code: Part) -> Finding:
    if first.description == again.text:
        message = f"{first.code:04d} is printed again with the same text"
        return DUPLICATE_CODE.finding(message, code.span, code=first.code)
    message = f"{first.code:04d} is printed with two texts: {_quoted(first.description)} and {_quoted(again.text)}"
    return CONFLICTING_CODE.finding(message, code.span, code=first.code)


def _quoted(text: str | None) -> str:
    return "none" if text is None else f"«{text}»"


def _read_classes(labels: Iterable[_Label], printed: set[int]) -> tuple[list[PrintedClass], list[Finding]]:
    """The declared classes with their default codes and titles (rules 5 to 7)."""
    by_pattern: dict[ClassPattern, list[_Label]] = {}
    for label in labels:
        by_pattern.setdefault(label.pattern, []).append(label)
    classes: list[PrintedClass] = []
    findings: list[Finding] = []
    for pattern, group in by_pattern.items():
        title, conflicts = _title(group)
        default, slipped = _default_code(pattern, group, printed)
        classes.append(PrintedClass(pattern, default, title, group[0].span))
        findings += (*conflicts, *slipped)
    return classes, findings


def _title(labels: Sequence[_Label]) -> tuple[str | None, list[Finding]]:
    """The first title of a class, and a finding for each other one."""
    titled = [label for label in labels if label.entry.code is None and label.entry.text]
    if not titled:
        return None, []
    title = titled[0].entry.text
    findings = [
        CONFLICTING_TITLE.finding(
            f"{other.pattern} is printed with two titles: {_quoted(title)} and {_quoted(other.entry.text)}",
            other.span,
            pattern=other.pattern,
        )
        for other in titled[1:]
        if other.entry.text != title
    ]
    return title, findings


def _default_code(
    pattern: ClassPattern, labels: Sequence[_Label], printed: set[int]
) -> tuple[int | None, list[Finding]]:
    """The default code of a class: on the row of its label, or slipped from there; none under a title."""
    zero_code = pattern.zero_code
    if any(label.entry.number == zero_code for label in labels):
        return zero_code, []
    has_title = any(label.entry.code is None and label.entry.text for label in labels)
    if has_title or zero_code not in printed:
        return None, []
    row = f"the row of {labels[0].entry.number:04d}" if labels[0].entry.code else "a row without a code"
    message = f"the label {pattern} stands on {row}, not on that of {zero_code:04d}"
    return zero_code, [LABEL_SLIPPED.finding(message, labels[0].span, code=zero_code, pattern=pattern)]


def _misfits(labels: Iterable[_Label], slipped: Iterable[Finding]) -> Iterator[Finding]:
    """A finding for each label on the row of a code that it does not hold, where nothing else tells of it."""
    told = {finding.pattern for finding in slipped}
    for label in labels:
        if label.entry.code and not label.pattern.holds(label.entry.number) and label.pattern not in told:
            message = f"the label {label.pattern} stands on the row of {label.entry.number:04d}"
            yield LABEL_MISFIT.finding(message, label.span, code=label.entry.number, pattern=label.pattern)


def _mixed_wildcards(labels: Iterable[Part]) -> Iterator[Finding]:
    """A finding where Latin and Cyrillic wildcards are mixed (rule 10), at the first label of the rarer kind."""
    latin: list[Part] = []
    cyrillic: list[Part] = []
    for label in labels:
        wildcards = set(label.text.strip("0123456789"))
        latin += [label] * bool(wildcards & set(LATIN_WILDCARDS))
        cyrillic += [label] * bool(wildcards & set(CYRILLIC_WILDCARDS))
    if latin and cyrillic:
        rarer = min(latin, cyrillic, key=len)
        message = f"the wildcard is Latin in {len(latin)} labels and Cyrillic in {len(cyrillic)}"
        yield MIXED_WILDCARDS.finding(message, rarer[0].span, pattern=ClassPattern(rarer[0].text))


def _description_findings(codes: Iterable[PrintedCode]) -> Iterator[Finding]:
    """A finding for each description that is empty, that of a code before (rule 10), or has a word of mixed letters."""
    first_with: dict[str, int] = {}
    for printed in codes:
        place = printed.code_span
        if printed.description is None:
            yield EMPTY_DESCRIPTION.finding(f"{printed.code:04d} has no description", place, code=printed.code)
        elif (first := first_with.setdefault(printed.description, printed.code)) != printed.code:
            message = f"{printed.code:04d} has the same description as {first:04d}: «{printed.description}»"
            yield REPEATED_DESCRIPTION.finding(message, place, code=printed.code)
        for word in mixed_words(printed.description or "")[:1]:
            message = f"«{word}» in the description of {printed.code:04d} mixes Latin and Cyrillic letters"
            yield MIXED_LETTERS.finding(message, place, code=printed.code)


def _without_class(codes: Iterable[PrintedCode], classes: Iterable[PrintedClass]) -> Iterator[Finding]:
    declared = {item.pattern: item.default_code for item in classes}
    for printed in codes:
        if not holding_patterns(printed.code, declared):
            message = f"no declared class holds {printed.code:04d}"
            yield CODE_WITHOUT_CLASS.finding(message, printed.code_span, code=printed.code)
