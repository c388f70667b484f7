"""Every hostile file through the reader, one after the other → its outcome, processor time and memory.

``python tests/hostile/measure.py [PART OF A NAME]`` prints one line a file that went wrong, a table by outcome, and the
slowest and largest. Each file is read by a process of its own, so that the figures are of this file alone; memory is the
largest of the process and its children, and holds what the interpreter itself takes (about 40 MiB).
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
if __name__ == "__main__":
    sys.path[:0] = [str(HERE.parent), str(HERE.parents[1])]

from hostile import make  # noqa: E402

from gapscan import readers  # noqa: E402
from gapscan.errors import InputError  # noqa: E402


def outcome(one: make.Case) -> str:
    """Return what reading a file gives: "text", an error code, or the name of an exception that got out."""
    try:
        readers.read_bytes(one.make(), one.name)
    except InputError as error:
        return error.code
    except Exception as error:  # noqa: BLE001 - that is what is looked for
        return f"!{type(error).__name__}"
    return make.TEXT


def measured(one: make.Case) -> tuple[str, float, float, float]:
    """Return the outcome, processor seconds, seconds passed and MiB of reading one file in a process of its own."""
    read_end, write_end = os.pipe()
    pid = os.fork()
    if not pid:
        data = one.make()
        fixed = make.Case(one.name, lambda: data, one.expected)
        began = time.process_time()
        got = outcome(fixed)
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent = time.process_time() - began + children.ru_utime + children.ru_stime
        os.write(write_end, json.dumps([got, spent, children.ru_maxrss / 1024]).encode())
        os._exit(0)
    os.close(write_end)
    began = time.monotonic()
    with os.fdopen(read_end, "rb") as answers:
        got, spent, size = json.loads(answers.read() or b'["!dead", 0, 0]')
    os.waitpid(pid, 0)
    return got, spent, time.monotonic() - began, size


def main(arguments: list[str]) -> int:
    """Measure the files whose name holds the argument, and print."""
    chosen = [one for one in make.cases() if not arguments or arguments[0] in one.name]
    results = []
    for one in chosen:
        got, spent, passed, size = measured(one)
        results.append((spent, size, passed, one.name, got))
        if got not in one.expected:
            print(f"UNEXPECTED {one.name}: {got}, not {' or '.join(one.expected)}", flush=True)  # noqa: T201
    table = Counter((name.rpartition(".")[2][:5], got) for _, _, _, name, got in results)
    print(*(f"{count:5} {kind:6} {got}" for (kind, got), count in sorted(table.items())), sep="\n")  # noqa: T201
    for title, key in (("slowest", 0), ("largest", 1)):
        top = sorted(results, key=lambda row: -row[key])[:12]
        print(title, *(f"  {s:6.2f} s {m:6.0f} MiB {n} {g}" for s, m, _, n, g in top), sep="\n")  # noqa: T201
    print(f"{len(results)} files, {sum(row[0] for row in results):.0f} s of processor time")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
