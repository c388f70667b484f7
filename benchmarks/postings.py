"""Print how well postings are read against labels of your own, and what a posting costs.

    python benchmarks/postings.py POSTINGS.jsonl

A line has ``text``; with labels also ``req`` and ``pref`` (skill ids that are demanded and liked), ``any_of`` (lists of ids
that stand for each other), ``opt`` (ids that count neither way), ``years`` (overall; null for none, "any" to leave it out)
and ``degree`` (the lowest level asked for, null for none). Counts are over all postings together; a skill that is demanded
counts as found for a reader who liked it, so that no error counts twice.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from gapscan import postings, readers, taxonomy
from gapscan.errors import InputError
from gapscan.records import Document, Importance, JobProfile


def parsed(document: Document, *, discover: bool) -> tuple[JobProfile | None, float]:
    """Return what a posting asks for, None for nothing, and the CPU milliseconds it took."""
    began = time.process_time()
    try:
        job = postings.parse(document, taxonomy.load(), discover=discover)
    except InputError:
        job = None
    return job, (time.process_time() - began) * 1000


def asked(job: JobProfile | None, importance: Importance) -> set[str]:
    """Return the skills that are asked for so strongly."""
    requirements = job.requirements if job else ()
    return {skill for one in requirements if one.importance is importance for skill in one.any_of}


def count(counts: Counter[str], label: dict[str, Any], job: JobProfile | None) -> None:
    """Count one labelled posting."""
    required, preferred, either = (set(label[name]) for name in ("req", "pref", "opt"))
    must, liked = asked(job, Importance.MUST), asked(job, Importance.PREFERRED)
    liked -= must
    _add(counts, "required", must & required, must - required - either - preferred, required - must)
    _add(counts, "preferred", liked & preferred, liked - preferred - either, preferred - liked - (must & required))
    groups = [set(one.any_of) - either for one in job.requirements if len(one.any_of) > 1] if job else []
    for group in label["any_of"]:
        counts["any-of asked"] += 1
        counts["any-of right"] += set(group) - either in groups
    if label["years"] != "any":
        counts["years asked"] += 1
        counts["years right"] += ((job.years_total if job else None) or 0) == (label["years"] or 0)
    level = job.education.level if job and job.education else None
    counts["degree asked"] += 1
    counts["degree right"] += (level.value if level else None) == label["degree"]


def _add(counts: Counter[str], name: str, right: set[str], false: set[str], missed: set[str]) -> None:
    counts[f"{name} right"] += len(right)
    counts[f"{name} false"] += len(false)
    counts[f"{name} missed"] += len(missed)


def main() -> None:
    """Print the tables."""
    lines = [json.loads(line) for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines() if line.strip()]
    documents = [readers.read_text(line["text"], "posting.txt") for line in lines]
    counts: Counter[str] = Counter()
    for discover in (False, True):
        parsed(documents[0], discover=discover)
        results = [parsed(document, discover=discover) for document in documents]
        name = "with discovery" if discover else "plain"
        print(f"{name:<16}{statistics.median(spent for _, spent in results):6.1f} ms CPU a posting, median of {len(lines)}")
        for line, (job, _) in zip(lines, results, strict=True):
            if not discover and "req" in line:
                count(counts, line, job)
    for name in ("required", "preferred") if counts else ():
        right, false, missed = (counts[f"{name} {kind}"] for kind in ("right", "false", "missed"))
        f1 = 2 * right / max(1, 2 * right + false + missed)
        print(f"{name:<16}P {right / max(1, right + false):.3f}  R {right / max(1, right + missed):.3f}  F1 {f1:.3f}")
    for name in ("any-of", "years", "degree") if counts else ():
        print(f"{name:<16}{counts[f'{name} right']} of {counts[f'{name} asked']}")


if __name__ == "__main__":
    main()
