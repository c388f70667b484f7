"""The other end of ``isolation`` where forking is not safe: a request on standard input, its answer on standard output.

Run as ``python -m gapscan.readers.child`` by ``isolation`` only. The request is a framed JSON header and then the
document's bytes; the answer is framed JSON.
"""

from __future__ import annotations

import json
import os
import sys

from gapscan.readers import sandbox
from gapscan.readers.isolation import Task, encoded, work


def main() -> int:
    """Answer one request; return the exit status."""
    header, data = sandbox.unframed(sys.stdin.buffer.read())
    request = json.loads(header)
    # Whatever a library prints must not get between the parent and the answer.
    answers = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    try:
        sandbox.enter(sandbox.Limits(**request["limits"]))
        sandbox.send(answers, encoded(work(Task(**request["task"]), data)))
    except MemoryError:
        return sandbox.EXIT_MEMORY
    return 0


if __name__ == "__main__":
    sys.exit(main())
