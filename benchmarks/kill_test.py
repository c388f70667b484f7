"""Kill a batch at random moments, resume it, and compare its output byte for byte with that of an undisturbed run.

    python benchmarks/kill_test.py [TEXTS.jsonl] [--kills 100] [--rows 3000] [--workers 2] [--seed 1]

Every kill is SIGKILL to the whole process group (kill -9). A run is killed one to three times before it may end.
Exits with 1 when any output differs, or when anything is left behind.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from rows import texts_of, write_csv


def start(source: Path, output: Path, workers: int) -> subprocess.Popen[bytes]:
    """Start a run that goes on with what is there."""
    command = [
        sys.executable, "-m", "gapscan", "batch", str(source), "-o", str(output), "--long", f"{output}.long.csv",
        "--workers", str(workers), "--as-of", "2026-01", "--chunk-rows", "64", "--resume",
    ]  # fmt: skip
    return subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True)


def finish(process: subprocess.Popen[bytes]) -> bool:
    """Wait for a run and tell whether it ended well."""
    _, told = process.communicate()
    if process.returncode:
        print(told.decode(), file=sys.stderr)
    return process.returncode == 0


def main() -> int:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path, nargs="?")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--rows", type=int, default=3000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    dice = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        write_csv(place / "in.csv", texts_of(options.texts), options.rows)
        began = time.monotonic()
        if not finish(start(place / "in.csv", place / "expected.csv", options.workers)):
            return 1
        usual = time.monotonic() - began
        expected = [(place / name).read_bytes() for name in ("expected.csv", "expected.csv.long.csv")]
        (place / "expected.csv").unlink()
        kills = rounds = equal = late = resumed = 0
        while kills < options.kills:
            rounds += 1
            for _ in range(dice.randint(1, 3)):
                process = start(place / "in.csv", place / "out.csv", options.workers)
                # Up to a little more than it takes: the joining of the parts at the end is a moment like any other.
                time.sleep(dice.uniform(0.0, 1.05 * usual))
                if process.poll() is not None:
                    late += 1
                    finish(process)
                    break
                os.killpg(process.pid, signal.SIGKILL)
                process.communicate()
                kills += 1
                resumed += any(place.glob("out.csv.journal/part-*"))
            good = finish(start(place / "in.csv", place / "out.csv", options.workers))
            same = [(place / name).read_bytes() for name in ("out.csv", "out.csv.long.csv")] == expected if good else False
            left = sorted(path.name for path in place.iterdir() if path.name not in (
                "in.csv", "out.csv", "out.csv.long.csv", "expected.csv.long.csv"
            ))  # fmt: skip
            equal += good and same and not left
            if not (good and same and not left):
                print(f"round {rounds}: ended well {good}, same bytes {same}, left behind {left}")
            for name in ("out.csv", "out.csv.long.csv"):
                (place / name).unlink(missing_ok=True)
        print(
            f"{options.rows} rows, {usual:.1f} s undisturbed; {kills} kills in {rounds} rounds ({resumed} with parts on the disk, "
            f"{late} ended before the kill): {equal} of {rounds} outputs byte-identical, nothing left behind"
        )
    return 0 if equal == rounds else 1


if __name__ == "__main__":
    sys.exit(main())
