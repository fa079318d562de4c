"""The command `resultcodes` as a process, also by `python -m ingest`."""

from __future__ import annotations

import atexit
import os
import sys
from typing import NoReturn


def run() -> NoReturn:
    """Run the command, and end the process with its exit code.

    It ends at once: to take libraries down one by one, which gives nothing back that the system does not take anyway,
    is a fifth of the time of a short run.
    """
    try:
        # Imported here: whoever interrupts the start of a command is told of no imports.
        from ingest.cli import main

        status = main()
    except KeyboardInterrupt:
        os._exit(130)
    # What libraries have asked to be done at the end, such as the removal of temporary files, is done.
    atexit._run_exitfuncs()  # noqa: SLF001 - Python has no other name for it
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:  # nobody reads it: what had to be told of that was told
            continue
    os._exit(status)


if __name__ == "__main__":
    run()
