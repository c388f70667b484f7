"""An earlier report in JSON × this report → what changed; refuses to compare what can't be compared.

Another taxonomy, another job or another schema would show changes that the person never made, so each of them is an
error with one clear line, never a silent comparison.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gapscan.errors import DataError
from gapscan.records import Difference, GapReport, Stance

SCHEMA = "gapscan.report/1"


def since(report: GapReport, earlier: str | Path) -> Difference:
    """Say what changed since an earlier report.

    Args:
        report: The report of today.
        earlier: A file that ``gapscan scan --format json`` wrote.

    Returns:
        ``gained`` and ``lost`` name the requirements whose credit rose or fell, in the job's order, then the skills
        beyond the job that are newly held or no longer held, by id.

    Raises:
        DataError: The file can't be read as a report, or stands for another job or taxonomy.
    """
    table = load(earlier, SCHEMA)
    name = Path(earlier).name
    if table.get("taxonomy") != report.taxonomy_version:
        raise refusal(name, f"was made with taxonomy {table.get('taxonomy')}, this run has {report.taxonomy_version}; "
                            "scan the earlier résumé again to compare")  # fmt: skip
    _same_job(table, report, name)
    before = credits_of(table)
    gained: list[str] = []
    lost: list[str] = []
    for finding in report.findings:
        change = finding.credit - before[finding.requirement.id]
        (gained if change > 0 else lost if change < 0 else []).append(finding.requirement.label)
    then, now = _extra(table), set(report.extras)
    score = table.get("score")
    return Difference(
        score_before=float(score) if isinstance(score, int | float) else None,
        score_now=report.score,
        gained=(*gained, *sorted(now - then)),
        lost=(*lost, *sorted(then - now - _held(report))),
    )


def _same_job(table: Mapping[str, Any], report: GapReport, name: str) -> None:
    job = table.get("job")
    before = job.get("id") if isinstance(job, dict) else None
    if before != report.job.id:
        raise refusal(name, f"is about the job {before!r}, this run about {report.job.id!r}")
    if set(credits_of(table)) != {finding.requirement.id for finding in report.findings}:
        raise refusal(name, f"is about other requirements of the job {before!r}; scan the earlier résumé again")


def load(path: str | Path, schema: str) -> Mapping[str, Any]:
    """Read an earlier result.

    Raises:
        DataError: The file can't be read, is not JSON, or has another schema.
    """
    name = Path(path).name
    try:
        table = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise refusal(name, f"can't be read as JSON: {error}") from error
    found = table.get("schema") if isinstance(table, dict) else None
    if found != schema:
        raise refusal(name, f"has schema {found!r}, not {schema!r}")
    result: Mapping[str, Any] = table
    return result


def refusal(name: str, reason: str) -> DataError:
    """Return the error for an earlier result that can't be compared."""
    return DataError("earlier report", [f"{name} {reason}"])


def credits_of(table: Mapping[str, Any]) -> dict[str, float]:
    """Return the credit of each requirement of an earlier report by its id.

    Raises:
        DataError: The requirements are not as the schema says.
    """
    try:
        return {str(row["id"]): float(row["credit"]) for row in table["requirements"]}
    except (KeyError, TypeError, ValueError) as error:
        raise DataError("earlier report", [f"requirements are not those of {SCHEMA}: {error!r}"]) from error


def _extra(table: Mapping[str, Any]) -> set[str]:
    extras = table.get("extras")
    return {str(skill) for skill in extras} if isinstance(extras, list) else set()


def _held(report: GapReport) -> set[str]:
    return {skill for skill, claim in report.profile.claims.items() if claim.stance is Stance.HELD}
