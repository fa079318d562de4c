"""What a code book is, and what can be asked of it."""

from model.codebook import CodeBook
from model.errors import (
    Fault,
    InputError,
    InvalidCodeBookError,
    InvalidCodeError,
    InvalidPatternError,
    PublicationError,
    ResultCodesError,
    UnknownCodeError,
)
from model.hierarchy import PrintedClass, PrintedCode
from model.pattern import ClassPattern
from model.records import Account, CodeClass, Edition, Finding, Resolution, ResultCode, Span

__all__ = [
    "Account",
    "ClassPattern",
    "CodeBook",
    "CodeClass",
    "Edition",
    "Fault",
    "Finding",
    "InputError",
    "InvalidCodeBookError",
    "InvalidCodeError",
    "InvalidPatternError",
    "PrintedClass",
    "PrintedCode",
    "PublicationError",
    "Resolution",
    "ResultCode",
    "ResultCodesError",
    "Span",
    "UnknownCodeError",
]
