"""Every record that flows through gapscan, in the order the flow makes them.

One string a document, half-open offsets of code points everywhere: for each mention
``document.text[span.start:span.end] == mention.text``. Records are frozen, sequences in them are
tuples, closed sets are enumerations. What can be computed from a record is a property of it, so that
a score can never disagree with its explanation. None means "the document does not say", never zero.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NewType

SkillId = NewType("SkillId", str)
CertificationId = NewType("CertificationId", str)


# --- reading -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points, ``start`` inclusive and ``end`` exclusive, never empty."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two ranges share at least one code point."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the person should know about a reading: a stable code and one sentence."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class RawText:
    """What a format reader returns: repaired text, and what it could not read.

    ``hidden`` are the ranges of ``text`` that a person looking at the page would not see (white, tiny,
    off the page, ``w:vanish``, ``display:none``), ordered and disjoint. ``engine`` names the library
    that read it. ``pages`` is None for formats without pages.
    """

    text: str
    engine: str
    pages: int | None = None
    hidden: tuple[Span, ...] = ()
    notices: tuple[Notice, ...] = ()


class SectionKind(StrEnum):
    """The kinds of résumé section that change how a mention is read."""

    HEADER = "header"
    SUMMARY = "summary"
    SKILLS = "skills"
    EXPERIENCE = "experience"
    PROJECTS = "projects"
    EDUCATION = "education"
    CERTIFICATIONS = "certifications"
    COURSES = "courses"
    LEARNING = "learning"
    INTERESTS = "interests"
    OBJECTIVE = "objective"
    LANGUAGES = "languages"
    PUBLICATIONS = "publications"
    AWARDS = "awards"
    VOLUNTEERING = "volunteering"
    REFERENCES = "references"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document: its heading (None for the part before the first) and its body."""

    kind: SectionKind
    heading: Span | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Source:
    """Where a text came from. ``sha256`` is of the bytes given; ``pages`` None where there are none."""

    name: str
    format: str
    engine: str
    sha256: str
    characters: int
    pages: int | None = None


@dataclass(frozen=True)
class Document:
    """A text that nothing changes any more, where it came from, and its sections in order."""

    text: str
    source: Source
    sections: tuple[Section, ...] = ()
    hidden: tuple[Span, ...] = ()
    notices: tuple[Notice, ...] = ()

    @cached_property
    def _line_starts(self) -> tuple[int, ...]:
        starts = [0]
        position = self.text.find("\n")
        while position != -1:
            starts.append(position + 1)
            position = self.text.find("\n", position + 1)
        return tuple(starts)

    @cached_property
    def _section_starts(self) -> tuple[int, ...]:
        return tuple(section.start for section in self.sections)

    def line_of(self, offset: int) -> int:
        """Return the number of the line that holds an offset, counted from 1."""
        return bisect_right(self._line_starts, offset)

    def line_text(self, line: int) -> str:
        """Return a line by its number from 1, stripped."""
        start = self._line_starts[line - 1]
        end = self._line_starts[line] if line < len(self._line_starts) else len(self.text)
        return self.text[start:end].strip()

    def section_at(self, offset: int) -> SectionKind:
        """Return the kind of section that holds an offset; OTHER where sections are not known."""
        index = bisect_right(self._section_starts, offset) - 1
        return self.sections[index].kind if index >= 0 else SectionKind.OTHER


# --- knowledge ---------------------------------------------------------------------------------


class SkillKind(StrEnum):
    """What sort of skill it is: a product, a technique, a soft skill, or knowledge of a field."""

    TOOL = "tool"
    METHOD = "method"
    SOFT = "soft"
    DOMAIN = "domain"


@dataclass(frozen=True, slots=True)
class Documented:
    """Where one of the two role documents names a thing."""

    document: str
    section: str


@dataclass(frozen=True, slots=True)
class Skill:
    """One line of ``data/taxonomy/skills/``: see data/README.md for each field."""

    id: SkillId
    name: str
    kind: SkillKind
    category: str
    aliases: tuple[str, ...] = ()
    cased: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    implies: tuple[SkillId, ...] = ()
    nearby: tuple[SkillId, ...] = ()
    example: str = ""
    near_miss: tuple[str, ...] = ()
    documented_in: tuple[Documented, ...] = ()


# --- finding and judging -----------------------------------------------------------------------


class Stance(StrEnum):
    """What a text says of a skill: the person has it, lacks it, wants it, speaks of something else, or unclear."""

    HELD = "held"
    DENIED = "denied"
    WANTED = "wanted"
    OTHER = "other"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class Mention:
    """One place that names a skill, and what it says of it.

    ``confidence`` is the probability from 0 to 1 that the words mean the skill; ``because`` names the rule or
    cue that decided stance or sense, and is empty for a plain mention. ``line`` counts from 1.
    """

    span: Span
    text: str
    skill: SkillId
    stance: Stance
    section: SectionKind
    line: int
    confidence: float = 1.0
    because: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A place that looks like a skill but was judged not to mean it, kept so that a miss can be explained."""

    span: Span
    text: str
    skill: SkillId
    line: int
    because: str


@dataclass(frozen=True, slots=True)
class Matches:
    """All that was found in a document, ordered by span, mentions disjoint; and what was refused."""

    mentions: tuple[Mention, ...]
    refusals: tuple[Refusal, ...] = ()


# --- the person --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month; ``str()`` gives YYYY-MM."""

    year: int
    month: int

    @property
    def index(self) -> int:
        """Months since year 0, for arithmetic."""
        return self.year * 12 + self.month - 1

    def __str__(self) -> str:
        """Return the month as YYYY-MM."""
        return f"{self.year:04d}-{self.month:02d}"


@dataclass(frozen=True, slots=True)
class Period:
    """A dated entry (role, project, education) of a résumé: months inclusive on both sides.

    ``start`` and ``end`` of the text it covers; ``kind`` is the section it stands in; ``current`` when the résumé
    says it goes on (then ``last`` is the reference month).
    """

    first: Month
    last: Month
    start: int
    end: int
    kind: SectionKind
    quote: str
    current: bool = False


class Strength(StrEnum):
    """How strongly a résumé shows a skill, weakest first."""

    LISTED = "listed"
    USED = "used"
    RESULT = "used with a result"
    CERTIFIED = "certified"


STRENGTH_VALUES = {Strength.LISTED: 0.4, Strength.USED: 0.7, Strength.RESULT: 0.9, Strength.CERTIFIED: 1.0}


@dataclass(frozen=True, slots=True)
class Claim:
    """All that a résumé says of one skill.

    ``stance`` is the verdict over all mentions. ``months`` and ``last_used`` come from the dated roles that
    mention it, ``stated_years`` from words such as "5+ years of Python"; None where the résumé does not say.
    ``implied_by`` is the held skill that this one follows from, None when it is named itself.
    """

    skill: SkillId
    stance: Stance
    mentions: tuple[Mention, ...]
    confidence: float = 1.0
    strength: Strength | None = None
    months: int | None = None
    last_used: Month | None = None
    stated_years: float | None = None
    implied_by: SkillId | None = None


class CredentialStatus(StrEnum):
    """What the résumé says of a certificate."""

    HELD = "held"
    IN_PROGRESS = "in progress"
    EXPIRED = "expired"
    PLANNED = "planned"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Credential:
    """A certificate that a résumé names, and where: ``text`` starts at the offset ``start`` of the document."""

    certification: CertificationId
    status: CredentialStatus
    text: str
    line: int
    start: int = 0
    section: SectionKind = SectionKind.CERTIFICATIONS

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.start + max(1, len(self.text)))


class DegreeLevel(StrEnum):
    """Levels of education, lowest first."""

    SECONDARY = "secondary"
    ASSOCIATE = "associate"
    BACHELOR = "bachelor"
    MASTER = "master"
    DOCTORATE = "doctorate"


@dataclass(frozen=True, slots=True)
class Degree:
    """A degree that a résumé shows. ``field`` is None when it names none; ``completed`` False while studying."""

    level: DegreeLevel
    field: str | None
    text: str
    line: int
    completed: bool = True


@dataclass(frozen=True, slots=True)
class Profile:
    """What a résumé shows: skills by id in order of first mention, certificates, degrees, dated work.

    ``months_experience`` counts the months covered by dated roles (overlaps once), None when none is dated;
    ``stated_years`` is the largest overall figure the résumé states ("8 years of experience"), None when it states none.
    """

    source: Source
    claims: Mapping[SkillId, Claim]
    credentials: tuple[Credential, ...] = ()
    degrees: tuple[Degree, ...] = ()
    periods: tuple[Period, ...] = ()
    months_experience: int | None = None
    stated_years: float | None = None
    refusals: tuple[Refusal, ...] = ()
    notices: tuple[Notice, ...] = ()
    as_of: Month | None = None


# --- the job -----------------------------------------------------------------------------------


class Importance(StrEnum):
    """How much a job asks for something. Only must and preferred count in the score."""

    MUST = "must"
    PREFERRED = "preferred"
    MENTIONED = "mentioned"


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing a job asks for, satisfied by ``at_least`` of the skills in ``any_of``.

    ``weight`` is above 0 and used only for must and preferred; ``min_years`` None when no figure is asked;
    ``names`` are the words the job used, ``quote`` the line they stand in, ``line`` its number (0 in built-in jobs).
    """

    id: str
    label: str
    any_of: tuple[SkillId, ...]
    importance: Importance
    weight: float
    min_years: float | None = None
    at_least: int = 1
    level: str | None = None
    names: tuple[str, ...] = ()
    quote: str = ""
    line: int = 0
    documented_in: tuple[Documented, ...] = ()


@dataclass(frozen=True, slots=True)
class Gate:
    """A condition that no points can make up for: degree, licence, clearance, work permit, language, years.

    ``asked`` is what the job says in its words, ``value`` a comparable form (a degree level, a language).
    """

    kind: str
    asked: str
    value: str = ""
    importance: Importance = Importance.MUST
    or_equivalent: bool = False
    fields: tuple[str, ...] = ()
    line: int = 0
    documented_in: tuple[Documented, ...] = ()


@dataclass(frozen=True, slots=True)
class EducationAsked:
    """The education a job asks for; levels None when it names none."""

    level: DegreeLevel | None
    or_equivalent: bool = False
    preferred_level: DegreeLevel | None = None
    fields: tuple[str, ...] = ()
    quote: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class UnknownTerm:
    """A phrase that looks like a skill and is not in the taxonomy."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class JobProfile:
    """What a job asks for, in the order it asks; certificates are ids of the catalogue."""

    id: str
    title: str
    requirements: tuple[Requirement, ...]
    gates: tuple[Gate, ...] = ()
    education: EducationAsked | None = None
    years_total: float | None = None
    certifications: tuple[CertificationId, ...] = ()
    unknown_terms: tuple[UnknownTerm, ...] = ()
    notices: tuple[Notice, ...] = ()
    career: str | None = None


# --- the comparison ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Step:
    """What one scoring rule gave or took (credit from -1 to 1), why, and on which mentions."""

    rule: str
    credit: float
    because: str
    evidence: tuple[Mention, ...] = ()


class FindingStatus(StrEnum):
    """The verdict on one requirement. UNKNOWN: the text may mean it, gapscan could not tell."""

    MET = "met"
    PARTIAL = "partial"
    MISSING = "missing"
    UNKNOWN = "unknown"


_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One requirement and the steps that decided it; everything else is computed from the steps."""

    requirement: Requirement
    steps: tuple[Step, ...]

    @property
    def credit(self) -> float:
        """Sum of the steps, kept within 0 and 1."""
        return min(1.0, max(0.0, round(sum(step.credit for step in self.steps), 6)))

    @property
    def status(self) -> FindingStatus:
        """Met at full credit; else unknown while unclear words could meet it; else partial above none."""
        if self.credit >= 1.0:
            return FindingStatus.MET
        if any(step.rule == "uncertain" for step in self.steps):
            return FindingStatus.UNKNOWN
        return FindingStatus.PARTIAL if self.credit > 0.0 else FindingStatus.MISSING

    @property
    def asked_units(self) -> int:
        """Weight in millionths: whole numbers add up to the same in any order, so a tie of rounding has one answer."""
        return round(self.requirement.weight * _MILLION)

    @property
    def won_units(self) -> int:
        """Credited weight in millionths."""
        return round(self.requirement.weight * self.credit * _MILLION)

    @property
    def evidence(self) -> tuple[Mention, ...]:
        """Mentions behind the steps, in document order, each once; one certificate may speak for several skills."""
        unique = {(mention.span, mention.skill): mention for step in self.steps for mention in step.evidence}
        return tuple(unique[place] for place in sorted(unique))

    @property
    def counts(self) -> bool:
        """Whether it takes part in the score: must or preferred, and not unknown."""
        return self.requirement.importance is not Importance.MENTIONED and self.status is not FindingStatus.UNKNOWN


@dataclass(frozen=True, slots=True)
class GateFinding:
    """A gate and what the résumé shows of it: met, missing or unknown."""

    gate: Gate
    found: str
    status: FindingStatus


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A certificate that closes part of the gap.

    ``covers`` are the missing skills it examines, ``gain`` the points their requirements would win, ``chain`` the ids of
    prerequisites to take first, ``hours`` and ``cost_usd`` None where the catalogue does not know them.
    """

    certification: CertificationId
    name: str
    issuer: str
    covers: tuple[SkillId, ...]
    gain: float
    status: str
    checked_on: str
    kind: str = ""
    note: str = ""
    hours: float | None = None
    cost_usd: float | None = None
    chain: tuple[CertificationId, ...] = ()


@dataclass(frozen=True, slots=True)
class LearningStep:
    """One gap in the order of learning: after what it builds on, most points for the least hours first.

    ``hours`` is an estimate (None when there is none) and ``hours_source`` says whose.
    """

    requirement: str
    skill: SkillId
    label: str
    gain: float
    hours: float | None
    hours_source: str
    builds_on: tuple[SkillId, ...] = ()
    certificates: tuple[CertificationId, ...] = ()


@dataclass(frozen=True, slots=True)
class TargetPlan:
    """The smallest set of gaps that reaches a score; ``gaps`` are requirement ids, empty when none is needed."""

    target: float
    reachable: bool
    gaps: tuple[str, ...]
    score: float


@dataclass(frozen=True, slots=True)
class CareerStep:
    """A fact of the documented career path, with its source."""

    kind: str
    text: str
    status: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed since an earlier report, by labels and ids in order."""

    score_before: float | None
    score_now: float | None
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do next. ``uncovered`` are missing skills that no certificate examines, each with a documented step."""

    suggested: tuple[Suggestion, ...] = ()
    uncovered: tuple[tuple[SkillId, str], ...] = ()
    order: tuple[LearningStep, ...] = ()
    target: TargetPlan | None = None
    career: tuple[CareerStep, ...] = ()
    documented_certificates: tuple[CareerStep, ...] = ()
    difference: Difference | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a quote that names a skill.

    ``span`` is where it stands in the document, ``start`` and ``end`` its half-open place in the quote's text;
    ``stance`` is None for a place that looked like a skill and was refused.
    """

    span: Span
    start: int
    end: int
    stance: Stance | None


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage of the résumé that a report shows: a line, or the part of a very long line around its marks.

    Until it is redacted, ``document.text[span.start:span.end] == text``. Marks are ordered and disjoint.
    """

    span: Span
    line: int
    text: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class GapReport:
    """A résumé held against a job. Findings in the job's order; extras by id; quotes in document order."""

    source: Source
    job: JobProfile
    profile: Profile
    findings: tuple[Finding, ...]
    gates: tuple[GateFinding, ...] = ()
    extras: tuple[SkillId, ...] = ()
    confidence: float = 1.0
    notices: tuple[Notice, ...] = ()
    advice: Advice | None = None
    taxonomy_version: str = ""
    quotes: tuple[Quote, ...] = ()

    @property
    def total_weight(self) -> float:
        """Weight of the requirements that count."""
        return self._asked_units / _MILLION

    @property
    def _asked_units(self) -> int:
        return sum(finding.asked_units for finding in self.findings if finding.counts)

    @property
    def score(self) -> float | None:
        """100 times the credited share of the weight, to 0.1; None when nothing counts."""
        asked = self._asked_units
        if asked <= 0:
            return None
        return round(100 * sum(f.won_units for f in self.findings if f.counts) / asked, 1)

    @property
    def no_score(self) -> str:
        """Why there is no score, in one sentence; empty when there is one."""
        if self.score is not None:
            return ""
        said = (notice.message for notice in self.notices if notice.code == "E-NOSCORE")
        return next(said, "nothing that counts could be decided; the warnings say why")

    @property
    def must_coverage(self) -> float | None:
        """Credited share of the must weight, from 0 to 1 to three places; None without musts that count."""
        musts = [f for f in self.findings if f.counts and f.requirement.importance is Importance.MUST]
        asked = sum(f.asked_units for f in musts)
        return round(sum(f.won_units for f in musts) / asked, 3) if asked else None

    @property
    def evidence_strength(self) -> float | None:
        """How strongly what is met in words is shown, from 0 to 1 to two places; None when nothing is.

        The weighted mean over those requirements of: listed 0.4, used 0.7, used with a result 0.9, certified 1.0. It stands
        beside the score: a skill that is only listed is still a skill that is shown.
        """
        shown = []
        for finding in self.findings:
            claims = [self.profile.claims.get(skill) for skill in finding.requirement.any_of]
            values = [STRENGTH_VALUES[c.strength] for c in claims if c and c.strength and c.implied_by is None]
            if values and finding.counts and finding.credit > 0:
                shown.append((finding.requirement.weight, max(values)))
        total = sum(weight for weight, _ in shown)
        return round(sum(weight * value for weight, value in shown) / total, 2) if total else None

    def gain(self, finding: Finding) -> float:
        """Return the points the score would rise by if this requirement were fully met."""
        asked = self._asked_units
        if not finding.counts or asked <= 0:
            return 0.0
        return round(100 * (finding.asked_units - finding.won_units) / asked, 1)

    @property
    def missing(self) -> tuple[Finding, ...]:
        """Requirements with points to win, most points first, then in the job's order."""
        open_findings = [f for f in self.findings if f.counts and f.credit < 1.0]
        return tuple(sorted(open_findings, key=lambda f: f.won_units - f.asked_units))
