"""The commands, their arguments and what each may be; names and flags are contracts (see the README)."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from gapscan import __version__
from gapscan.cli import commands

if TYPE_CHECKING:
    from gapscan.records import Month


def _month(text: str) -> Month:
    from gapscan.records import Month

    parts = text.split("-")
    try:
        month = Month(int(parts[0]), int(parts[1]))
    except (ValueError, IndexError):
        message = f"{text!r} is no month; write YYYY-MM or YYYY-MM-DD"
        raise argparse.ArgumentTypeError(message) from None
    if not (1900 <= month.year <= 2200 and 1 <= month.month <= 12 and len(parts) <= 3):
        message = f"{text!r} is no month; write YYYY-MM or YYYY-MM-DD"
        raise argparse.ArgumentTypeError(message)
    return month


def _percent(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 100:
        message = f"{text!r} is no score; give a number from 0 to 100"
        raise argparse.ArgumentTypeError(message)
    return value


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        message = f"{text!r} is no whole number above 0"
        raise argparse.ArgumentTypeError(message)
    return int(text)


_VERBOSE = "the whole report as text, and the traceback of an error"
_JOB_HELP = "id of a built-in job, a .toml job file, or a posting file (default: machine-learning-engineer)"


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--as-of", type=_month, metavar="DATE", help="what 'present' means, YYYY-MM (default: this month)")
    parser.add_argument("--pdf-engine", choices=("auto", "pypdf", "pdfium"), default="auto", help="PDF reader")


def _add(parsers: Any, name: str, run: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = parsers.add_parser(name, help=text, description=text)
    parser.set_defaults(run=run)
    return parser


def _add_scan(parsers: Any) -> None:
    scan = _add(parsers, "scan", commands.scan, "hold a résumé against a job: what is missing, why, and what closes the gap")
    scan.add_argument("resume", metavar="RESUME", help="a file, or - for what is pasted or piped in; --job may be - too")
    scan.add_argument("--job", default="machine-learning-engineer", help=_JOB_HELP)
    scan.add_argument("--format", choices=("text", "json", "markdown", "html"), default="text")
    scan.add_argument("-o", "--output", metavar="FILE", help="write there instead of to stdout")
    scan.add_argument("--target", type=_percent, metavar="N", help="score to reach: which gaps are the fewest to close")
    scan.add_argument("--fail-under", type=_percent, metavar="N", help="exit 1 when the score is below N")
    scan.add_argument("--accept", action="append", default=[], metavar="SKILL", help="an unclear mention does mean it")
    scan.add_argument("--reject", action="append", default=[], metavar="SKILL", help="a mention does not mean it")
    scan.add_argument("--since", metavar="REPORT.json", help="say what changed since an earlier JSON report")
    scan.add_argument("--prefer", choices=("effort", "cost"), default="effort", help="what certificates should save")
    # Suppressed: the default must not undo a -v before the command.
    scan.add_argument("-v", "--verbose", action="store_true", default=argparse.SUPPRESS, help=_VERBOSE)
    scan.add_argument("--redact", action="store_true", help="leave names, mail, phone, address and links out")
    _common(scan)
    explain = _add(parsers, "explain", commands.explain, "tell the whole story of one skill in one résumé")
    explain.add_argument("resume", metavar="RESUME")
    explain.add_argument("skill", metavar="SKILL")
    explain.add_argument("--job", default="machine-learning-engineer", help=_JOB_HELP)
    _common(explain)
    skills = _add(parsers, "skills", commands.skills, "list the skills found in files, with stance, without a job")
    skills.add_argument("files", metavar="FILE", nargs="+")
    skills.add_argument("--as", dest="as_", choices=("resume", "posting"), default="resume")
    skills.add_argument("--format", choices=("text", "json", "jsonl"), default="text")
    _common(skills)


def _add_jobs(parsers: Any) -> None:
    jobs = parsers.add_parser("jobs", help="list, show and parse jobs").add_subparsers(required=True, metavar="COMMAND")
    _add(jobs, "list", commands.jobs_list, "list the built-in jobs")
    show = _add(jobs, "show", commands.jobs_show, "show what a job asks for")
    show.add_argument("job", metavar="JOB", help=_JOB_HELP)
    show.add_argument("--format", choices=("text", "json", "toml"), default="text")
    parse = _add(jobs, "parse", commands.jobs_parse, "turn postings into requirements that a person can correct")
    parse.add_argument("postings", metavar="POSTING", nargs="+")
    parse.add_argument("--format", choices=("text", "json", "jsonl", "toml"), default="text")
    parse.add_argument("--no-discovery", action="store_true", help="skip the search for terms unknown to the taxonomy")


def _add_batch(parsers: Any) -> None:
    batch = _add(parsers, "batch", commands.batch, "score a CSV, Parquet, JSONL or a folder of résumés")
    batch.add_argument("input", metavar="INPUT")
    batch.add_argument("-o", "--output", required=True, metavar="OUTPUT", help=".csv, .parquet or .jsonl")
    batch.add_argument("--job", default="machine-learning-engineer", help=_JOB_HELP)
    batch.add_argument("--job-column", metavar="C", help="column that names the job of each row")
    column = batch.add_mutually_exclusive_group()
    column.add_argument("--text-column", metavar="C")
    column.add_argument("--file-column", metavar="C", help="column of paths, relative to the input")
    batch.add_argument("--id-column", metavar="C")
    batch.add_argument("--keep", metavar="C,C", default="", help="input columns to carry over")
    batch.add_argument("--workers", type=_positive, metavar="N", help="default: all cores")
    batch.add_argument("--engine", choices=("local", "dask"), default="local")
    batch.add_argument("--scheduler", metavar="ADDR", help="address of a Dask scheduler")
    batch.add_argument("--resume", action="store_true", help="go on where an earlier run stopped")
    batch.add_argument("--long", metavar="FILE", help="also one row per résumé and skill")
    batch.add_argument("--summary", metavar="FILE", help="also counts and distribution, as JSON")
    batch.add_argument("--raw", action="store_true", help="do not defuse cells that a spreadsheet would run")
    batch.add_argument("--chunk-rows", type=_positive, metavar="N", default=512, help=argparse.SUPPRESS)
    _common(batch)
    learn = _add(parsers, "learn", commands.learn, "what to learn next over many jobs")
    learn.add_argument("resume", metavar="RESUME")
    learn.add_argument("--jobs", required=True, metavar="FOLDER|CSV")
    learn.add_argument("--format", choices=("text", "json"), default="text")
    learn.add_argument("--since", metavar="REPORT.json")
    _common(learn)


def _add_taxonomy(parsers: Any) -> None:
    group = parsers.add_parser("taxonomy", help="search, show, check and extend the skill taxonomy")
    taxonomy = group.add_subparsers(required=True, metavar="COMMAND")
    _add(taxonomy, "search", commands.taxonomy_search, "find skills by a part of a name").add_argument("text", metavar="TEXT")
    _add(taxonomy, "show", commands.taxonomy_show, "show one skill").add_argument("id", metavar="ID")
    _add(taxonomy, "check", commands.taxonomy_check, "report every problem of the data").add_argument("dir", nargs="?")
    _add(taxonomy, "documented", commands.taxonomy_documented, "list what the two role documents say, with its place")
    unknown = _add(taxonomy, "unknown", commands.taxonomy_unknown, "list frequent unknown terms of a folder of postings")
    unknown.add_argument("folder", metavar="FOLDER")
    unknown.add_argument("--most", type=_positive, default=50)
    importer = _add(taxonomy, "import", commands.taxonomy_import, "make an overlay from ESCO or O*NET files")
    importer.add_argument("kind", choices=("esco", "onet"))
    importer.add_argument("path", metavar="PATH")
    importer.add_argument("-o", "--output", required=True, metavar="OVERLAY")
    evaluate = _add(parsers, "evaluate", commands.evaluate, "precision, recall and F against a gold file")
    evaluate.add_argument("gold", metavar="GOLD.jsonl")
    evaluate.add_argument("--predictions", metavar="FILE", help="score another tool's output instead")
    evaluate.add_argument("--misses", action="store_true", help="list what was missed and what was wrong")
    evaluate.add_argument("--format", choices=("text", "json"), default="text")


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line; ``run`` of what it parses is the command."""
    whole = argparse.ArgumentParser(prog="gapscan", description="What a résumé lacks for a job, and why.")
    whole.add_argument("--version", action="version", version=f"gapscan {__version__}")
    whole.add_argument("-v", "--verbose", action="store_true", help=_VERBOSE)
    parsers = whole.add_subparsers(required=True, metavar="COMMAND")
    for add in (_add_scan, _add_jobs, _add_batch, _add_taxonomy):
        add(parsers)
    return whole
