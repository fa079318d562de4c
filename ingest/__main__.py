"""`python -m ingest` is the command `resultcodes`."""

import sys

from ingest.cli import main

if __name__ == "__main__":
    sys.exit(main())
