"""Run ``gapscan`` with faults planted in its workers: a text that asks for one gets it.

    python tests/batch_faults.py FOLDER LIMIT_S batch in.csv -o out.csv …

A process of its own has no other threads, so its workers are forked and inherit the faults whatever the process of the
tests has started before. ``FOLDER`` is for the signs below; ``LIMIT_S`` is what one row may take. Every result is a part of its own on the disk at once.
"""

import os
import signal
import sys
import time
from pathlib import Path

CRASH, HANG, GREEDY, ONCE = (f"Skills: Python, SQL. Please {what}" for what in ("crash", "hang", "eat", "crash once"))
# Files in the folder: made before, that workers die at once; found after, that the crash which happens once has happened.
DYING, CRASHED = "dying", "crashed"
# Longer than any test waits for anything.
FOR_EVER_S = 3600.0


def plant(folder, limit_s):
    """Let texts do what they ask for."""
    from gapscan import timeline
    from gapscan.batch import journal, pool

    real = timeline.periods
    marker = folder / CRASHED

    def periods(document, **options):
        if ONCE in document.text and not marker.exists():
            marker.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if CRASH in document.text and ONCE not in document.text:
            os._exit(11)
        if HANG in document.text:
            time.sleep(FOR_EVER_S)
        if GREEDY in document.text:
            return [bytes(2**40)]
        return real(document, **options)

    timeline.periods = periods
    pool.TEXT_LIMIT_S = limit_s
    journal._PART_S = 0.0
    if (folder / DYING).exists():
        pool._limit_memory = lambda: os._exit(9)


if __name__ == "__main__":
    from gapscan.cli import main

    # A shell that runs the tests in the background lets them ignore Ctrl-C, and they hand that on.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    plant(Path(sys.argv[1]), float(sys.argv[2]))
    sys.exit(main(sys.argv[3:]))
