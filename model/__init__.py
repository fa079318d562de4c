"""What a code book is, and what can be asked of it."""

from model.changes import Change, ChangeRule
from model.codebook import CodeBook
from model.compare import Comparison, compare
from model.corrections import apply_corrections, load_corrections
from model.decoding.decode import decode
from model.doubts import DoubtfulError
from model.errors import (
    ColumnError,
    Fault,
    InputError,
    InvalidCodeBookError,
    InvalidCodeError,
    InvalidPatternError,
    MissingPackageError,
    PublicationError,
    ResultCodesError,
    UndecodableError,
    UnknownCodeError,
    UnknownTableError,
)
from model.explanation import Explanation
from model.hierarchy import PrintedClass, PrintedCode
from model.pattern import ClassPattern
from model.records import Account, CodeClass, Correction, Edition, Finding, Resolution, ResultCode, SettledReading, Span
from model.settled import load_readings

__all__ = [
    "Account",
    "Change",
    "ChangeRule",
    "ClassPattern",
    "CodeBook",
    "CodeClass",
    "ColumnError",
    "Comparison",
    "Correction",
    "DoubtfulError",
    "Edition",
    "Explanation",
    "Fault",
    "Finding",
    "InputError",
    "InvalidCodeBookError",
    "InvalidCodeError",
    "InvalidPatternError",
    "MissingPackageError",
    "PrintedClass",
    "PrintedCode",
    "PublicationError",
    "Resolution",
    "ResultCode",
    "ResultCodesError",
    "SettledReading",
    "Span",
    "UndecodableError",
    "UnknownCodeError",
    "UnknownTableError",
    "apply_corrections",
    "compare",
    "decode",
    "load_corrections",
    "load_readings",
]
