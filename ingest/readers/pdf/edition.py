"""What a PDF prints or states about its own edition."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from ingest.document.cleaning import clean
from ingest.document.edition_labels import Labels

_VERSION: Final = re.compile(r"(?<!\w)(?:v|ver|version|версия|редакция|edition|rev)\.?\s*\d", re.IGNORECASE)
_SEPARATOR: Final = re.compile(r"\s*[|•·]\s*|\s{3,}")
_DATE: Final = re.compile(
    r"(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:(Z)|([+-])(\d\d)'?(\d\d)?'?)?.*", re.DOTALL
)


def edition_labels(metadata: dict[str, str], running_heads: Counter[str], pages: int) -> Labels:
    """The labels of an edition, from the metadata of a PDF and the lines that its pages repeat."""
    return Labels(
        printed_version=printed_version(running_heads),
        title=clean(metadata.get("Title", "")) or None,
        author_tool=_tool(metadata),
        created=iso_date(metadata.get("CreationDate", "")),
        modified=iso_date(metadata.get("ModDate", "")),
        pages=pages,
    )


def printed_version(running_heads: Counter[str]) -> str | None:
    """The part of the running heads that names a version, the one on most pages.

    Examples
    --------
    >>> printed_version(Counter({"mango-office.ru | API v 1.10 (24.12.2017)": 60}))
    'API v 1.10 (24.12.2017)'
    """
    versions: Counter[str] = Counter()
    for line, count in running_heads.items():
        for part in _SEPARATOR.split(line):
            if count > 1 and _VERSION.search(part):
                versions[part] += count
    return max(versions, key=lambda part: (versions[part], part)) if versions else None


def _tool(metadata: dict[str, str]) -> str | None:
    tools = dict.fromkeys(clean(metadata.get(key, "")) for key in ("Creator", "Producer"))
    return ", ".join(tool for tool in tools if tool) or None


def iso_date(text: str) -> str | None:
    """A date of a PDF as ISO 8601, as precise as it is written; None if it is none.

    Examples
    --------
    >>> iso_date("D:20180507154055+03'00'"), iso_date("D:201805"), iso_date("yesterday")
    ('2018-05-07T15:40:55+03:00', '2018-05', None)
    """
    match = _DATE.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second, zulu, sign, hours, minutes = match.groups()
    date = "-".join(part for part in (year, month, day) if part)
    if not hour or not day:
        return date
    zone = "Z" if zulu else f"{sign}{hours}:{minutes or '00'}" if sign else ""
    return f"{date}T{hour}:{minute or '00'}:{second or '00'}{zone}"
