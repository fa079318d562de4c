"""The content of `codebook.json`, and where the bundled one stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, Self

from pydantic import model_validator

from model.hierarchy import PrintedClass, PrintedCode, place_all
from model.records import CodeClass, Edition, Finding, Record, ResultCode
from model.rules import RULES
from model.tables import FIRST_SCHEMA_VERSION, SCHEMA_VERSION


class CodeBookDocument(Record):
    """Everything that `codebook.json` holds. The records are checked against each other when it is loaded.

    A file of schema version 1.0 becomes one of 1.1: what its findings are about, their rules say.
    """

    schema_version: Literal["1.1"] = SCHEMA_VERSION
    edition: Edition
    classes: tuple[CodeClass, ...]
    codes: tuple[ResultCode, ...]
    findings: tuple[Finding, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _of_now(cls, content: Any) -> Any:
        if not isinstance(content, dict) or content.get("schema_version") != FIRST_SCHEMA_VERSION:
            return content
        findings = content.get("findings", ())
        told = list(map(_with_about, findings)) if isinstance(findings, list) else findings
        return content | {"schema_version": SCHEMA_VERSION, "findings": told}

    @model_validator(mode="after")
    def _records_agree(self) -> Self:
        classes, derived = place_all(map(_printed_class, self.classes), map(_printed_code, self.codes))
        for stored, expected in zip((*self.classes, *self.codes), (*classes, *derived), strict=True):
            if stored != expected:
                raise ValueError(f"{stored!r} should be {expected!r}")
        return self


def _with_about(finding: Any) -> Any:
    is_known = isinstance(finding, dict) and finding.get("rule") in RULES
    return finding | {"about": RULES[finding["rule"]].about} if is_known else finding


def _printed_class(item: CodeClass) -> PrintedClass:
    return PrintedClass(item.pattern, item.default_code, item.title, item.span)


def _printed_code(item: ResultCode) -> PrintedCode:
    return PrintedCode(item.code, item.description, item.label_span, item.code_span, item.description_spans)


def bundled_path(name: str = "editions/result-codes/codebook.json") -> Path:
    """A file of `data/` that comes with the package; without a name, the code book of the user's own document.

    An installed package carries it beside its modules; a source checkout has it in `data/`.
    """
    here = Path(__file__).parent
    installed = here / "bundled"
    return (installed if installed.exists() else here.parent / "data") / name
