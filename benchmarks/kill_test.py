"""Stop a batch at random moments, resume it, and compare its outputs byte for byte with those of an undisturbed run.

    python benchmarks/kill_test.py [TEXTS.jsonl] [--kills 100] [--stops 20] [--rows 3000] [--workers 2] [--seed 1]

A kill is SIGKILL to the whole process group (kill -9); a stop is Ctrl-C (SIGINT to the group), after which the run must end
with exit code 130 and say how to go on; the longest it takes is printed. A run is stopped one to three times before it may
end. Exits with 1 when any output differs, when anything is left behind, or when a stop was not answered as it should be.
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
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from rows import texts_of, write_csv

OUTPUTS = ("out.csv", "out.csv.long.csv", "out.csv.summary.json")
# What a stopped run may say: when rows are kept, when there are none yet, before it looks for them, while Python still starts.
ANSWERS = (b"add --resume", b"stopped before any rows", b"give the same command again", b"gapscan: stopped\n", b"KeyboardInterrupt")


class Trial:
    """One folder in which the same batch is run again and again."""

    def __init__(self, place: Path, *, workers: int, dice: random.Random) -> None:
        self.place = place
        self.workers = workers
        self.dice = dice
        self.counts: Counter[str] = Counter()
        self.slowest_stop = 0.0
        self.usual = 0.0
        self.expected: list[bytes] = []

    def start(self) -> subprocess.Popen[bytes]:
        """Start a run that goes on with what is there."""
        output = self.place / "out.csv"
        command = [
            sys.executable, "-m", "gapscan", "batch", str(self.place / "in.csv"), "-o", str(output), "--long", f"{output}.long.csv",
            "--summary", f"{output}.summary.json", "--workers", str(self.workers), "--as-of", "2026-01", "--chunk-rows", "64", "--resume",
        ]  # fmt: skip
        return subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True)

    def finish(self) -> list[bytes]:
        """Run to the end; return the outputs, which are removed, or nothing when it ended badly."""
        process = self.start()
        _, told = process.communicate()
        if process.returncode:
            print(told.decode(), file=sys.stderr)
            return []
        found = [(self.place / name).read_bytes() for name in OUTPUTS]
        for name in OUTPUTS:
            (self.place / name).unlink()
        return found

    def begin(self) -> bool:
        """Run undisturbed, and once before for bytecode and file caches, so that the time it takes is the usual one."""
        self.finish()
        began = time.monotonic()
        self.expected = self.finish()
        self.usual = time.monotonic() - began
        return bool(self.expected)

    def disturb(self, kind: str) -> bool:
        """Start a run and end it at a random moment; False when it was done before."""
        process = self.start()
        # Up to a little more than it takes: the joining of the parts at the end is a moment like any other.
        time.sleep(self.dice.uniform(0.0, 1.05 * self.usual))
        if process.poll() is not None:
            process.communicate()
            self.counts["late"] += 1
            return False
        began = time.monotonic()
        os.killpg(process.pid, signal.SIGKILL if kind == "kill" else signal.SIGINT)
        _, told = process.communicate()
        if kind == "stop" and process.returncode == 0:
            self.counts["late"] += 1
            return False
        self.counts[kind] += 1
        self.counts["with parts"] += any(self.place.glob("out.csv.journal/part-*"))
        if kind == "stop":
            self.slowest_stop = max(self.slowest_stop, time.monotonic() - began)
            if process.returncode not in (130, -signal.SIGINT) or not any(answer in told for answer in ANSWERS):
                print(f"stopped with {process.returncode}: {told.decode()}")
                self.counts["bad stop"] += 1
        return True

    def round(self, wanted: Counter[str]) -> bool:
        """End a run a few times, let it end by itself, and tell whether it made what it should and left nothing else."""
        for _ in range(self.dice.randint(1, 3)):
            open_kinds = [kind for kind, count in wanted.items() if self.counts[kind] < count]
            if not open_kinds or not self.disturb(self.dice.choices(open_kinds, [wanted[kind] for kind in open_kinds])[0]):
                break
        found = self.finish()
        left = sorted(path.name for path in self.place.iterdir() if path.name != "in.csv")
        if found != self.expected or left:
            print(f"ended well {bool(found)}, same bytes {found == self.expected}, left behind {left}")
        return found == self.expected and not left


def main() -> int:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path, nargs="?")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--stops", type=int, default=20)
    parser.add_argument("--rows", type=int, default=3000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    # Started in the background by a shell, a process ignores Ctrl-C, and so would the runs.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    wanted = Counter({"kill": options.kills, "stop": options.stops})
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(Path(folder), workers=options.workers, dice=random.Random(options.seed))
        write_csv(Path(folder) / "in.csv", texts_of(options.texts), options.rows)
        if not trial.begin():
            return 1
        rounds = equal = 0
        while any(trial.counts[kind] < count for kind, count in wanted.items()):
            rounds += 1
            equal += trial.round(wanted)
            print(f"round {rounds}: {trial.counts['kill']} kills, {trial.counts['stop']} stops, {equal} equal", file=sys.stderr)
    counts = trial.counts
    print(
        f"{options.rows} rows, {trial.usual:.1f} s undisturbed; {counts['kill']} kills and {counts['stop']} stops in {rounds} rounds "
        f"({counts['with parts']} with parts on the disk, {counts['late']} runs were done before): "
        f"{equal} of {rounds} outputs byte-identical and nothing left behind; slowest stop {trial.slowest_stop:.2f} s"
    )
    return 0 if equal == rounds and not counts["bad stop"] else 1


if __name__ == "__main__":
    sys.exit(main())
