"""Presentations: the tables of slides in their order, merged cells, and what no slide shows as its text."""

from __future__ import annotations

import io
import zipfile
from itertools import count

import pytest

from model import InputError
from tests.readers.seen import lines, read, tables, unaccounted

MAIN = "http://schemas.openxmlformats.org"
SPACES = (
    f'xmlns:a="{MAIN}/drawingml/2006/main" xmlns:p="{MAIN}/presentationml/2006/main"'
    f' xmlns:r="{MAIN}/officeDocument/2006/relationships" xmlns:mc="{MAIN}/markup-compatibility/2006"'
)


def _text(text: str, properties: str = "") -> str:
    runs = "<a:br/>".join(f"<a:r><a:rPr {properties}/><a:t>{part}</a:t></a:r>" for part in text.split("\n"))
    return f"<a:p>{runs}</a:p>"


def _cell(text: str, properties: str = "") -> str:
    return f"<a:tc {properties}><a:txBody>{_text(text)}</a:txBody></a:tc>"


def _table(*rows: str) -> str:
    inner = "".join(f"<a:tr>{row}</a:tr>" for row in rows)
    return (
        f"<p:graphicFrame><a:graphic><a:graphicData><a:tbl>{inner}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    )


def _shape(text: str, kind: str = "title") -> str:
    holder = f'<p:nvSpPr><p:nvPr><p:ph type="{kind}"/></p:nvPr></p:nvSpPr>'
    return f"<p:sp>{holder}<p:txBody>{_text(text)}</p:txBody></p:sp>"


def presentation(*slides: str) -> bytes:
    """A presentation of some slides; the last of them stands first in the archive."""
    numbers = range(1, len(slides) + 1)
    kind = f"{MAIN}/officeDocument/2006/relationships/slide"
    parts = {
        f"ppt/slides/slide{number}.xml": f"<p:sld {SPACES}><p:cSld><p:spTree>{slide}</p:spTree></p:cSld></p:sld>"
        for number, slide in reversed(list(zip(count(1), slides, strict=False)))
    }
    listed = "".join(f'<p:sldId id="{255 + number}" r:id="r{number}"/>' for number in numbers)
    targets = "".join(
        f'<Relationship Id="r{number}" Type="{kind}" Target="slides/slide{number}.xml"/>' for number in numbers
    )
    parts["ppt/presentation.xml"] = f"<p:presentation {SPACES}><p:sldIdLst>{listed}</p:sldIdLst></p:presentation>"
    parts["ppt/_rels/presentation.xml.rels"] = (
        f'<Relationships xmlns="{MAIN}/package/2006/relationships">{targets}</Relationships>'
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()


HEAD = "".join(map(_cell, ("Класс", "Код", "Описание")))
FIRST = _shape("Коды") + _table(
    HEAD,
    _cell("1xxx", 'rowSpan="2"') + _cell("1000") + _cell("Да\nи нет"),
    _cell("", 'vMerge="1"') + _cell("1001") + _cell("Нет"),
)
SECOND = (
    f"<mc:AlternateContent><mc:Choice>{_table(HEAD, _cell('2xxx') + _cell('2000') + _cell('Мимо'))}</mc:Choice>"
    f"<mc:Fallback>{_table(_cell('2xxx') + _cell('2000') + _cell('Мимо'))}</mc:Fallback></mc:AlternateContent>"
    + _shape("2", "sldNum")
)


def test_tables_of_slides() -> None:
    """Merged cells, line breaks, the order of the presentation; what stands there for older programs is not read."""
    found = read(presentation(FIRST, SECOND))
    assert found.format == "pptx"
    assert tables(found) == [
        [{0: "Класс", 1: "Код", 2: "Описание"}, {0: "1xxx", 1: "1000", 2: "Да/и нет"}, {1: "1001", 2: "Нет"}],
        [{0: "Класс", 1: "Код", 2: "Описание"}, {0: "2xxx", 1: "2000", 2: "Мимо"}],
    ]
    assert lines(found) == ["Коды", "2"]
    assert [(word.text, word.span.page) for word in found.words if word.furniture] == [("2", 2)]
    assert unaccounted(found) == {}


def test_how_texts_are_set() -> None:
    """Raised and struck through."""
    texts = _text("2)", "baseline='30000'") + _text("Да", "strike='sngStrike'")
    found = read(presentation(f"<p:sp>{texts}</p:sp>"))
    assert [(word.text, word.style.is_raised, word.style.is_struck) for word in found.words] == [
        ("2)", True, False),
        ("Да", False, True),
    ]


def test_slides_without_a_text_and_damaged_ones_are_told() -> None:
    """Pictures hold none."""
    with pytest.raises(InputError, match="pictures"):
        read(presentation("<p:pic/>"))
    with pytest.raises(InputError, match="damaged-pptx"):
        read(presentation("<p:sp>"))
