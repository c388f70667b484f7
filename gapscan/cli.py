"""The command line: arguments, streams, exit codes; no logic.

stdout is data, stderr is talk. Every deliberate error becomes one line and the exit code of its class:
0 done · 1 below ``--fail-under`` · 2 usage · 3 input unreadable or untrustworthy · 4 data file wrong · 5 extra missing.
What a command needs is imported when it runs, so that ``--help`` loads almost nothing.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gapscan import __version__
from gapscan.errors import DataError, GapscanError, InputError, UnknownNameError, UsageError

if TYPE_CHECKING:
    from gapscan.analyzer import Analyzer
    from gapscan.records import Document, GapReport, Month

EXIT_DONE = 0
EXIT_BELOW = 1
EXIT_INPUT = 3
# The shell's own number for a program stopped by Ctrl-C.
EXIT_INTERRUPTED = 130
_FILE_WIDTH = 100


# --- commands ----------------------------------------------------------------------------------


def _scan(options: argparse.Namespace) -> int:
    from gapscan.analyzer import Analyzer

    _refuse_overwriting(options.output, options.resume)
    job = _piped() if options.job == _STDIN and options.resume != _STDIN else options.job
    analyzer = Analyzer(job, as_of=options.as_of, pdf_engine=options.pdf_engine)
    _refuse_unknown(analyzer, accept=options.accept, reject=options.reject)
    document = _piped() if options.resume == _STDIN else analyzer.read(options.resume)
    report = analyzer.scan(
        document, target=options.target, accept=options.accept, reject=options.reject, since=options.since,
        prefer=options.prefer,
    )  # fmt: skip
    _write(_rendered(report, document, options), options.output)
    if report.score is None:
        _talk(f"gapscan: E-NOSCORE {options.resume}: {report.no_score}")
        return EXIT_INPUT
    below = options.fail_under is not None and report.score < options.fail_under
    return EXIT_BELOW if below else EXIT_DONE


def _piped() -> Document:
    """Read what is pasted or piped in."""
    from gapscan import readers

    return readers.read_bytes(sys.stdin.buffer.read(), "<stdin>")


def _refuse_unknown(analyzer: Analyzer, **options: list[str]) -> None:
    for option, names in options.items():
        for name in names:
            try:
                analyzer.taxonomy.get(name)
            except UnknownNameError as error:
                message = f"--{option} {name}: {error}"
                raise UsageError(message) from error


def _rendered(report: GapReport, document: Document, options: argparse.Namespace) -> str:
    if options.redact:
        from gapscan.redaction import redact

        report = redact(report, document)
    if options.format == "text":
        from gapscan.renderers import as_text

        shown = options.output is None
        return as_text.render(
            report, colour=shown and _wants_colour(), width=_width() if shown else _FILE_WIDTH, full=options.verbose
        )
    from gapscan.renderers import render

    return render(report, options.format)


def _explain(options: argparse.Namespace) -> int:
    from gapscan.analyzer import Analyzer
    from gapscan.explanation import explain

    analyzer = Analyzer(options.job, as_of=options.as_of, pdf_engine=options.pdf_engine)
    _write(explain(analyzer, options.resume, options.skill), None)
    return EXIT_DONE


def _skills(options: argparse.Namespace) -> int:
    from gapscan.analyzer import skills_of
    from gapscan.renderers import as_skills

    if options.format == "json" and len(options.files) > 1:
        message = "--format json is for one file; for several use --format jsonl, one object a file"
        raise UsageError(message)
    render = as_skills.RENDERERS[options.format]
    failed = 0
    for path in options.files:
        try:
            text = render(skills_of(path, kind=options.as_, pdf_engine=options.pdf_engine))
        except InputError as error:
            failed += 1
            _talk(f"gapscan: {error}")
            text = as_skills.failure(path, error) if options.format == "jsonl" else ""
        _write(text, None)
    return EXIT_INPUT if failed else EXIT_DONE


def _jobs_list(options: argparse.Namespace) -> int:
    from gapscan import jobs

    for name in jobs.available():
        print(f"{name}\t{jobs.load(name).title}")
    return EXIT_DONE


def _jobs_show(options: argparse.Namespace) -> int:
    from gapscan.analyzer import job_of
    from gapscan.renderers import as_job

    _write(as_job.RENDERERS[options.format](job_of(options.job)), None)
    return EXIT_DONE


def _jobs_parse(options: argparse.Namespace) -> int:
    from gapscan.analyzer import posting_of
    from gapscan.renderers import as_job

    if options.format in ("json", "toml") and len(options.postings) > 1:
        message = f"--format {options.format} is for one posting; for several use --format jsonl, one object a posting"
        raise UsageError(message)
    failed = 0
    for path in options.postings:
        try:
            text = as_job.RENDERERS[options.format](posting_of(path, discover=not options.no_discovery))
        except InputError as error:
            failed += 1
            _talk(f"gapscan: {error}")
            text = as_job.failure(path, error) if options.format == "jsonl" else ""
        _write(text, None)
    return EXIT_INPUT if failed else EXIT_DONE


def _batch(options: argparse.Namespace) -> int:
    from gapscan.batch import run

    return run(options, talk=_talk)


def _learn(options: argparse.Namespace) -> int:
    from gapscan.learning import learn
    from gapscan.renderers import as_learning

    plan = learn(options.resume, options.jobs, since=options.since, as_of=options.as_of)
    _write(as_learning.RENDERERS[options.format](plan), None)
    return EXIT_DONE


def _taxonomy_search(options: argparse.Namespace) -> int:
    from gapscan import taxonomy

    if not options.text.strip():
        message = "give a part of a name to search for; 'gapscan taxonomy documented' lists what the role documents ask"
        raise UsageError(message)
    found = taxonomy.load().search(options.text.strip())
    for skill in found:
        print(f"{skill.id}\t{skill.name}\t{skill.kind.value}\t{skill.category}")
    if not found:
        _talk(f"gapscan: no skill has {options.text!r} in its names")
    return EXIT_DONE


def _taxonomy_show(options: argparse.Namespace) -> int:
    from gapscan import taxonomy
    from gapscan.renderers import as_taxonomy

    _write(as_taxonomy.render(taxonomy.load().get(options.id)), None)
    return EXIT_DONE


def _taxonomy_check(options: argparse.Namespace) -> int:
    from gapscan import checks

    found = checks.problems(Path(options.dir) if options.dir else None)
    for problem in found:
        print(problem)
    if found:
        raise DataError("taxonomy", found)
    _talk(f"gapscan: {checks.summary(Path(options.dir) if options.dir else None)}")
    return EXIT_DONE


def _taxonomy_documented(options: argparse.Namespace) -> int:
    from gapscan import career

    _write(career.listing(), None)
    return EXIT_DONE


def _taxonomy_import(options: argparse.Namespace) -> int:
    from gapscan import importers

    _talk(f"gapscan: {importers.run(options.kind, Path(options.path), Path(options.output))}")
    return EXIT_DONE


def _taxonomy_unknown(options: argparse.Namespace) -> int:
    from gapscan import discovery

    for term, count in discovery.frequent(Path(options.folder), most=options.most):
        print(f"{count}\t{term}")
    return EXIT_DONE


def _evaluate(options: argparse.Namespace) -> int:
    from gapscan import evaluation

    result = evaluation.evaluate_file(Path(options.gold), predictions=options.predictions and Path(options.predictions))
    _write(evaluation.render(result, fmt=options.format, misses=options.misses), None)
    return EXIT_DONE


# --- streams -----------------------------------------------------------------------------------


def _talk(line: str) -> None:
    from gapscan.safety import terminal

    print(terminal(line), file=sys.stderr)


def _wants_colour() -> bool:
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def _width() -> int:
    from shutil import get_terminal_size

    return max(60, min(110, get_terminal_size((100, 24)).columns))


def _write(text: str, output: str | None) -> None:
    if output is None:
        sys.stdout.write(text)
        return
    if Path(output).is_dir():
        message = f"-o {output} is a folder; give the name of a file"
        raise UsageError(message)
    partial = Path(f"{output}.part")
    try:
        partial.write_text(text, encoding="utf-8", newline="")
        partial.replace(output)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, output) from error


def _refuse_overwriting(output: str | None, resume: str) -> None:
    if output is not None and Path(output).exists() and Path(resume).exists() and Path(output).samefile(resume):
        message = f"-o {output} is the résumé itself; give another name"
        raise UsageError(message)


# --- arguments ---------------------------------------------------------------------------------


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
_STDIN = "-"
_NO_SUCH_JOB = "; for any other job give the file of a posting, or paste it: --job -"
_JOB_HELP = "id of a built-in job, a .toml job file, or a posting file (default: machine-learning-engineer)"


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--as-of", type=_month, metavar="DATE", help="what 'present' means, YYYY-MM (default: this month)")
    parser.add_argument("--pdf-engine", choices=("auto", "pypdf", "pdfium"), default="auto", help="PDF reader")


def _add(parsers: Any, name: str, run: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = parsers.add_parser(name, help=text, description=text)
    parser.set_defaults(run=run)
    return parser


def _add_scan(parsers: Any) -> None:
    scan = _add(parsers, "scan", _scan, "hold a résumé against a job: what is missing, why, and what closes the gap")
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
    explain = _add(parsers, "explain", _explain, "tell the whole story of one skill in one résumé")
    explain.add_argument("resume", metavar="RESUME")
    explain.add_argument("skill", metavar="SKILL")
    explain.add_argument("--job", default="machine-learning-engineer", help=_JOB_HELP)
    _common(explain)
    skills = _add(parsers, "skills", _skills, "list the skills found in files, with stance, without a job")
    skills.add_argument("files", metavar="FILE", nargs="+")
    skills.add_argument("--as", dest="as_", choices=("resume", "posting"), default="resume")
    skills.add_argument("--format", choices=("text", "json", "jsonl"), default="text")
    _common(skills)


def _add_jobs(parsers: Any) -> None:
    jobs = parsers.add_parser("jobs", help="list, show and parse jobs").add_subparsers(required=True, metavar="COMMAND")
    _add(jobs, "list", _jobs_list, "list the built-in jobs")
    show = _add(jobs, "show", _jobs_show, "show what a job asks for")
    show.add_argument("job", metavar="JOB", help=_JOB_HELP)
    show.add_argument("--format", choices=("text", "json", "toml"), default="text")
    parse = _add(jobs, "parse", _jobs_parse, "turn postings into requirements that a person can correct")
    parse.add_argument("postings", metavar="POSTING", nargs="+")
    parse.add_argument("--format", choices=("text", "json", "jsonl", "toml"), default="text")
    parse.add_argument("--no-discovery", action="store_true", help="skip the search for terms unknown to the taxonomy")


def _add_batch(parsers: Any) -> None:
    batch = _add(parsers, "batch", _batch, "score a CSV, Parquet, JSONL or a folder of résumés")
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
    learn = _add(parsers, "learn", _learn, "what to learn next over many jobs")
    learn.add_argument("resume", metavar="RESUME")
    learn.add_argument("--jobs", required=True, metavar="FOLDER|CSV")
    learn.add_argument("--format", choices=("text", "json"), default="text")
    learn.add_argument("--since", metavar="REPORT.json")
    _common(learn)


def _add_taxonomy(parsers: Any) -> None:
    group = parsers.add_parser("taxonomy", help="search, show, check and extend the skill taxonomy")
    taxonomy = group.add_subparsers(required=True, metavar="COMMAND")
    _add(taxonomy, "search", _taxonomy_search, "find skills by a part of a name").add_argument("text", metavar="TEXT")
    _add(taxonomy, "show", _taxonomy_show, "show one skill").add_argument("id", metavar="ID")
    _add(taxonomy, "check", _taxonomy_check, "report every problem of the data").add_argument("dir", nargs="?")
    _add(taxonomy, "documented", _taxonomy_documented, "list what the two role documents say, with its place")
    unknown = _add(taxonomy, "unknown", _taxonomy_unknown, "list frequent unknown terms of a folder of postings")
    unknown.add_argument("folder", metavar="FOLDER")
    unknown.add_argument("--most", type=_positive, default=50)
    importer = _add(taxonomy, "import", _taxonomy_import, "make an overlay from ESCO or O*NET files")
    importer.add_argument("kind", choices=("esco", "onet"))
    importer.add_argument("path", metavar="PATH")
    importer.add_argument("-o", "--output", required=True, metavar="OVERLAY")
    evaluate = _add(parsers, "evaluate", _evaluate, "precision, recall and F against a gold file")
    evaluate.add_argument("gold", metavar="GOLD.jsonl")
    evaluate.add_argument("--predictions", metavar="FILE", help="score another tool's output instead")
    evaluate.add_argument("--misses", action="store_true", help="list what was missed and what was wrong")
    evaluate.add_argument("--format", choices=("text", "json"), default="text")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="gapscan", description="What a résumé lacks for a job, and why.")
    parser.add_argument("--version", action="version", version=f"gapscan {__version__}")
    parser.add_argument("-v", "--verbose", action="store_true", help=_VERBOSE)
    parsers = parser.add_subparsers(required=True, metavar="COMMAND")
    for add in (_add_scan, _add_jobs, _add_batch, _add_taxonomy):
        add(parsers)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    Args:
        arguments: Without the program's name; None for those of the process.
    """
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except GapscanError as error:
        if options.verbose:
            raise
        is_job = isinstance(error, UnknownNameError) and error.kind == "job"
        _talk(f"gapscan: {error}{_NO_SUCH_JOB if is_job else ''}")
        return error.exit_code
    except BrokenPipeError:
        # The reader (head, less) went away: that is its right, and no error of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_DONE
    except OSError as error:
        _talk(f"gapscan: {error.filename or 'output'}: {error.strerror}")
        return EXIT_INPUT
    except KeyboardInterrupt:
        _talk("gapscan: stopped")
        return EXIT_INTERRUPTED
    return code
