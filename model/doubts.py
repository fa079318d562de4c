"""What is raised where a document can be read in two ways: the doubts, as data."""

from __future__ import annotations

from collections.abc import Sequence

from model.codebook import CodeBook
from model.errors import PublicationError
from model.records import Finding


class DoubtfulError(PublicationError):
    """A document was read, and how it is to be read is in doubt: nothing of it is published.

    Attributes
    ----------
    source
        The name of the document.
    doubts
        The findings about the reading, of severity error, in the order of the document.
    book
        The code book as it would be if all of it was read right.
    """

    id = "doubtful-reading"

    def __init__(self, source: str, doubts: Sequence[Finding], book: CodeBook) -> None:
        count = len(doubts)
        places = "1 place is in doubt; look at it" if count == 1 else f"{count} places are in doubt; look at them"
        super().__init__(
            f"{source}: not published: {places} with: resultcodes check; if all of it is read right, say "
            f"--accept-doubts {count}, and no other number; or settle each, once for all editions, with: "
            f"resultcodes check --settle{_not_settled(doubts)}"
        )
        self.source = source
        self.doubts = tuple(doubts)
        self.book = book

    def __reduce__(self) -> tuple[type[DoubtfulError], tuple[str, tuple[Finding, ...], CodeBook]]:
        return type(self), (self.source, self.doubts, self.book)


def _not_settled(doubts: Sequence[Finding]) -> str:
    """What is told of doubts that no words can settle: what is not there, or was not read."""
    rules = sorted({doubt.rule for doubt in doubts if not doubt.rule.startswith("doubtful-")})
    return f" (but for {', '.join(rules)}: get a whole document)" if rules else ""
