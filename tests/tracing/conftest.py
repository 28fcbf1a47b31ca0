"""Tests of the recorder run programs on each CPython of this machine that it knows."""

from pathlib import Path

import pytest
from tracing.programs import PYTHONS


@pytest.fixture(params=sorted(PYTHONS), ids=lambda version: "python{}.{}".format(*version))
def python(request: pytest.FixtureRequest) -> Path:
    """An interpreter that can record."""
    return PYTHONS[request.param]
