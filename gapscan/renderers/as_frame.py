"""GapReport → what a notebook wants: a dict, a data frame, a piece of HTML.

Records may not import renderers, so these are functions; the report that ``gapscan.scan`` returns calls them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gapscan.records import Finding, GapReport
from gapscan.renderers import as_json
from gapscan.safety import cell, one_line

if TYPE_CHECKING:
    import pandas

COLUMNS = (
    "id", "label", "any_of", "importance", "weight", "min_years", "status", "credit", "gain", "because", "lines",
)  # fmt: skip


def to_dict(report: GapReport) -> dict[str, Any]:
    """Return a report as the tables of ``gapscan.report/1``: dicts, lists, strings and numbers only."""
    return as_json.report_dict(report)


def to_frame(report: GapReport) -> pandas.DataFrame:
    """Return a report as a data frame.

    Returns:
        One row a requirement in the job's order, with the columns of COLUMNS: ``any_of`` (skill ids) and ``lines``
        (numbers from 1) are tuples, ``min_years`` is missing where the job names none, ``credit`` goes from 0 to 1,
        ``gain`` are points to win. Texts that a spreadsheet would run are defused, for frames get exported. No rows,
        but all columns, for a job without requirements.
    """
    # Imported here: half a second that no scan should pay.
    import pandas

    return pandas.DataFrame([_row(finding, report) for finding in report.findings], columns=list(COLUMNS))


def _row(finding: Finding, report: GapReport) -> dict[str, Any]:
    requirement = finding.requirement
    return {
        "id": _cell(requirement.id),
        "label": _cell(requirement.label),
        "any_of": requirement.any_of,
        "importance": requirement.importance.value,
        "weight": requirement.weight,
        "min_years": requirement.min_years,
        "status": finding.status.value,
        "credit": finding.credit,
        "gain": report.gain(finding),
        "because": _cell("; ".join(step.because for step in finding.steps)),
        "lines": tuple(sorted({mention.line for mention in finding.evidence})),
    }


def _cell(text: str) -> str:
    return cell(one_line(text))


def repr_html(report: GapReport) -> str:
    """Return a report as a notebook shows it."""
    from gapscan.renderers import as_html

    return as_html.fragment(report)
