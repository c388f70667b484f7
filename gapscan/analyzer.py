"""The stages held together: what a library user keeps.

An Analyzer holds what is costly (the taxonomy with its automaton, one job compiled against it) and strings the arrows
of the flow. One résumé and one million go through the same functions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gapscan import advice, jobs, matching, profiles, readers, scoring, taxonomy
from gapscan.errors import InputError, UsageError
from gapscan.readers import PdfEngine
from gapscan.records import Document, GapReport, JobProfile, Matches, Month, Profile, SkillId, Suggestion
from gapscan.renderers import quotes, render

if TYPE_CHECKING:
    import pandas

JobSource = str | Path | JobProfile | Document
ResumeSource = str | Path | Document


def read_text(text: str, name: str = "<text>") -> Document:
    """Make a Document of a text that is at hand, repaired like text from a file."""
    return readers.read_text(text, name=name)


def resolve_job(job: JobSource, known: taxonomy.Taxonomy) -> JobProfile:
    """Turn what a person calls a job into a JobProfile.

    Args:
        job: Id of a built-in job; path of a ``.toml`` job file; path of a posting in any readable format; a
            Document of a posting; or a JobProfile, returned as it is.
        known: The taxonomy that skills are checked against.

    Raises:
        UsageError: The name is empty.
        UnknownNameError: Neither a built-in job nor a file has that name.
        DataError: The job file has problems.
        InputError: The posting can't be read, or asks for nothing.
    """
    if isinstance(job, JobProfile):
        return job
    if isinstance(job, Document):
        return _parsed(job, known)
    if isinstance(job, str) and job in jobs.available():
        return jobs.load(job, known=known.relations)
    if not str(job).strip():
        message = "no job is named; give the id of a built-in job, a job file or a posting"
        raise UsageError(message)
    path = Path(job)
    if isinstance(job, str) and not path.suffix and not path.exists():
        return jobs.load(job, known=known.relations)
    if path.suffix.lower() == ".toml" and path.is_file():
        return jobs.load_file(path, known=known.relations)
    return _parsed(path, known)


def _parsed(source: str | Path | Document, known: taxonomy.Taxonomy, *, discover: bool = False) -> JobProfile:
    # A scan against a built-in job needs no posting parser: its tables are loaded when one is read.
    from gapscan import postings

    document = source if isinstance(source, Document) else postings.read(source)
    return postings.parse(document, known, discover=discover)


@dataclass(frozen=True, repr=False)
class Report(GapReport):
    """A GapReport with the ways out that a library user expects; ``print`` shows it as a terminal would."""

    @classmethod
    def of(cls, report: GapReport) -> Report:
        """Return a report with these methods; nothing else changes."""
        return cls(**{field.name: getattr(report, field.name) for field in fields(report)})

    @property
    def certifications(self) -> tuple[Suggestion, ...]:
        """Suggested certificates, best first; empty when the report was made without advice."""
        return self.advice.suggested if self.advice else ()

    def to_dict(self) -> dict[str, Any]:
        """Return the report as the tables of ``gapscan.report/1``."""
        from gapscan.renderers import as_json

        return as_json.report_dict(self)

    def to_frame(self) -> pandas.DataFrame:
        """Return one row a requirement, in the job's order, as a pandas DataFrame."""
        from gapscan.renderers import as_frame

        return as_frame.to_frame(self)

    def to_text(self) -> str:
        """Return the report as a terminal shows it, without colour."""
        return render(self, "text")

    def __str__(self) -> str:
        return self.to_text()

    def __repr__(self) -> str:
        number = "no score" if self.score is None else f"{self.score:g} of 100"
        return f"<Report: {number}, {self.source.name!r} for {self.job.id!r}>"

    def _repr_html_(self) -> str:
        from gapscan.renderers import as_frame

        return as_frame.repr_html(self)


class Analyzer:
    """Scans résumés against one job.

    Example:
        >>> analyzer = Analyzer()
        >>> analyzer.job.id
        'machine-learning-engineer'
    """

    def __init__(
        self,
        job: JobSource = jobs.DEFAULT_JOB,
        *,
        known: taxonomy.Taxonomy | None = None,
        as_of: Month | None = None,
        pdf_engine: PdfEngine = "auto",
    ) -> None:
        self.taxonomy = known or taxonomy.load()
        self.job = resolve_job(job, self.taxonomy)
        self.as_of = as_of
        self.pdf_engine = pdf_engine

    @cached_property
    def _relevant(self) -> frozenset[SkillId]:
        # Only bulk scoring asks for it; a single scan need not pay for it.
        return scoring.relevant(self.job, self.taxonomy)

    def read(self, resume: ResumeSource | tuple[bytes, str]) -> Document:
        """Read a résumé: a path, a Document, or (bytes, name).

        Raises:
            InputError: It can't be read; the subclass and its code say why.
        """
        if isinstance(resume, Document):
            return resume
        if isinstance(resume, tuple):
            return readers.read_bytes(resume[0], resume[1], pdf_engine=self.pdf_engine)
        return readers.read(resume, pdf_engine=self.pdf_engine)

    def find(self, document: Document) -> Matches:
        """Find every skill of a document, with sense and stance."""
        return matching.find(document, self.taxonomy)

    def profile(self, document: Document) -> Profile:
        """Gather a document into the profile of one person, all skills of it."""
        return profiles.fold(document, self.find(document), self.taxonomy, as_of=self.as_of)

    def scan(
        self,
        resume: ResumeSource | tuple[bytes, str],
        *,
        target: float | None = None,
        accept: Iterable[str] = (),
        reject: Iterable[str] = (),
        since: str | Path | None = None,
        prefer: str = "effort",
        advise: bool = True,
    ) -> Report:
        """Hold a résumé against the job.

        Args:
            resume: A path, a Document, or (bytes, name).
            target: A score from 0 to 100 to reach; the advice then names the fewest gaps that reach it.
            accept: Skills (ids or names) whose unclear mentions do mean them.
            reject: Skills whose mentions do not mean them.
            since: An earlier report in JSON, to say what changed.
            prefer: What certificates should save, "effort" or "cost".
            advise: Whether to work out certificates, what-if and career; False saves time in bulk.

        Returns:
            The report. Its score is None, with a notice E-NOSCORE, for a text in which nothing speaks of a person's work.
            A skill to accept or reject on which nothing was to settle costs a notice N-ACCEPT or N-REJECT.

        Raises:
            InputError: The résumé can't be read or holds no text.
            UnknownNameError: A skill to accept or reject is not in the taxonomy.
            DataError: The earlier report is not one, or of another taxonomy.
        """
        document = self.read(resume)
        accepted = [self.taxonomy.get(name).id for name in accept]
        rejected = [self.taxonomy.get(name).id for name in reject]
        found = self.find(document)
        matches = profiles.settle(found, accept=accepted, reject=rejected)
        profile = profiles.fold(document, matches, self.taxonomy, as_of=self.as_of)
        report = self._compared(document, profile)
        unsettled = profiles.unsettled(found, self.taxonomy, accept=accepted, reject=rejected)
        report = replace(report, notices=(*report.notices, *unsettled))
        if advise:
            report = replace(report, advice=advice.advise(report, self.taxonomy, target=target, since=since, prefer=prefer))
        return Report.of(replace(report, quotes=quotes.collect(document, profile)))

    def _compared(self, document: Document, profile: Profile) -> GapReport:
        report = scoring.compare(profile, self.job, self.taxonomy, document)
        return report if profiles.speaks_of_a_person(document, profile) else scoring.unscored(report)

    def score(self, document: Document) -> GapReport:
        """Hold a résumé against the job, looking only at what can change its score: the fast path of batches."""
        matches = matching.find(document, self.taxonomy, only=self._relevant)
        profile = profiles.fold(document, matches, self.taxonomy, as_of=self.as_of, only=self._relevant)
        report = scoring.compare(profile, self.job, self.taxonomy, document)
        if profiles.speaks_of_a_person(document, profile):
            return report
        # Nothing that this job asks for; a skill of another trade is a sign of a résumé too.
        return report if self.find(document).mentions else scoring.unscored(report)

    def scan_many(self, resumes: Iterable[ResumeSource | tuple[bytes, str]]) -> Iterator[Report | InputError]:
        """Yield a report for each résumé, in order; a file that can't be read yields its error instead."""
        for resume in resumes:
            try:
                yield self.scan(resume)
            except InputError as error:
                yield error


@dataclass(frozen=True, slots=True)
class FoundSkills:
    """What was found in one file, without a job."""

    document: Document
    matches: Matches
    profile: Profile


def skills_of(source: ResumeSource, *, kind: str = "resume", pdf_engine: PdfEngine = "auto") -> FoundSkills:
    """Find the skills of one file.

    Args:
        source: A path or a Document.
        kind: "resume" or "posting"; a posting has no dated work of a person.
        pdf_engine: "auto", "pypdf" or "pdfium".

    Raises:
        InputError: The file can't be read or holds no text.
    """
    known = taxonomy.load()
    document = source if isinstance(source, Document) else readers.read(source, pdf_engine=pdf_engine)
    if kind == "posting":
        document = replace(document, sections=())
    matches = matching.find(document, known)
    return FoundSkills(document, matches, profiles.fold(document, matches, known))


@lru_cache(maxsize=8)
def _kept(job: str, as_of: Month | None, pdf_engine: PdfEngine) -> Analyzer:
    return Analyzer(job, as_of=as_of, pdf_engine=pdf_engine)


def scan(
    resume: ResumeSource | tuple[bytes, str],
    job: JobSource = jobs.DEFAULT_JOB,
    *,
    as_of: Month | None = None,
    pdf_engine: PdfEngine = "auto",
    **options: Any,
) -> Report:
    """Hold one résumé against one job.

    Args:
        resume: A path, a Document (``gapscan.read_text("…")``), or (bytes, name).
        job: Id of a built-in job, a ``.toml`` job file, a posting file, a Document of a posting, or a JobProfile.
        as_of: Month that "present" means; None for the current one.
        pdf_engine: "auto", "pypdf" or "pdfium".
        **options: As for ``Analyzer.scan``: target, accept, reject, since, prefer, advise.

    Raises:
        InputError: A file can't be read, holds no text, or asks for nothing.
        DataError: A job file has problems.
        UnknownNameError: There is no such job or skill.
    """
    if isinstance(job, str) and job in jobs.available():
        return _kept(job, as_of, pdf_engine).scan(resume, **options)
    return Analyzer(job, as_of=as_of, pdf_engine=pdf_engine).scan(resume, **options)


def job_of(job: JobSource) -> JobProfile:
    """Return a job by anything that names one; see ``resolve_job``."""
    return resolve_job(job, taxonomy.load())


def posting_of(source: str | Path | Document, *, discover: bool = True) -> JobProfile:
    """Parse one posting, with the terms that the taxonomy does not know unless ``discover`` is False.

    Raises:
        InputError: The file can't be read, or asks for nothing.
    """
    return _parsed(source, taxonomy.load(), discover=discover)
