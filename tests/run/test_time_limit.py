"""Alarms belong to a whole process, so their tests (``alarms.py``) run in one of their own.

In a worker that had run thousands of other tests, the first alarm ended the worker itself.
"""

import subprocess
import sys
from pathlib import Path


def test_alarms_in_a_process_of_their_own() -> None:
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "-p", "no:cacheprovider",
         "tests/run/alarms.py"],
        cwd=root, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "8 passed" in done.stdout
