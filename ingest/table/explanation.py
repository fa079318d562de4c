"""Why places of a document were read as they were: every decision with its evidence (`check --explain`)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final

from ingest.table.codes.choice import weigh_steps
from ingest.table.codes.evidence import Evidence, weigh
from ingest.table.division.seams import weigh_going_on
from ingest.table.entries import Asked
from ingest.table.parts import line_text
from ingest.table.reading import Reading
from ingest.table.scene.candidates import Candidate, LabelMark
from ingest.table.scene.shapes import code_shape
from model import Explanation, Fault, Finding, InputError, Span

_LONGEST: Final = 160


def explain_reading(reading: Reading, asked: Asked, doubts: Sequence[Finding], source: str) -> Explanation:
    """Why what is asked about was read as it was. `doubts` are the findings about the reading.

    Raises
    ------
    InputError
        `nothing-there`, if the document holds nothing of the kind.
    """
    explainer = _Explainer(reading, doubts)
    if asked.number is not None:
        parts = explainer.of_number(asked.number)
    elif asked.pattern is not None:
        parts = explainer.of_class(asked)
    else:
        parts = explainer.of_lines(asked)
    if not parts:
        raise InputError(Fault("nothing-there", f"{asked} stands nowhere in what was read", source))
    places = "1 place" if len(parts) == 1 else f"{len(parts)} places"
    said = f"{asked} stands in {places}" if asked.page is None and asked.line is None else f"{asked}"
    return Explanation(None, said, tuple(parts))


class _Explainer:
    """A reading that can be asked; what several answers need is kept."""

    def __init__(self, reading: Reading, doubts: Sequence[Finding]) -> None:
        self._reading = reading
        self._scene = reading.scene
        self._doubts = doubts
        self._margins = dict(zip((item.index for item in reading.chain.codes), reading.chain.margins, strict=True))
        self._passed = {item.index: margin for item, margin in reading.chain.passed}
        self._weighed = reading.chain.weighed
        self._accepted = {label.index for label in reading.labels}

    @cached_property
    def _owners(self) -> dict[int, int]:
        """The head that each word of a text belongs to, by its place among the heads."""
        return {
            index: number for number, run in enumerate(self._reading.runs) for piece in run for index in piece.indices
        }

    def of_number(self, number: int) -> list[Explanation]:
        """All places where a number stands."""
        found = []
        for index, word in enumerate(self._scene.words):
            shape = code_shape(word.text)
            if (shape is not None and int(shape.text) == number) or f"{number:04d}" in word.text:
                found.append(self._word(index))
        return found

    def of_class(self, asked: Asked) -> list[Explanation]:
        """All places where the label of a class stands."""
        return [self._label(label) for label in self._scene.labels if asked.pattern in label.patterns]

    def of_lines(self, asked: Asked) -> list[Explanation]:
        """All lines of a page, or those of a number."""
        found = []
        for line in self._scene.lines:
            span = self._scene.words[line.begin].span
            if asked.page in {None, span.page} and asked.line in {None, span.line}:
                found.append(self._line(line.number))
        return found

    def _line(self, number: int) -> Explanation:
        line = self._scene.lines[number]
        span = self._scene.words[line.begin].span
        parts = [self._word(index, names_place=False) for index in line.indices if index in self._weighed]
        labels = [self._label(self._scene.label_at[index]) for index in line.indices if index in self._scene.label_at]
        value, sentence = self._read_as(line.indices)
        text = _cut(line_text(self._scene, number))
        return Explanation(
            value, f"{_place(span)}: «{text}»: {sentence}", (*labels, *parts, *self._doubted(span, None))
        )

    def _read_as(self, indices: Sequence[int]) -> tuple[str, str]:
        """How the words of a line were read: in a word, and in a sentence."""
        number = self._scene.line_of[indices[0]]
        if number in self._scene.headed:
            return "headings", "the headings of the table"
        if number in self._scene.furniture:
            return "furniture", f"furniture, no text of the table: {self._scene.furniture[number]}"
        if any(index in self._margins for index in indices):
            return "code", "the row of a code"
        owners = {self._owners[index] for index in indices if index in self._owners}
        if owners:
            return "text", "the text of " + ", ".join(self._head(owner) for owner in sorted(owners))
        if any(index in self._accepted for index in indices):
            return "label", "the row of a class"
        region = self._reading.region
        if not region or indices[-1] < region.start:
            return "before", "stands before the table"
        return ("after", "stands after the table") if indices[0] >= region.stop else ("none", "no part of the table")

    def _head(self, number: int) -> str:
        head = self._reading.heads[number]
        return f"{head.number:04d}" if head.label is None else f"the class {head.label.patterns[-1]}"

    def _word(self, index: int, *, names_place: bool = True) -> Explanation:
        """Why a word was read as a code or as none."""
        word = self._scene.words[index]
        place = f"{_place(word.span)}: «{_cut(line_text(self._scene, self._scene.line_of[index]))}»: "
        before = place if names_place else f"«{word.text}» "
        if index not in self._weighed:
            value, sentence = self._no_candidate(index)
            return Explanation(value, f"{before}{sentence}", self._doubted(word.span, None))
        item = self._weighed[index].case.item
        is_code = index in self._margins
        said = "read as a code" if is_code else "not read as a code"
        other = "without it" if is_code else "with it"
        margin = self._margins[index] if is_code else self._passed[index]
        parts = (
            Explanation(margin, f"margin: by so much the best reading {other} is worse"),
            *self._evidence(item),
            *self._text_of(index, is_code),
            *self._doubted(word.span, item.number),
        )
        return Explanation("code" if is_code else "text", f"{before}{said}", parts)

    def _no_candidate(self, index: int) -> tuple[str, str]:
        """What a number is that could not be a code where it stands."""
        if not self._scene.left_out[index]:
            return "text", "part of a longer word, which is no code"
        if self._scene.roles[index] in {"other", "number"}:
            return "other", "stands in a column that is no part of the three: remarks, or the numbers of rows"
        value, sentence = self._read_as(self._scene.lines[self._scene.line_of[index]].indices)
        return value, sentence if value in {"headings", "furniture"} else "a mark of the format, set aside"

    def _evidence(self, item: Candidate) -> Iterator[Explanation]:
        yield _added("what is seen of it", weigh(self._weighed[item.index].case))
        codes = self._reading.chain.codes
        place = bisect_left([code.index for code in codes], item.index)
        before = codes[max(0, place - 1) : place]
        after = codes[place : place + 1] if item.index not in self._margins else codes[place + 1 : place + 2]
        steps = weigh_steps(self._scene, [*before, item, *after])
        here = len(before)
        if steps[here]:
            name = f"the step to it from {before[0].number:04d}" if before else "what stands before it"
            yield _added(name, steps[here])
        if after:
            yield _added(f"the step from it to {after[0].number:04d}", steps[here + 1])

    def _text_of(self, index: int, is_code: bool) -> Iterator[Explanation]:
        """The text that belongs to a code, line by line; or whose text a number is part of."""
        if not is_code:
            if index in self._owners:
                yield Explanation("text", f"part of the text of {self._head(self._owners[index])}")
            return
        number = next(
            place for place, head in enumerate(self._reading.heads) if head.index == index and head.kind == "code"
        )
        margins = [border.margin for border in self._reading.division.borders[number : number + 2]]
        lines = tuple(self._line_of_text(place) for place in self._reading.division.run(number))
        said = "where its text begins: by so much the best other border is worse", "where its text ends: the same"
        borders = tuple(
            Explanation(margin, sentence) for margin, sentence in zip(margins, said, strict=True) if margin < 1e6
        )
        yield Explanation(
            self._reading.division.manner, "its text, and where texts stand beside codes", lines + borders
        )

    def _line_of_text(self, place: int) -> Explanation:
        """A line of a text: what speaks against its going on with the line before, and against a begin there."""
        piece, seam = self._reading.pieces[place], self._reading.seams[place]
        text = f"{_place(piece.first.span)}: «{_cut(piece.text)}»"
        if not place:
            return Explanation("text", text)
        against = weigh_going_on(self._reading.texture, self._reading.pieces[place - 1], piece)
        parts = tuple(Explanation(weight, sentence) for weight, sentence in against)
        return Explanation(
            "text",
            text,
            (
                Explanation(-seam.goes_on or 0.0, "that it goes on with the line before", parts),
                Explanation(-seam.begins or 0.0, "that a text begins with it"),
            ),
        )

    def _label(self, label: LabelMark) -> Explanation:
        word = self._scene.words[label.index]
        is_read = label.index in self._accepted
        said = "read as the label of a class" if is_read else "not read as a label"
        place = f"{_place(word.span)}: «{_cut(line_text(self._scene, label.line))}»: "
        where = [
            sentence
            for holds, sentence in (
                (
                    self._scene.roles[label.index] == "class",
                    "stands in the column that is headed as that of the classes",
                ),
                (self._scene.begins(label.index), "begins a line or a cell"),
                (self._scene.ends(label.index), "ends a line or a cell"),
            )
            if holds
        ]
        numbers = [item.number for item in self._reading.chain.codes]
        held = [number for number in numbers if label.holds(number)]
        where.append(f"holds {len(held)} of the codes that were read")
        return Explanation(
            "label" if is_read else "text",
            f"{place}{word.text} was {said}",
            (*(Explanation(None, sentence) for sentence in where), *self._doubted(word.span, None)),
        )

    def _doubted(self, span: Span, number: int | None) -> tuple[Explanation, ...]:
        """The findings about the reading of a place."""
        return tuple(
            Explanation(doubt.rule, f"{doubt.severity}: {doubt.message}")
            for doubt in self._doubts
            if (doubt.page, doubt.line) == (span.page, span.line) and number in {None, doubt.code}
        )


def _added(sentence: str, evidence: Sequence[Evidence]) -> Explanation:
    """Evidence with what it adds up to."""
    parts = tuple(
        Explanation(item.weight, item.sentence) for item in sorted(evidence, key=lambda item: -abs(item.weight))
    )
    return Explanation(sum(item.weight for item in evidence), sentence, parts)


def _place(span: Span) -> str:
    page = "" if span.page is None else f"page {span.page}, "
    return f"{page}line {span.line}" if span.line is not None else page.rstrip(", ")


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
