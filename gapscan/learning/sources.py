"""A folder or a CSV → jobs, each with its name. What can't be used becomes a warning, never a stop."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from gapscan import jobs, postings, readers
from gapscan.errors import (
    DamagedFileError,
    DataError,
    FileAccessError,
    GapscanError,
    InputError,
    UnsupportedFormatError,
)
from gapscan.records import JobProfile, Notice
from gapscan.taxonomy import Taxonomy

TEXT_COLUMNS = ("text", "description", "posting", "body", "job_description", "job description", "content")
_TITLE_COLUMNS = ("title", "job_title", "job title", "position", "role")
_ID_COLUMNS = ("id", "job_id", "job id", "posting_id")
# csv refuses longer cells; a posting of 16 MB is not one.
_LONGEST_CELL = 16_000_000


def read(path: Path, known: Taxonomy, notices: list[Notice]) -> Iterator[tuple[str, JobProfile]]:
    """Yield every job of a folder (files by name, subfolders too, hidden ones not) or of a CSV (rows in order).

    Args:
        path: A folder of postings and ``.toml`` job files, or a ``.csv`` with a column of postings.
        known: The taxonomy that postings are parsed with.
        notices: Gets a warning for each file or row that can't be used.

    Raises:
        InputError: The path is neither, or the CSV can't be read or has no column of postings.
    """
    if path.is_dir():
        yield from _of_folder(path, known, notices)
    elif not path.exists():
        raise FileAccessError(str(path), "there is no such folder or file")
    elif path.suffix.lower() == ".csv":
        yield from _of_csv(path, known, notices)
    else:
        raise UnsupportedFormatError(str(path), "postings are taken from a folder or from a .csv file")


def _of_folder(folder: Path, known: Taxonomy, notices: list[Notice]) -> Iterator[tuple[str, JobProfile]]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    for path in paths:
        name = path.relative_to(folder).as_posix()
        if any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue
        try:
            if path.suffix.lower() == ".toml":
                yield name, jobs.load_file(path, known=known.relations)
            else:
                yield name, postings.parse(readers.read(path), known)
        except (InputError, DataError) as error:
            notices.append(_skipped(name, error))


def _of_csv(path: Path, known: Taxonomy, notices: list[Notice]) -> Iterator[tuple[str, JobProfile]]:
    for name, title, text in _rows(path):
        if not text.strip():
            notices.append(Notice("N-JOB-SKIPPED", f"{name}: the posting is empty"))
            continue
        try:
            job = postings.parse(readers.read_text(text, name=name), known)
        except (InputError, DataError) as error:
            notices.append(_skipped(name, error))
            continue
        yield name, replace(job, title=title) if title else job


def _skipped(name: str, error: GapscanError) -> Notice:
    reason = error.reason if isinstance(error, InputError) else str(error)
    return Notice("N-JOB-SKIPPED", f"{name}: {reason}")


def _rows(path: Path) -> Iterator[tuple[str, str, str]]:
    """Yield (name, title, text) of each row of a CSV; the title is empty when no column holds one."""
    csv.field_size_limit(_LONGEST_CELL)
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            header = stream.readline()
            stream.seek(0)
            reader = csv.DictReader(stream, delimiter=max(",;\t|", key=header.count))
            columns = {str(name).strip().lower(): name for name in reader.fieldnames or () if name}
            text = next((columns[name] for name in TEXT_COLUMNS if name in columns), None)
            if text is None:
                raise _no_column(path, columns)
            title = next((columns[name] for name in _TITLE_COLUMNS if name in columns), None)
            identifier = next((columns[name] for name in _ID_COLUMNS if name in columns), None)
            for number, row in enumerate(reader, 1):
                name = (row.get(identifier) or "") if identifier else ""
                yield (
                    f"row {number}" + (f" ({name.strip()})" if name.strip() else ""),
                    ((row.get(title) or "") if title else "").strip(),
                    row.get(text) or "",
                )
    except OSError as error:
        raise FileAccessError(str(path), f"can't be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise DamagedFileError(str(path), "is not UTF-8; save it as CSV UTF-8") from error
    except csv.Error as error:
        raise DamagedFileError(str(path), f"is not a CSV: {error}") from error


def _no_column(path: Path, columns: Mapping[str, str]) -> InputError:
    found = ", ".join(columns.values()) or "none"
    wanted = ", ".join(TEXT_COLUMNS)
    return DamagedFileError(str(path), f"no column holds postings; columns: {found}; known names: {wanted}")
