"""What every adapter shares: texts in, predictions out, with the CPU time that they took. Standard library only.

An adapter is run as ``python with_NAME.py TEXTS NAMES``: TEXTS has a line ``{"id", "as", "text"}`` a document, NAMES a pair
``[alias, key]`` a line of gapscan's aliases for those that take a list. It prints a line ``{"id", "items"}`` a document, in
order, and last ``{"load_s", "cpu_s"}``: CPU seconds of loading and of all documents, all threads counted.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

Extract = Callable[[str, str], list]


def rows(path: str) -> list:
    """Return the JSON lines of a file."""
    return [json.loads(line) for line in Path(path).read_text(encoding="utf-8").split("\n") if line.strip()]


def names() -> list[tuple[str, str]]:
    """Return the aliases that gapscan handed over, each with its key."""
    return [tuple(row) for row in rows(sys.argv[2])]


def serve(load: Callable[[], Extract]) -> None:
    """Load a tool, run it over the texts, print what it found.

    Args:
        load: Returns a function from a text and its sort ("resume" or "posting") to items as in gold files.
    """
    documents = rows(sys.argv[1])
    begin = time.process_time()
    extract = load()
    extract("A first text, so that what is built late counts as loading: Python, SQL.", "resume")
    loaded = time.process_time()
    found = [(document["id"], extract(document["text"], document["as"])) for document in documents]
    done = time.process_time()
    for name, items in found:
        print(json.dumps({"id": name, "items": items}, ensure_ascii=False))
    print(json.dumps({"load_s": loaded - begin, "cpu_s": done - loaded}))


def held(keys: list[str], sort: str) -> list[dict]:
    """Return items of a tool that names skills and says no more: a résumé has them, a posting names them."""
    stance = {"stance": "held"} if sort == "resume" else {}
    return [{"name": key.removeprefix("certificate:"), **kind_of(key), **stance} for key in dict.fromkeys(keys)]


def kind_of(key: str) -> dict:
    """Return the kind of a key where it needs one."""
    return {"kind": "certificate"} if key.startswith("certificate:") else {}
