"""What all tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from model import CodeBook

CHECKOUT = Path(__file__).parent.parent

# The same examples on every run, and no deadline: a busy machine is no failure. `HYPOTHESIS_PROFILE=explore` looks
# for new ones.
settings.register_profile("ci", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("explore", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The root of the checkout."""
    return CHECKOUT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of documents and expected tables beside the checkout, which is no part of it."""
    folder = CHECKOUT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the folder shared/ is not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def bundled() -> CodeBook:
    """The code book that comes with the package."""
    return CodeBook.load()
