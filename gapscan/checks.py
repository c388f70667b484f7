"""Every problem of the data at once: taxonomy, cues, certificates, role facts, efforts, jobs, as ``file:line: message``."""

from __future__ import annotations

from pathlib import Path

from gapscan import career, certifications, jobs, taxonomy
from gapscan.advice import effort
from gapscan.errors import DataError


def problems(folder: Path | None = None) -> list[str]:
    """Return the problems of the shipped data, or of a folder laid out like data/taxonomy.

    Args:
        folder: None for the shipped data with certificates, role and jobs; else a folder with ``skills/*.jsonl``.
    """
    found = taxonomy.problems(folder)
    if folder is not None or found:
        return found
    known = taxonomy.load()
    found += certifications.problems(skills=known.relations)
    found += career.problems()
    found += effort.problems(known=known)
    for job in jobs.available():
        try:
            jobs.load(job, known=known.relations)
        except DataError as error:
            found += error.problems
    return found


def summary(folder: Path | None = None) -> str:
    """Return one line of counts."""
    known = taxonomy.load(folder)
    aliases = sum(len(skill.aliases) for skill in known.skills.values())
    ambiguous = sum(len(skill.ambiguous) for skill in known.skills.values())
    return f"{len(known.relations)} skills, {aliases} aliases, {ambiguous} judged by context; no problems"
