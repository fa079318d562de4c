"""Result codes: documents that list them become code books, and code books say what a code means.

`ingest` reads a document into a `CodeBook`; `CodeBook.load()` is the bundled one. `book.resolve(2219)` reads one code,
known or not, as its nearest known class, and `decode` a whole column of them. All that is public has this one name.

The parts of the package are called `model` and `ingest`, as much else is: a `model.py` beside a script stands before
ours. So they are loaded as `resultcodes.parts.model` and `resultcodes.parts.ingest`, and in these the short names mean
our own, while everywhere else they mean what stands there. Where nothing else has the short names, they are other names
of these; or these are other names of those, if they were imported first.
"""

from __future__ import annotations

import builtins
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from ingest import Limits, ReadOptions, __version__, explain, ingest, read_calls
    from model import (
        Account,
        Change,
        ChangeRule,
        ClassPattern,
        CodeBook,
        CodeClass,
        ColumnError,
        Comparison,
        Correction,
        DoubtfulError,
        Edition,
        Explanation,
        Fault,
        Finding,
        InputError,
        InvalidCodeBookError,
        InvalidCodeError,
        InvalidPatternError,
        MissingPackageError,
        PrintedClass,
        PrintedCode,
        PublicationError,
        Resolution,
        ResultCode,
        ResultCodesError,
        SettledReading,
        Span,
        UndecodableError,
        UnknownCodeError,
        UnknownTableError,
        apply_corrections,
        compare,
        decode,
        load_corrections,
        load_readings,
    )
    from model import pandas_accessor as pandas_accessor  # noqa: PLC0414 - so type checkers take it as public

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
    "Limits",
    "MissingPackageError",
    "PrintedClass",
    "PrintedCode",
    "PublicationError",
    "ReadOptions",
    "Resolution",
    "ResultCode",
    "ResultCodesError",
    "SettledReading",
    "Span",
    "UndecodableError",
    "UnknownCodeError",
    "UnknownTableError",
    "__version__",
    "apply_corrections",
    "compare",
    "decode",
    "explain",
    "ingest",
    "load_corrections",
    "load_readings",
    "read_calls",
]

_ROOT: Final = Path(__file__).resolve().parent
_PARTS: Final = "resultcodes.parts"
_ACCESSOR: Final = "resultcodes.pandas_accessor"
_OF_INGEST: Final = frozenset({"Limits", "ReadOptions", "__version__", "explain", "ingest", "read_calls"})


def is_ours(part: str) -> bool:
    """Whether a short name means our part, here and now."""
    if part in sys.modules:
        file = getattr(sys.modules[part], "__file__", None)
    else:
        spec = PathFinder.find_spec(part)
        file = spec and spec.origin
    return file is not None and Path(file).resolve() == _ROOT / part / "__init__.py"


def _names() -> dict[str, str]:
    """What each part is called: by its short name if it is loaded by that, and so is all that it imports."""
    model = "model" if "model" in sys.modules and is_ours("model") else f"{_PARTS}.model"
    is_short = model == "model" and "ingest" in sys.modules and is_ours("ingest")
    return {"model": model, "ingest": "ingest" if is_short else f"{_PARTS}.ingest"}


_NAMES: Final = _names()


class _Finder:
    """Finds our parts under their long names, and under the short ones what is loaded under the long ones."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The spec of a module of ours, None for every other."""
        del path, target
        if fullname == _PARTS:
            return ModuleSpec(fullname, None, is_package=True)
        if fullname == _ACCESSOR:
            return ModuleSpec(fullname, _Alias(f"{_NAMES['model']}.pandas_accessor"))  # type: ignore[arg-type]
        top, _, rest = fullname.removeprefix(f"{_PARTS}.").partition(".")
        if top not in _NAMES or fullname == "ingest.__main__":
            return None
        name = f"{_NAMES[top]}.{rest}".rstrip(".")
        if name != fullname:
            loader = _Alias(name)  # without its abstract class, which takes as long to import as all of this module
            return ModuleSpec(fullname, loader) if _is_meant(fullname) else None  # type: ignore[arg-type]
        return _own_spec(fullname, _ROOT.joinpath(top, *rest.split("."))) if name.startswith(_PARTS) else None


def _own_spec(fullname: str, path: Path) -> ModuleSpec | None:
    """The spec of a module of ours, a package or not, which is loaded under its long name."""
    package, module = path / "__init__.py", path.with_suffix(".py")
    if package.is_file():
        folders = [str(path)]
        loader = _Own(fullname, str(package))
        return spec_from_file_location(fullname, package, loader=loader, submodule_search_locations=folders)
    return spec_from_file_location(fullname, module, loader=_Own(fullname, str(module))) if module.is_file() else None


def _is_meant(fullname: str) -> bool:
    """Whether a name means a part of ours: a long one does, a short one only where nothing else has it."""
    return fullname.startswith(_PARTS) or is_ours(fullname.partition(".")[0])


class _Alias:
    """Gives a module that is loaded under another name."""

    def __init__(self, name: str) -> None:
        self._name = name

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """The module itself."""
        del spec
        module = import_module(self._name)
        self._spec = module.__spec__
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Nothing: it is loaded. But what was noted of it while it was found here is taken back."""
        module.__spec__ = self._spec


class _Own(SourceFileLoader):
    """Loads a module in which the short names mean our parts, by the `__import__` that it finds among its builtins."""

    def exec_module(self, module: ModuleType) -> None:
        """Run it."""
        vars(module)["__builtins__"] = {**vars(builtins), "__import__": _import}
        super().exec_module(module)


def _import(
    name: str,
    globals: Mapping[str, object] | None = None,  # noqa: A002 - so Python names it
    locals: Mapping[str, object] | None = None,  # noqa: A002 - the same
    fromlist: Sequence[str] = (),
    level: int = 0,
) -> Any:
    """What an import statement calls."""
    top = name.partition(".")[0]
    if level or top not in _NAMES:
        return builtins.__import__(name, globals, locals, fromlist, level)
    # With something to take from it, the module itself is given, and not the first package of its name.
    module = builtins.__import__(f"{_PARTS}.{name}", globals, locals, fromlist or ("__name__",))
    return module if fromlist else sys.modules[f"{_PARTS}.{top}"]


def __getattr__(name: str) -> object:
    # On demand: help needs none of it.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_NAMES["ingest" if name in _OF_INGEST else "model"]), name)


def __dir__() -> list[str]:
    return __all__


if __name__ == "__main__":
    # By the short name, as the command, unless something else has it: the long way takes longer.
    shortest = "ingest" if is_ours("ingest") and is_ours("model") else f"{_PARTS}.ingest"
    import_module(f"{shortest}.__main__").run()

# So that there can be modules below this one, though it is no folder.
__path__: list[str] = []
sys.meta_path.insert(0, _Finder())
