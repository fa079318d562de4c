"""Doubts about furniture: lines that were left out and may be text, lines inside texts that may be furniture."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import pairwise, takewhile
from typing import Final

from ingest.document.fragments import WATERMARK, Word
from ingest.table.division.bands import owners_by_band
from ingest.table.division.heads import Head, Piece
from ingest.table.division.seams import capital_inside
from ingest.table.division.texture import Texture
from ingest.table.doubts.addresses import Tails, asks_for_address
from ingest.table.parts import line_text
from ingest.table.reading import Reading
from ingest.table.scene.furniture import can_be_head, is_at_seam
from ingest.table.scene.furniture_cells import first_of_key, head_key, is_like_head
from ingest.table.scene.furniture_notices import NOTICE
from ingest.table.scene.furniture_pages import heads_above, without_digits
from ingest.table.scene.furniture_rows import SECTION_TITLE
from ingest.table.scene.headings import Headings
from ingest.table.scene.page_numbers import is_continuation, is_page_number
from ingest.table.scene.scene import Scene
from ingest.table.scene.wording import (
    begins_capital,
    begins_small,
    ends_sentence,
    is_name,
    is_phrase,
    is_unit,
    wants_number,
)
from model import Finding
from model.reading_rules import DOUBTFUL_TEXT

_SAME_PLACE: Final = 4.0
_CLOSE: Final = 1.2
_WORDS_OF_A_HEAD: Final = 3
"""So many words at least are a running head, where they end the line of a text."""


def furniture_doubts(reading: Reading) -> Iterator[Finding]:
    """All doubts about furniture, of a reading with codes."""
    yield from _lines_left_out(reading)
    yield from _other_headings(reading)
    yield from _as_texts(reading)
    yield from _same_place(reading)
    yield from _again(reading)
    yield from _again_in_cells(reading)
    yield from _behind_texts(reading)


def _same_place(reading: Reading) -> Iterator[Finding]:
    """Lines inside the texts of pages that stand at the same height of another page, as running heads do.

    What stands between the rules of its row, or goes on close below in the column of the texts, is none; nor is what
    ends a longer line elsewhere, or is said behind the end of the line before: «попытку» «позже.»; nor a number that it
    wants: «более» «250».
    """
    scene = reading.scene
    if scene.fragments.layout != "page":
        return
    owners = dict(zip((piece.indices for piece in reading.pieces), owners_by_band(reading.texture), strict=True))
    said = {pair for piece in reading.owned for pair in pairwise(scene.words[index].text for index in piece.indices)}
    tails = Tails([piece.text for piece in reading.owned])
    places: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for line in scene.lines:
        places[line_text(scene, line.number)].append((line.sheet, line.base))
    for head, run in reading.headed:
        for before, piece in pairwise(run):
            line = scene.lines[scene.line_of[piece.indices[0]]]
            text = line_text(scene, line.number)
            is_said = begins_small(piece.first.text) and (before.last.text, piece.first.text) in said
            is_said |= tails.has(text) or (piece.first.text[:1].isdigit() and wants_number(before.last.text))
            if is_said or owners[piece.indices] is not None or _goes_on(reading.texture, before, piece):
                continue
            others = [base for sheet, base in places[text] if sheet != line.sheet]
            comes_again = any(abs(base - line.base) < _SAME_PLACE for base in others)
            if text == piece.text and comes_again and (can_be_head(text) or line.number - 1 in scene.headed):
                yield _could_be_head(head, piece, text)


def _could_be_head(head: Head, piece: Piece, text: str) -> Finding:
    message = f"«{text[:50]}» in the text of {head.number:04d} could be a running head"
    return DOUBTFUL_TEXT.finding(message, piece.first.span, code=head.number)


def _goes_on(texture: Texture, before: Piece, piece: Piece) -> bool:
    """Whether a piece stands in the column of the texts, no further from the line before than lines of a text do.

    What begins as texts do may be the head of a page, which is set as near.
    """
    is_below = before.first.sheet == piece.first.sheet and piece.base - before.base < _CLOSE * texture.leading
    return is_below and texture.is_in_column(piece) and not capital_inside(texture, before, piece)


def _again(reading: Reading) -> Iterator[Finding]:
    """Lines inside the texts of a copy that come again as lines of their own, or are bare numbers.

    The first line of a text is asked too, where it stands beside no code and most do: below a code that ends its page
    stands what ends the page.
    """
    scene = reading.scene
    if scene.fragments.layout != "text":
        return
    counts = Counter(scene.texts)
    heads = {line_text(scene, number) for number, name in scene.furniture.items() if name == "running head"}
    left_out = cache(lambda: set(map(head_key, heads)))
    firsts = set(map(first_of_key, heads))
    is_left_out = cache(lambda text: first_of_key(text) in firsts and head_key(text) in left_out())
    said = cache(partial(_numbers_said, scene.words))  # few documents ask, nor what stands at seams
    are_beside = 2 * len(reading.texture.codes_beside_texts) > len(reading.chain.codes)
    at_seams = cache(partial(_texts_at_seams, scene, {text for text, count in counts.items() if count > 2}))
    for head, run in reading.headed:
        for before, piece, after in zip([None, *run], run, [*run[1:], None], strict=False):
            if before is None and not are_beside:
                continue
            text = line_text(scene, scene.line_of[piece.indices[0]])
            if text != piece.text or (after is not None and before is not None and _is_wanted(before, after)):
                continue
            comes_again = counts[text] > 2 and (begins_capital(text) or is_like_head(text)) and " " in text
            comes_again = comes_again and not _is_under(reading.texture, before, piece)
            comes_again = comes_again and (piece.first.place.page is None or text in at_seams())
            comes_again = comes_again or is_left_out(text)
            if comes_again or (is_page_number(text) and not _is_wanted_or_said(said(), before, piece, after)):
                yield _could_be_head(head, piece, text)


def _texts_at_seams(scene: Scene, texts: Collection[str]) -> frozenset[str]:
    """What of some texts the lines say that a page of a copy begins or ends with: running heads do on one at least."""
    return frozenset(
        text
        for number, text in enumerate(scene.texts)
        if text in texts and is_at_seam(scene.pages, number, scene.headed, scene.furniture)
    )


def _is_under(texture: Texture, before: Piece | None, piece: Piece) -> bool:
    """Whether a line of a copy stands in the column of the texts that it keeps, on the page of the line before.

    Or right where that begins: blanks set some texts a little aside.
    """
    if before is None or not texture.is_aligned or before.last.place.page != piece.first.place.page:
        return False
    return texture.is_in_column(piece) or 0 < piece.first.x0 == before.first.x0


def _numbers_said(words: Sequence[Word]) -> Counter[tuple[str, str, str]]:
    """The bare numbers of a document between the words around them: no two pages have one number."""
    triples = zip(words, words[1:], words[2:], strict=False)
    return Counter((before.text, word.text, after.text) for before, word, after in triples if word.text.isdecimal())


def _is_wanted_or_said(
    said: Mapping[tuple[str, str, str], int], before: Piece | None, number: Piece, after: Piece | None
) -> bool:
    """Whether a bare number belongs to the words around it: the one before asks for it, a unit follows, they say it
    elsewhere too, or it has zeros in front as the rest of `10 000` has.
    """
    if before is not None and wants_number(before.last.text):
        return True
    if before is None or after is None:
        return False
    around = before.last.text, number.first.text, after.first.text
    return is_unit(after.first.text) or said.get(around, 0) > 1 or number.first.text.startswith("0")


def _is_wanted(before: Piece, after: Piece) -> bool:
    """Whether the line after another cannot go on with the one before it: what stands between them belongs there."""
    is_small = begins_small(after.first.text) and not is_name(after.first.text)
    return is_small and ends_sentence(before.last.text)


def _again_in_cells(reading: Reading) -> Iterator[Finding]:
    """Lines inside the texts of a table of the format that come again, and are set as running heads are."""
    scene = reading.scene
    if scene.fragments.layout != "grid":
        return
    tails = Tails(scene.texts)
    inside = [
        (head, piece, text)
        for head, run in reading.headed
        for before, piece in pairwise(run)
        if is_like_head(text := piece.text) and not asks_for_address(before) and not tails.has(text)
    ]
    lines = scene.lines if inside else ()
    counts = Counter(head_key(line_text(scene, line.number)) for line in lines)
    for head, piece, text in inside:
        if counts[head_key(text)] > 1:
            yield _could_be_head(head, piece, text)


def _behind_texts(reading: Reading) -> Iterator[Finding]:
    """Texts of a copy that end a page, with what another line ends with too, set as running heads are: it lost a line.

    A phrase that texts say again and again ends no page, where headings follow or its number.
    """
    scene = reading.scene
    pairs = [(head, run[-1]) for head, run in reading.headed if run] if scene.fragments.layout == "text" else []
    likely = [(head, piece) for head, piece in pairs if is_like_head(piece.text) and _ends_page(scene, piece)]
    ends: defaultdict[str, list[list[str]]] = defaultdict(list)
    for text in scene.texts if likely else ():
        ends[text.rsplit(" ", 1)[-1]].append(text.split())
    for head, piece in likely:
        own = piece.text.split()
        shared = sorted(_shared_end(own, other) for other in ends[own[-1]])[-2:-1]  # the last is its own line
        if shared and shared[0] >= _WORDS_OF_A_HEAD and is_like_head(" ".join(own[-shared[0] :])):
            yield _could_be_head(head, piece, " ".join(own[-shared[0] :]))


def _ends_page(scene: Scene, piece: Piece) -> bool:
    """Whether headings that come again stand right below a line, or below the number of its page."""
    after = scene.line_of[piece.indices[-1]] + 1
    is_number = after < len(scene.texts) and is_page_number(scene.texts[after])
    return after + is_number in scene.headed


def _shared_end(words: Sequence[str], others: Sequence[str]) -> int:
    """How many words two lines end with alike."""
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(reversed(words), reversed(others), strict=False))
    return sum(1 for _ in pairs)


def _as_texts(reading: Reading) -> Iterator[Finding]:
    """Running heads of a copy, of words alone, right below or above a text in its column, or that a text says too."""
    scene = reading.scene
    heads = [number for number, name in scene.furniture.items() if name == "running head"]
    texts = scene.texts
    phrases = [number for number in sorted(heads) if is_phrase(texts[number]) and not is_continuation(texts[number])]
    owned = {scene.line_of[piece.indices[0]]: piece for piece in reading.owned} if phrases else {}
    said = cache(lambda text: " " in text and any(text in piece.text for piece in reading.owned))
    for number in phrases if scene.fragments.layout == "text" else ():
        first = scene.words[scene.lines[number].begin]
        # The line of a code may stand between the first line of its text and the next.
        near = [(abs(step), piece) for step in (-1, 1, 2) if (piece := owned.get(number + step)) is not None]
        is_near = any(0 < first.x0 == piece.first.x0 and abs(first.base - piece.base) <= step for step, piece in near)
        if scene.lines[number].begin in reading.region and (is_near or said(scene.texts[number])):
            message = f"«{scene.texts[number][:50]}» was read as a running head, and stands where a text goes on"
            yield DOUBTFUL_TEXT.finding(message, first.span)


def _other_headings(reading: Reading) -> Iterator[Finding]:
    """Headings inside a copied table that are set otherwise than the first: they may be words of a text.

    Not below furniture, as where a page begins, if they say the same.
    """
    scene = reading.scene
    if scene.fragments.layout != "text" or not scene.headings:
        return
    first, *others = scene.headings
    usual, said = first.end - first.begin, _words_of(scene, first)
    for item in others:
        is_again = item.begin - 1 in scene.furniture and _words_of(scene, item) == said
        if item.end - item.begin > usual and not is_again:
            message = "the headings of the table could be words of the text before them"
            yield DOUBTFUL_TEXT.finding(message, scene.words[scene.lines[item.begin].begin].span)


def _words_of(scene: Scene, headings: Headings) -> list[str]:
    """What headings say, in the order of the alphabet."""
    return sorted(text for number in range(headings.begin, headings.end) for text in scene.texts[number].split())


def _lines_left_out(reading: Reading) -> Iterator[Finding]:
    """Lines of a page taken for furniture that stand between codes of that page, and not over headings.

    What is set as a head, and stands above the table too, is one wherever it comes.
    """
    scene = reading.scene
    if scene.fragments.layout != "page":
        return
    above = heads_above(scene.texts[: min(scene.headed, default=0)])
    coded: defaultdict[int, list[int]] = defaultdict(list)
    for item in reading.chain.codes:
        coded[scene.lines[item.line].sheet].append(item.line)
    for number in sorted(scene.furniture):
        near = coded.get(scene.lines[number].sheet)
        if near and near[0] < number < near[-1] and number + 1 not in scene.headed:
            text = line_text(scene, number)
            if (
                without_digits(text) not in above
                and not is_continuation(text)
                and scene.furniture[number] not in {NOTICE, SECTION_TITLE, WATERMARK}
            ):
                message = f"«{text[:50]}» was read as a running head, and stands between codes"
                yield DOUBTFUL_TEXT.finding(message, scene.words[scene.lines[number].begin].span)
