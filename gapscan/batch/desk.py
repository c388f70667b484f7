"""One entry → what became of it: read if it is a file, scored, and whatever goes wrong with it turned into its error.

Frames and worker processes go through here, so a row is the same wherever it was made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from gapscan import jobs, matching, profiles, readers, sections, taxonomy
from gapscan.analyzer import resolve_job
from gapscan.batch.rows import Row, failed
from gapscan.batch.scorer import Scorer, Sheet
from gapscan.batch.sinks import Value
from gapscan.errors import EmptyFileError, GapscanError, InputError
from gapscan.readers.repair import repair
from gapscan.records import Document, JobProfile, Month, Notice, Source

E_EMPTY = "E-EMPTY"
E_JOB = "E-JOB"
E_INTERNAL = "E-INTERNAL"
E_MEMORY = "E-MEMORY"
_JOBS_KEPT = 256
_Given = TypeVar("_Given")
_Made = TypeVar("_Made")
_TEXT = Source("<text>", "txt", "built-in", "", 0)


class Entry(NamedTuple):
    """One row as it came: its id, its text or the path of its file, its job ("" for the usual one), what to keep of it.

    ``error`` says what is wrong with it already; then nothing else but id and keep counts.
    """

    id: str = ""
    text: str = ""
    file: str = ""
    job: str = ""
    keep: tuple[Value, ...] = ()
    notices: tuple[Notice, ...] = ()
    error: str = ""


class Done(NamedTuple):
    """What became of an entry: its row, and where asked for its skills, in the columns of ``--long`` but the id."""

    row: Row
    skills: tuple[tuple[Value, ...], ...] = ()


def _ignore(number: int) -> None:
    """Take no notice of how far the work is."""


def _tried(work: Callable[[_Given], _Made], given: _Given, done: list[Done | None], number: int) -> _Made | None:
    """Return what some work makes; whatever goes wrong with it costs this entry and nothing else."""
    try:
        return work(given)
    except InputError as error:
        code = error.code
    except MemoryError:
        code = E_MEMORY
    except Exception:  # noqa: BLE001 (the one place where a bug costs a row and not the run)
        code = E_INTERNAL
    done[number] = Done(failed(code))
    return None


class Desk:
    """Works on entries; holds what is costly.

    Args:
        job: The job of entries that name none.
        as_of: Month that "present" means.
        base: Folder that paths are relative to.
        pdf_engine: "auto", "pypdf" or "pdfium".
        with_skills: Whether to give the skills as well; it costs about as much again.
    """

    def __init__(
        self, job: JobProfile, *, as_of: Month, base: Path = Path(), pdf_engine: str = "auto", with_skills: bool = False
    ) -> None:
        self._job, self._as_of = job, as_of
        self._base: Path = base
        self._pdf_engine: Any = pdf_engine
        self._with_skills = with_skills
        self._known = taxonomy.load()
        self._scorers = lru_cache(maxsize=_JOBS_KEPT)(self._scorer)
        self._scorers("")

    def _scorer(self, job: str) -> Scorer | None:
        """Return the scorer of a job by what a row calls it; None when it can't be read."""
        try:
            profile = resolve_job(self._job_named(job), self._known) if job else self._job
        except (GapscanError, OSError, ValueError):
            return None
        return Scorer(profile, self._known, as_of=self._as_of)

    def _job_named(self, job: str) -> str | Path:
        """Return the file that a row calls its job, looked for where files of a row are, else what it says."""
        place = self._base / job
        return place if job not in jobs.available() and place.is_file() else job

    def done(self, entries: Sequence[Entry], at: Callable[[int], None] = _ignore) -> list[Done]:
        """Return what became of some entries, in order; those of the same text and job are worked on once.

        Args:
            entries: Some hundred at a time.
            at: Called with the number of an entry, from 0, whenever it is turned to.
        """
        done: list[Done | None] = [Done(failed(entry.error)) if entry.error else None for entry in entries]
        first: dict[tuple[str, str], int] = {}
        same: dict[int, int] = {}
        sheets: list[tuple[int, Scorer, Sheet]] = []
        for number, entry in enumerate(entries):
            if done[number] is not None:
                continue
            if entry.text:
                earlier = first.setdefault((entry.job, entry.text), number)
                if earlier != number:
                    same[number] = earlier
                    continue
            at(number)
            begun = _tried(self._begun, entry, done, number)
            if begun is not None:
                sheets.append((number, *begun))
        for place in range(max((len(scorer.steps) for _, scorer, _ in sheets), default=0)):
            for number, scorer, sheet in sheets:
                if done[number] is None and place < len(scorer.steps):
                    at(number)
                    _tried(scorer.steps[place], sheet, done, number)
        for number, _, sheet in sheets:
            if done[number] is None:
                at(number)
                done[number] = _tried(self._finished, sheet, done, number) or done[number]
        for number, earlier in same.items():
            done[number] = done[earlier]
        return [one or Done(failed(E_INTERNAL)) for one in done]

    def _finished(self, sheet: Sheet) -> Done | None:
        if sheet.row is None:
            return None
        return Done(sheet.row, tuple(self._skills(sheet.document)) if self._with_skills else ())

    def _begun(self, entry: Entry) -> tuple[Scorer, Sheet]:
        scorer = self._scorers(entry.job)
        if scorer is None:
            raise InputError(entry.job, "no such job", code=E_JOB)
        if entry.file:
            return scorer, Sheet(readers.read(self._base / entry.file, pdf_engine=self._pdf_engine))
        return scorer, Sheet(text_document(entry.text, entry.notices))

    def _skills(self, document: Document) -> Iterator[tuple[Value, ...]]:
        """Yield every skill that a document says something of, in the order of its first mention."""
        found = matching.find(document, self._known)
        profile = profiles.fold(document, found, self._known, as_of=self._as_of)
        for skill, claim in profile.claims.items():
            yield (
                skill, self._known.name(skill), self._known.kind(skill).value, claim.stance.value, claim.confidence,
                claim.strength.value if claim.strength else None, claim.months, str(claim.last_used) if claim.last_used else None,
                claim.stated_years, claim.implied_by,
            )  # fmt: skip


def text_document(text: str, notices: tuple[Notice, ...] = ()) -> Document:
    """Return the document of a text, as ``readers.read_text`` does but for the digest, which no row shows.

    Raises:
        EmptyFileError: There is nothing but white space.
    """
    repaired = repair(text)
    if not repaired.text or repaired.text.isspace():
        raise EmptyFileError("<text>", "the text is empty")
    return Document(repaired.text, _TEXT, sections.split(repaired.text), notices=(*notices, *repaired.notices))
