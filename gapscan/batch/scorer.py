"""Document → row, for one job, as cheaply as an equal answer allows.

A row says less than a report, so less is worked out: only skills that can change the score are judged, nothing is
quoted, and what depends on a few facts alone is remembered. The credit of a requirement depends on the skills that
feed it and on how each is shown; ``scoring`` is asked once for each such state, so a row can't disagree with a scan.
The same holds for certificates (see ``choosing``). Jobs that ask for years of a skill, where a credit depends on
dates, take the long way through the whole profile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from gapscan import certifications, matching, profiles, scoring, timeline
from gapscan.advice import gaps
from gapscan.batch.choosing import Chooser
from gapscan.batch.rows import Row
from gapscan.matching import brief
from gapscan.matching.automaton import Scan
from gapscan.records import (
    Claim,
    Credential,
    CredentialStatus,
    Document,
    Finding,
    FindingStatus,
    Importance,
    JobProfile,
    Mention,
    Month,
    Notice,
    Profile,
    Refusal,
    SectionKind,
    SkillId,
    Source,
    Span,
    Stance,
    Step,
)
from gapscan.taxonomy import Taxonomy

NO_SCORE = "E-NOSCORE"
# No honest input has so many states a job; a hostile one must not fill the memory of a worker.
_MOST_STATES = 65_536
_SHORT = 200
# Every unit in which a text may state how long something was used.
_UNITS = ("ear", "EAR", "onth", "ecade", "yr", "Yr", "YR")
# How a skill is shown, besides the stance of its claim.
_NAMED = "named"
_IMPLIED = "implied by "
_CERTIFIED = "certified"
_REFUSED = "refused"

# A skill and how it is shown.
_Fact = tuple[SkillId, str]
_SHOWN = (CredentialStatus.HELD, CredentialStatus.EXPIRED)


class _Verdict(NamedTuple):
    """What a state means for a requirement: its units of weight as in ``Finding``, 0 where it does not count.

    ``lost`` is what a certificate could win; ``deciding`` are the skills whose mentions are the evidence.
    """

    status: FindingStatus
    counts: bool
    asked: int
    won: int
    lost: int
    deciding: frozenset[SkillId]


@dataclass(slots=True)
class Sheet:
    """What is known of a document so far; ``row`` when all is."""

    document: Document
    names: Scan | None = None
    found: brief.Brief | None = None
    credentials: tuple[Credential, ...] = ()
    months: int | None = None
    row: Row | None = None


class Scorer:
    """Scores documents against one job.

    ``steps`` are what fills a sheet, in order. Taking many sheets through one step after the other is faster than one
    by one, because each step has tables of its own that do not fit into a processor's cache together (measured: 12 %).

    Args:
        job: What is asked for.
        known: The taxonomy.
        as_of: Month that "present" means.
    """

    def __init__(self, job: JobProfile, known: Taxonomy, *, as_of: Month) -> None:
        self._job = job
        self._known = known
        self._as_of = as_of
        self._relevant = scoring.relevant(job, known)
        asks_years = any(requirement.min_years is not None for requirement in job.requirements)
        self.steps: tuple[Callable[[Sheet], None], ...] = (
            (self._score_dated,)
            if asks_years
            else (self._find_names, self._find_skills, self._find_credentials, self._find_months, self._fill)
        )
        self._chooser = Chooser(job)
        asked = frozenset(self._chooser.skills)
        self._implied = {skill: tuple(s for s in known.implied(skill) if s in asked) for skill in self._relevant}
        # Of several skills from which one follows, the first that is mentioned counts.
        self._ordered = frozenset(skill for skill, following in self._implied.items() if following)
        self._asking, self._near = _feeds(job, known)
        self._judged = lru_cache(maxsize=_MOST_STATES)(self._judge)
        self._trust = lru_cache(maxsize=_MOST_STATES)(self._find_trust)
        self._nothing = [self._judge(number, frozenset(), ()) for number in range(len(job.requirements))]

    def score(self, document: Document) -> Row:
        """Return the row of a document; its error is E-NOSCORE when no requirement could be decided."""
        sheet = Sheet(document)
        for step in self.steps:
            step(sheet)
        assert sheet.row is not None
        return sheet.row

    def _find_names(self, sheet: Sheet) -> None:
        sheet.names = matching.scan(sheet.document.text, self._known)

    def _find_skills(self, sheet: Sheet) -> None:
        sheet.found = brief.stances(
            sheet.document, self._known, self._relevant, found=sheet.names, ordered=self._ordered, moot=self._is_moot
        )

    def _is_moot(self, skill: SkillId, held: AbstractSet[SkillId]) -> bool:
        """Tell whether nothing depends on a skill any more: it is not asked for, and what it could help is met or held."""
        if skill in self._asking or any(following not in held for following in self._implied[skill]):
            return False
        return all(
            requirement.at_least <= 1 and not held.isdisjoint(requirement.any_of)
            for requirement in map(self._job.requirements.__getitem__, self._near.get(skill, ()))
        )

    def _find_credentials(self, sheet: Sheet) -> None:
        assert sheet.found is not None
        sheet.credentials = certifications.find(sheet.document, as_of=self._as_of, low=sheet.found.low)

    def _find_months(self, sheet: Sheet) -> None:
        sheet.months = timeline.total_months(timeline.periods(sheet.document, as_of=self._as_of))

    def _fill(self, sheet: Sheet) -> None:
        found = sheet.found
        assert found is not None
        verdicts = self._verdicts(found.stances, found.refused, sheet.credentials)
        named = self._chooser.mask([skill for skill, stance in found.stances.items() if stance is Stance.HELD])
        sheet.row = self._row(verdicts, named, sheet, self._confidence(verdicts, sheet.document))

    def _score_dated(self, sheet: Sheet) -> None:
        """Score with the months of each skill; a figure such as "5 years" belongs to the names around it, so all are found."""
        document = sheet.document
        needs_all = any(unit in document.text for unit in _UNITS)
        found = matching.find(document, self._known, only=None if needs_all else self._relevant)
        profile = profiles.fold(document, found, self._known, as_of=self._as_of, only=self._relevant)
        report = scoring.compare(profile, self._job, self._known, document)
        named = self._chooser.mask(
            [s for s, claim in profile.claims.items() if claim.stance is Stance.HELD and claim.implied_by is None]
        )
        sheet.credentials, sheet.months = profile.credentials, profile.months_experience
        sheet.row = self._row([_verdict(finding) for finding in report.findings], named, sheet, report.confidence)

    # --- requirements --------------------------------------------------------------------------

    def _verdicts(
        self, stances: Mapping[SkillId, Stance], refused: Iterable[SkillId], credentials: tuple[Credential, ...]
    ) -> list[_Verdict]:
        """Return the verdict on every requirement, in the job's order."""
        feeding: dict[int, list[_Fact]] = {}
        for skill, how in self._facts(stances, refused, credentials):
            for number in self._asking.get(skill, ()):
                feeding.setdefault(number, []).append((skill, how))
            if how == _NAMED:
                for number in self._near.get(skill, ()):
                    feeding.setdefault(number, []).append((skill, how))
        verdicts = self._nothing.copy()
        for number, facts in feeding.items():
            verdicts[number] = self._judged(number, frozenset(facts), _examining(facts, credentials))
        return verdicts

    def _facts(
        self, stances: Mapping[SkillId, Stance], refused: Iterable[SkillId], credentials: Iterable[Credential]
    ) -> Iterator[_Fact]:
        """Yield how each skill is shown, as ``profiles`` would say it."""
        implied: dict[SkillId, SkillId] = {}
        for skill, stance in stances.items():
            if stance is not Stance.HELD:
                yield skill, stance
                continue
            yield skill, _NAMED
            for following in self._implied[skill]:
                implied.setdefault(following, skill)
        for skill, through in implied.items():
            if stances.get(skill) not in profiles.SPOKEN_OF:
                yield skill, f"{_IMPLIED}{through}"
        for skill in refused:
            yield skill, _REFUSED
        for credential in credentials:
            if credential.status in _SHOWN:
                for skill in certifications.load()[credential.certification].evidences:
                    yield skill, _CERTIFIED

    def _judge(self, number: int, state: frozenset[_Fact], credentials: tuple[Credential, ...]) -> _Verdict:
        """Ask ``scoring`` for the verdict on one requirement in one state."""
        claims: dict[SkillId, Claim] = {}
        refusals: list[Refusal] = []
        # An implication stands before a wish for the same skill: it comes last here.
        for place, (skill, how) in enumerate(sorted(state, key=lambda fact: (fact[0], fact[1].startswith(_IMPLIED)))):
            span = Span(place, place + 1)
            if how == _REFUSED:
                refusals.append(Refusal(span, "", skill, 1, ""))
            elif how.startswith(_IMPLIED):
                through = SkillId(how.removeprefix(_IMPLIED))
                mention = Mention(span, "", through, Stance.HELD, SectionKind.OTHER, 1)
                claims[skill] = Claim(skill, Stance.HELD, (mention,), implied_by=through)
            elif how != _CERTIFIED:
                stance = Stance.HELD if how == _NAMED else Stance(how)
                claims[skill] = Claim(skill, stance, (Mention(span, "", skill, stance, SectionKind.OTHER, 1),))
        profile = Profile(_NOBODY, claims, credentials, refusals=tuple(refusals))
        job = JobProfile(self._job.id, self._job.title, (self._job.requirements[number],))
        return _verdict(scoring.compare(profile, job, self._known).findings[0])

    # --- the row -------------------------------------------------------------------------------

    def _row(self, verdicts: Sequence[_Verdict], named: int, sheet: Sheet, trust: float) -> Row:
        asked = won = must_asked = must_won = 0
        matched: list[str] = []
        missing: dict[Importance, list[str]] = {Importance.MUST: [], Importance.PREFERRED: []}
        for requirement, verdict in zip(self._job.requirements, verdicts, strict=True):
            if not verdict.counts:
                continue
            asked += verdict.asked
            won += verdict.won
            if requirement.importance is Importance.MUST:
                must_asked += verdict.asked
                must_won += verdict.won
            if verdict.status is FindingStatus.MET:
                matched.append(requirement.label)
            elif verdict.status is FindingStatus.MISSING:
                missing[requirement.importance].append(requirement.label)
        if not won and not self._speaks(sheet):
            return Row(None, None, 0.0, (), (), (), (), sheet.months, NO_SCORE)
        suggested = self._suggested([verdict.lost for verdict in verdicts], named, sheet)
        return Row(
            score=round(100 * won / asked, 1) if asked else None,
            must_coverage=round(must_won / must_asked, 3) if must_asked else None,
            confidence=trust,
            matched=tuple(matched),
            missing_must=tuple(missing[Importance.MUST]),
            missing_preferred=tuple(missing[Importance.PREFERRED]),
            suggested_certifications=suggested,
            months_experience=sheet.months,
            error="" if asked else NO_SCORE,
        )

    def _speaks(self, sheet: Sheet) -> bool:
        """Tell whether anything a résumé is made of was found; the long way is for texts that do not look like one."""
        document = sheet.document
        if sheet.months is not None or sheet.credentials or profiles.is_laid_out(document):
            return True
        found = matching.find(document, self._known)
        return profiles.speaks_of_a_person(document, profiles.fold(document, found, self._known, as_of=self._as_of))

    def _suggested(self, lost: Sequence[int], named: int, sheet: Sheet) -> tuple[str, ...]:
        """Choose by the months of work dated or stated; what is stated is read only where it changes the choice."""
        dated = sheet.months or 0
        chosen = self._chooser.choose(lost, named, sheet.credentials, dated)
        most = self._chooser.thresholds[-1] if self._chooser.thresholds else 0
        if dated >= most or self._chooser.choose(lost, named, sheet.credentials, most) == chosen:
            return chosen
        stated = round((timeline.stated_total(sheet.document) or 0) * 12)
        return self._chooser.choose(lost, named, sheet.credentials, max(dated, stated))

    def _confidence(self, verdicts: Sequence[_Verdict], document: Document) -> float:
        deciding = frozenset[SkillId]().union(*[verdict.deciding for verdict in verdicts if verdict.deciding])
        unclear = sum([verdict.status is FindingStatus.UNKNOWN for verdict in verdicts])
        return self._trust(len(deciding), unclear, len(document.notices), len(document.text) < _SHORT)

    def _find_trust(self, deciding: int, unclear: int, notices: int, is_short: bool) -> float:
        """Ask ``scoring`` how far a reading can be trusted in which so many skills decided and requirements are unclear."""
        evidence = tuple(
            Mention(Span(place, place + 1), "", SkillId(str(place)), Stance.HELD, SectionKind.OTHER, 1)
            for place in range(deciding)
        )
        findings = [
            Finding(requirement, (Step("uncertain" if place < unclear else "nothing", 0.0, "", () if place else evidence),))
            for place, requirement in enumerate(self._job.requirements)
        ]
        text = "" if is_short else " " * _SHORT
        return scoring.confidence(findings, (Notice("", ""),) * notices, Document(text, _NOBODY))


_NOBODY = Source("", "txt", "", "", 0)


def _verdict(finding: Finding) -> _Verdict:
    deciding = frozenset(mention.skill for mention in finding.evidence)
    if not finding.counts:
        return _Verdict(finding.status, False, 0, 0, 0, deciding)
    lost = gaps.units_of(finding) if finding.credit < 1.0 else 0
    return _Verdict(finding.status, True, finding.asked_units, finding.won_units, lost, deciding)


def _examining(facts: Sequence[_Fact], credentials: tuple[Credential, ...]) -> tuple[Credential, ...]:
    """Return the certificates that a verdict depends on: none, unless one shows a skill of the state."""
    if not credentials or not any(how == _CERTIFIED for _, how in facts):
        return ()
    return tuple(Credential(one.certification, one.status, "", 1) for one in credentials if one.status in _SHOWN)


def _feeds(
    job: JobProfile, known: Taxonomy
) -> tuple[dict[SkillId, tuple[int, ...]], dict[SkillId, tuple[int, ...]]]:
    """Return for each skill the requirements that ask for it, and those that ask for a skill near it, by number."""
    asking: dict[SkillId, dict[int, None]] = {}
    near: dict[SkillId, dict[int, None]] = {}
    for number, requirement in enumerate(job.requirements):
        for skill in requirement.any_of:
            asking.setdefault(skill, {})[number] = None
    for skill, numbers in asking.items():
        for other in known.nearby(skill):
            near.setdefault(other, {}).update(numbers)
    return (
        {skill: tuple(numbers) for skill, numbers in asking.items()},
        {skill: tuple(n for n in numbers if n not in asking.get(skill, {})) for skill, numbers in near.items()},
    )
