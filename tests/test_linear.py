"""Every regular expression of the package in time that grows no faster than its text."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

PROBE = Path(__file__).parent / "linear_probe.py"


@pytest.fixture(scope="module")
def probed():
    """Run the probe once in an interpreter that has compiled nothing yet, and end it when a pattern never ends."""
    done = subprocess.run([sys.executable, str(PROBE)], capture_output=True, text=True, timeout=600, check=True)
    return json.loads(done.stdout)


@pytest.mark.slow
def test_every_pattern_was_run(probed):
    """Ensures that no place in the source hands the regular expression engine a pattern that the probe has not seen."""
    assert probed["unknown"] == []
    assert probed["patterns"] > 150


@pytest.mark.slow
def test_no_pattern_is_superlinear(probed):
    """Ensures that no pattern takes more than its share of time on a text made to hurt it."""
    assert probed["superlinear"] == []
