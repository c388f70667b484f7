"""gapscan: what a résumé lacks for a job, most important first, with the line behind every point.

    >>> import gapscan
    >>> report = gapscan.scan(gapscan.read_text("Skills: Python, SQL, PyTorch"))
    >>> [f.requirement.label for f in report.findings if f.status == "met"][:2]
    ['Python', 'PyTorch']

The names below are the public library; they are loaded at first use, so that the import itself costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

# Public name → the module that has it.
_HOMES = {
    "Analyzer": "analyzer",
    "Document": "records",
    "GapReport": "records",
    "GapscanError": "errors",
    "InputError": "errors",
    "JobProfile": "records",
    "Profile": "records",
    "evaluate": "evaluation",
    "load_job": "analyzer",
    "load_taxonomy": "taxonomy",
    "parse_posting": "analyzer",
    "rank": "batch",
    "read": "readers",
    "read_text": "readers",
    "render": "renderers",
    "scan": "analyzer",
    "score_frame": "batch",
    "skills": "analyzer",
}
# Where the public name is not the name inside.
_INSIDE = {
    "evaluate": "evaluate_file",
    "load_job": "job_of",
    "load_taxonomy": "load",
    "parse_posting": "posting_of",
    "skills": "skills_of",
}

__all__ = [*_HOMES, "__version__"]

if TYPE_CHECKING:
    from gapscan.analyzer import Analyzer, scan
    from gapscan.analyzer import job_of as load_job
    from gapscan.analyzer import posting_of as parse_posting
    from gapscan.analyzer import skills_of as skills
    from gapscan.batch import rank, score_frame
    from gapscan.errors import GapscanError, InputError
    from gapscan.evaluation import evaluate_file as evaluate
    from gapscan.readers import read, read_text
    from gapscan.records import Document, GapReport, JobProfile, Profile
    from gapscan.renderers import render
    from gapscan.taxonomy import load as load_taxonomy


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        message = f"module 'gapscan' has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module

    value = getattr(import_module(f"gapscan.{_HOMES[name]}"), _INSIDE.get(name, name))
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
