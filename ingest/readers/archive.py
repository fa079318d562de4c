"""What the members of a ZIP archive unpack to, and no more than they say."""

from __future__ import annotations

from copy import copy
from zipfile import BadZipFile, ZipFile, ZipInfo


def content_of(archive: ZipFile, member: ZipInfo) -> bytes:
    """What a member unpacks to.

    Raises
    ------
    BadZipFile
        If that is more than the archive says: whoever reads it by its name unpacks the whole, however much it is.
    """
    asked = copy(member)
    asked.file_size += 1
    with archive.open(asked) as file:
        content = file.read(asked.file_size)
    if len(content) > member.file_size:
        raise BadZipFile(member.filename)
    return content
