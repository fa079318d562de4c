"""What a kind of finding is: its id, how grave it is, what it means and what is done about it."""

from __future__ import annotations

from dataclasses import dataclass

from model.pattern import ClassPattern
from model.records import About, Finding, Severity, Span


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of finding.

    Parameters
    ----------
    id
        Stable id, kebab-case.
    severity
        `error`: the data cannot be trusted there; `warning`: look at it; `info`: good to know.
    meaning
        What the document does.
    action
        What is done about it.
    about
        `document`: what the vendor printed; `reading`: what may have been read wrong or left unread.
    """

    id: str
    severity: Severity
    meaning: str
    action: str
    about: About = "document"

    def finding(
        self,
        message: str,
        span: Span,
        *,
        code: int | None = None,
        pattern: ClassPattern | None = None,
    ) -> Finding:
        """A finding of this rule, at a place, about a code or a class."""
        return Finding(
            rule=self.id,
            severity=self.severity,
            about=self.about,
            code=code,
            pattern=pattern,
            message=message,
            action=self.action,
            span=span,
        )
