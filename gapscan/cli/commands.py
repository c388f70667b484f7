"""One function a command: it reads its options, asks the library, writes what comes back and returns the exit code."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from gapscan.cli.streams import FILE_WIDTH, STDIN, piped, refuse_overwriting, talk, wants_colour, width, write
from gapscan.errors import DataError, InputError, UnknownNameError, UsageError

if TYPE_CHECKING:
    from gapscan.analyzer import Analyzer
    from gapscan.records import Document, GapReport

EXIT_DONE = 0
EXIT_BELOW = 1
EXIT_INPUT = 3


def scan(options: argparse.Namespace) -> int:
    """Hold a résumé against a job; exit 1 below ``--fail-under``, 3 without a score."""
    from gapscan.analyzer import Analyzer

    refuse_overwriting(options.output, options.resume)
    job = piped() if options.job == STDIN and options.resume != STDIN else options.job
    analyzer = Analyzer(job, as_of=options.as_of, pdf_engine=options.pdf_engine)
    _refuse_unknown(analyzer, accept=options.accept, reject=options.reject)
    document = piped() if options.resume == STDIN else analyzer.read(options.resume)
    report = analyzer.scan(
        document, target=options.target, accept=options.accept, reject=options.reject, since=options.since,
        prefer=options.prefer,
    )  # fmt: skip
    write(_rendered(report, document, options), options.output)
    if report.score is None:
        talk(f"gapscan: E-NOSCORE {options.resume}: {report.no_score}")
        return EXIT_INPUT
    below = options.fail_under is not None and report.score < options.fail_under
    return EXIT_BELOW if below else EXIT_DONE


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
            report, colour=shown and wants_colour(), width=width() if shown else FILE_WIDTH, full=options.verbose
        )
    from gapscan.renderers import render

    return render(report, options.format)


def explain(options: argparse.Namespace) -> int:
    """Tell the story of one skill."""
    from gapscan.analyzer import Analyzer
    from gapscan.explanation import explain

    analyzer = Analyzer(options.job, as_of=options.as_of, pdf_engine=options.pdf_engine)
    write(explain(analyzer, options.resume, options.skill), None)
    return EXIT_DONE


def skills(options: argparse.Namespace) -> int:
    """List what files show; exit 3 when one could not be read, after the others."""
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
            talk(f"gapscan: {error}")
            text = as_skills.failure(path, error) if options.format == "jsonl" else ""
        write(text, None)
    return EXIT_INPUT if failed else EXIT_DONE


def jobs_list(options: argparse.Namespace) -> int:
    """List the built-in jobs."""
    from gapscan import jobs

    for name in jobs.available():
        print(f"{name}\t{jobs.load(name).title}")
    return EXIT_DONE


def jobs_show(options: argparse.Namespace) -> int:
    """Show what a job asks for."""
    from gapscan.analyzer import job_of
    from gapscan.renderers import as_job

    write(as_job.RENDERERS[options.format](job_of(options.job)), None)
    return EXIT_DONE


def jobs_parse(options: argparse.Namespace) -> int:
    """Turn postings into requirements; exit 3 when one could not be read, after the others."""
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
            talk(f"gapscan: {error}")
            text = as_job.failure(path, error) if options.format == "jsonl" else ""
        write(text, None)
    return EXIT_INPUT if failed else EXIT_DONE


def batch(options: argparse.Namespace) -> int:
    """Score many résumés."""
    from gapscan.batch import run

    return run(options, talk=talk)


def learn(options: argparse.Namespace) -> int:
    """Say what to learn over many jobs."""
    from gapscan.learning import learn
    from gapscan.renderers import as_learning

    plan = learn(options.resume, options.jobs, since=options.since, as_of=options.as_of)
    write(as_learning.RENDERERS[options.format](plan), None)
    return EXIT_DONE


def taxonomy_search(options: argparse.Namespace) -> int:
    """List the skills with a text in a name."""
    from gapscan import taxonomy

    if not options.text.strip():
        message = "give a part of a name to search for; 'gapscan taxonomy documented' lists what the role documents ask"
        raise UsageError(message)
    found = taxonomy.load().search(options.text.strip())
    for skill in found:
        print(f"{skill.id}\t{skill.name}\t{skill.kind.value}\t{skill.category}")
    if not found:
        talk(f"gapscan: no skill has {options.text!r} in its names")
    return EXIT_DONE


def taxonomy_show(options: argparse.Namespace) -> int:
    """Show one skill."""
    from gapscan import taxonomy
    from gapscan.renderers import as_taxonomy

    write(as_taxonomy.render(taxonomy.load().get(options.id)), None)
    return EXIT_DONE


def taxonomy_check(options: argparse.Namespace) -> int:
    """List every problem of the data."""
    from gapscan import checks

    found = checks.problems(Path(options.dir) if options.dir else None)
    for problem in found:
        print(problem)
    if found:
        raise DataError("taxonomy", found)
    talk(f"gapscan: {checks.summary(Path(options.dir) if options.dir else None)}")
    return EXIT_DONE


def taxonomy_documented(options: argparse.Namespace) -> int:
    """List what the role documents say."""
    from gapscan import career

    write(career.listing(), None)
    return EXIT_DONE


def taxonomy_import(options: argparse.Namespace) -> int:
    """Make an overlay of another taxonomy's files."""
    from gapscan import importers

    talk(f"gapscan: {importers.run(options.kind, Path(options.path), Path(options.output))}")
    return EXIT_DONE


def taxonomy_unknown(options: argparse.Namespace) -> int:
    """List frequent unknown terms."""
    from gapscan import discovery

    for term, count in discovery.frequent(Path(options.folder), most=options.most):
        print(f"{count}\t{term}")
    return EXIT_DONE


def evaluate(options: argparse.Namespace) -> int:
    """Measure against a gold file."""
    from gapscan import evaluation

    result = evaluation.evaluate_file(Path(options.gold), predictions=options.predictions and Path(options.predictions))
    write(evaluation.render(result, fmt=options.format, misses=options.misses), None)
    return EXIT_DONE
