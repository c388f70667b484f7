"""Command-line options → a plan: what to read, which columns, what to write. Whatever does not go together is said here.

A plan is plain data, so that it can be handed to a worker process and so that its digest tells a resumed run whether
it still is the same work.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from textwrap import shorten
from typing import Any

from gapscan.batch.rows import COLUMNS
from gapscan.errors import FileAccessError, UsageError
from gapscan.records import JobProfile, Month
from gapscan.safety import one_line

_PARQUET_PART = re.compile(r"part-\d{5,}\.parquet")
FORMATS = (".csv", ".parquet", ".jsonl")
# Names under which people keep the text of a résumé, most telling first; case, spaces and marks do not count.
TEXT_NAMES = (
    "resumetext", "resumestr", "cvtext", "resume", "cv", "text", "content", "resumecontent", "rawtext", "fulltext",
    "body", "document",
)  # fmt: skip
ID_NAMES = ("id", "resumeid", "cvid", "candidateid", "applicantid")


@dataclass(frozen=True, slots=True)
class Plan:
    """What one run of a batch is to do.

    ``input_kind`` is csv, jsonl, parquet or folder. Of ``text`` and ``file`` one names a column (both None for a
    folder); ``id`` None numbers the rows from 1. ``job`` is None when ``job_column`` names the job of each row.
    ``base`` is the folder that paths in the file column are relative to. ``output_folder`` asks for a folder of Parquet files.
    """

    input: Path
    input_kind: str
    output: Path
    output_format: str
    output_folder: bool
    job: JobProfile | None
    as_of: Month
    text: str | None = None
    file: str | None = None
    id: str | None = None
    job_column: str | None = None
    keep: tuple[str, ...] = ()
    base: Path = Path()
    raw: bool = False
    long: Path | None = None
    long_format: str = ""
    summary: Path | None = None
    pdf_engine: str = "auto"
    chunk_rows: int = 512
    workers: int = 1

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of the output, in order."""
        return (*COLUMNS, *self.keep)

    @property
    def wanted(self) -> tuple[str, ...]:
        """Columns of the input that are used."""
        return tuple(name for name in (self.text, self.file, self.id, self.job_column, *self.keep) if name)

    @property
    def written(self) -> tuple[Path, ...]:
        """Files and folders that the run makes, for a while or for good, with their real paths."""
        outputs = [path.resolve() for path in (self.output, self.long, self.summary) if path is not None]
        return (*outputs, *(path.with_name(path.name + more) for path in outputs for more in (".part", ".journal")))

    @property
    def reads_files(self) -> bool:
        """Whether each row is a file to be read."""
        return self.text is None


def input_kind(path: Path) -> str:
    """Return how an input is to be read, by its name.

    Raises:
        FileAccessError: It is not there.
        UsageError: The name says nothing that gapscan takes.
    """
    if path.is_dir():
        return "folder"
    if not path.exists() and str(path) != "-":
        raise FileAccessError(str(path), "no such file or folder")
    name = path.name.lower().removesuffix(".gz")
    for suffix, kind in ((".csv", "csv"), (".tsv", "csv"), (".parquet", "parquet"), (".jsonl", "jsonl"), (".ndjson", "jsonl")):
        if name.endswith(suffix):
            return kind
    message = f"{path}: gapscan batch reads .csv, .csv.gz, .jsonl and .parquet files and folders of résumés"
    raise UsageError(message)


def output_format(path: Path) -> str:
    """Return the format of an output, by its suffix.

    Raises:
        UsageError: The suffix is none of those that can be written.
    """
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        message = f"{path}: the output must end in {', '.join(FORMATS)}, or in / for a folder of Parquet files"
        raise UsageError(message)
    return suffix[1:]


def with_columns(plan: Plan, names: Sequence[str]) -> Plan:
    """Return a plan whose columns are those of the input; the text and id columns are found when they are not named.

    Raises:
        UsageError: A column is not there, or one to keep has the name of a column of the output.
    """
    if plan.input_kind == "folder":
        return plan
    for option, name in (
        ("--text-column", plan.text), ("--file-column", plan.file), ("--id-column", plan.id), ("--job-column", plan.job_column),
        *(("--keep", name) for name in plan.keep),
    ):  # fmt: skip
        if name is not None and name not in names:
            message = f"{option} {name}: the input has no such column; it has {_listed(names)}"
            raise UsageError(message)
    text = plan.text
    if text is None and plan.file is None:
        text = text_column(names, hint="; name it with --text-column, or a column of paths with --file-column")
    identifier = plan.id or _first_named(names, ID_NAMES)
    keep = tuple(name for name in dict.fromkeys(plan.keep) if not (name == identifier == "id"))
    clash = [name for name in keep if name in COLUMNS]
    if clash:
        message = f"--keep {clash[0]}: the output has a column of that name already"
        raise UsageError(message)
    named = replace(plan, text=text, id=identifier, keep=keep)
    for name in named.wanted:
        if names.count(name) > 1:
            message = f"the input has {names.count(name)} columns called {one_line(name)}; rename all but one of them"
            raise UsageError(message)
    return named


def text_column(names: Sequence[str], *, hint: str = "") -> str:
    """Return the column that holds the résumé, by its name; the only one where there is but one.

    Raises:
        UsageError: No name tells.
    """
    found = _first_named(names, TEXT_NAMES)
    if found is None and len(names) == 1:
        return names[0]
    if found is None:
        message = f"which column holds the résumé's text? the input has {_listed(names)}{hint}"
        raise UsageError(message)
    return found


def id_column(names: Sequence[str]) -> str | None:
    """Return the column that identifies a row, by its name; None when no name tells."""
    return _first_named(names, ID_NAMES)


def _first_named(names: Sequence[str], wanted: Sequence[str]) -> str | None:
    plain = {"".join(filter(str.isalnum, str(name).lower())): name for name in reversed(names)}
    return next((plain[name] for name in wanted if name in plain), None)


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(shorten(one_line(str(name)) or "?", 40, placeholder="…") for name in names[:20]) or "no columns"
    return f"{shown} and {len(names) - 20} more" if len(names) > 20 else shown


def from_options(options: Any, *, as_of: Month, cores: int) -> Plan:
    """Return the plan of a command line, without its columns; nothing is opened yet.

    Args:
        options: The parsed arguments of ``gapscan batch``.
        as_of: Month that "present" means when the options name none.
        cores: Workers when the options name no number.

    Raises:
        UsageError: Options that do not go together, or files that can't be told by their names.
        GapscanError: The job can't be read.
    """
    if not options.input or not options.output:
        message = "INPUT and OUTPUT must not be empty"
        raise UsageError(message)
    source, target = Path(options.input), Path(options.output)
    kind = input_kind(source)
    is_folder = str(options.output).endswith(("/", os.sep))
    named = (options.text_column, options.file_column, options.id_column, options.keep, options.job_column)
    if kind == "folder" and any(named):
        message = f"{source} is a folder: it has no columns to name"
        raise UsageError(message)
    plan = Plan(
        input=source,
        input_kind=kind,
        output=target,
        output_format="parquet" if is_folder else output_format(target),
        output_folder=is_folder,
        job=None,
        as_of=options.as_of or as_of,
        text=options.text_column,
        file=options.file_column,
        id=options.id_column,
        job_column=options.job_column,
        keep=tuple(name.strip() for name in options.keep.split(",") if name.strip()),
        base=source if kind == "folder" else source.parent,
        raw=options.raw,
        long=Path(options.long) if options.long else None,
        long_format=output_format(Path(options.long)) if options.long else "",
        summary=Path(options.summary) if options.summary else None,
        pdf_engine=options.pdf_engine,
        chunk_rows=options.chunk_rows,
        workers=options.workers or cores,
    )
    _refuse_same_files(plan)
    return plan


def _refuse_other_folder(path: Path) -> None:
    """Refuse to put a folder of Parquet files in the place of anything but an earlier one: it would be removed."""
    if path.exists() and not path.is_dir():
        message = f"{path} is a file, and a folder is to be written; give another name"
        raise UsageError(message)
    if not path.name or (path.is_dir() and any(not _PARQUET_PART.fullmatch(inside.name) for inside in path.iterdir())):
        message = f"{path} is a folder that holds other things than an earlier output; name a new one"
        raise UsageError(message)


def _refuse_same_files(plan: Plan) -> None:
    """Refuse outputs that would overwrite the input or each other."""
    outputs = [path for path in (plan.output, plan.long, plan.summary) if path is not None]
    for number, path in enumerate(outputs):
        if plan.output_folder and path == plan.output:
            _refuse_other_folder(path)
        elif path.exists() and not path.is_file():
            what = "a folder" if path.is_dir() else "a device or something like it"
            message = f"{path} is {what}; give the name of a file to write"
            raise UsageError(message)
        if not path.resolve().parent.is_dir():
            message = f"{path}: there is no folder {path.parent}"
            raise UsageError(message)
        if path.exists() and plan.input.exists() and path.samefile(plan.input):
            message = f"{path} is the input itself; give another name"
            raise UsageError(message)
        if any(path.resolve() == other.resolve() for other in outputs[:number]):
            message = f"{path} is given for two outputs"
            raise UsageError(message)
