"""Profile × documented career → level, pay, outlook, next roles with what they ask beyond the profile, first steps.

Only for a job that follows the role documents (``job.career``). Every line names its source; where the two documents
differ both stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from gapscan import career, timeline
from gapscan.advice.gaps import Gap, Remedy
from gapscan.records import CareerStep, Documented, GapReport, Importance, Profile, SectionKind, SkillId, Stance
from gapscan.taxonomy import Taxonomy

_FIELDS = ("nlp", "computer-vision", "reinforcement-learning", "generative-ai", "llm")
_DESIGN = ("ml-system-design", "system-design", "software-architecture")
_RESEARCH = ("ai-research", "research")
_LEADING = ("leadership", "team-management")
# What a next role asks for beyond the job, one of each group. Ours: the documents name roles and not their skills.
_ASKS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "career-step-advanced-ai": (_FIELDS,),
    "career-step-ai-architecture": (_DESIGN, ("cloud-architecture",)),
    "career-step-deep-learning-research": (("deep-learning",), _RESEARCH),
    "career-step-senior-engineer": (("mentoring", *_LEADING),),
    "career-step-team-lead": (_LEADING, ("mentoring",)),
    "career-destination-ai-architect": (_DESIGN, ("cloud-architecture",)),
    "career-destination-ai-research-scientist": (("deep-learning",), _RESEARCH),
    "career-destination-ai-specialist": (_FIELDS,),
    "career-destination-data-scientist": (("data-science",), ("statistics",), ("data-visualization", "data-analysis")),
    "career-destination-ml-architect": (_DESIGN, ("mlops",)),
    "career-destination-technical-director": (_LEADING, ("strategic-planning",)),
}
_FIRST_STEP_OF_PRACTICE = 4
_FIRST_STEP_OF_WORK = 6
_MOST_NAMED = 4
_BY_PROJECT = "no certificate that can be suggested examines it: show it in a project or a role"
_BY_WORK = "shown by work and not by an exam: say in which role you used it, and for what"


def facts(report: GapReport, gaps: Sequence[Gap], known: Taxonomy) -> tuple[CareerStep, ...]:
    """Return the documented career facts that fit a profile: level, pay, outlook, next roles, first steps.

    Empty for a job without a documented career.
    """
    if not report.job.career:
        return ()
    profile = report.profile
    months = months_of(report, known)
    standing = career.level_for(months)
    return (
        *_levels(standing, months, profile),
        *_pay(standing),
        *_outlook(),
        *_next(standing, months, report, gaps, known),
        *_first(profile),
    )


def months_of(report: GapReport, known: Taxonomy) -> int | None:
    """Return the months of experience that count towards a level of the role.

    Those of dated work that shows at least one tool or method which the job asks for: years behind a counter make nobody a
    senior engineer. Stated years where no work is dated; None when the résumé says nothing.
    """
    profile = report.profile
    if profile.months_experience is None:
        return None if profile.stated_years is None else round(profile.stated_years * 12)
    asked = {skill for requirement in report.job.requirements for skill in requirement.any_of}
    shown = [
        mention
        for skill, claim in profile.claims.items()
        if skill in asked and claim.stance is Stance.HELD and not known.is_soft(skill)
        for mention in claim.mentions
        if mention.stance is Stance.HELD
    ]
    work = [period for period in profile.periods if period.kind is SectionKind.EXPERIENCE]
    if not work:
        return profile.months_experience
    return timeline.months_of(shown, work)[0] or 0


def _place(places: Iterable[Documented]) -> str:
    return "; ".join(f"{place.document}, {place.section}" for place in places)


def _source(fact: career.Fact) -> str:
    if fact.source is not None:
        return f"{fact.source.what}, {fact.source.date}"
    return _place(fact.documented_in)


def _dated(fact: career.Fact) -> str:
    """Return the source of a figure with its year; the role documents give none, and that is said."""
    return _source(fact) if fact.source is not None else f"{_source(fact)}, no year given"


def _documented_first(type_: str) -> list[career.Fact]:
    return sorted(career.load().of(type_), key=lambda fact: (not fact.documented_in, fact.id))


def _levels(standing: career.Standing, months: int | None, profile: Profile) -> Iterator[CareerStep]:
    shown = "unknown" if months is None else f"{months} relevant months"
    if profile.months_experience is None and months is not None:
        shown += " (stated, not dated)"
    source = _place(standing.bands[0].documented_in) if standing.bands else ""
    text = " or ".join(standing.levels) if standing.levels else "level unknown"
    yield CareerStep("level", f"{text}: {standing.note}" if standing.note else text, shown, source)


def _pay(standing: career.Standing) -> Iterator[CareerStep]:
    for band in standing.bands:
        above = " and above" if band.open_top else ""
        text = f"{band.level} level: USD {band.low:,} to {band.high:,}{above} a year (United States)"
        yield CareerStep("salary", text, "", f"{_place(band.documented_in)}, no year given")
    for fact in _documented_first("salary-range"):
        yield CareerStep("salary", fact.text, "", _dated(fact))


def _outlook() -> Iterator[CareerStep]:
    found = [f for f in _documented_first("outlook") if "growth" in f.value or "growth_percent" in f.value]
    latest: dict[str, int] = {}
    for fact in found:
        if fact.source is not None:
            occupation = fact.value.get("occupation", "")
            latest[occupation] = max(latest.get(occupation, 0), fact.value["until"])
    for fact in found:
        # An older release of the same projection says nothing that the newer one does not.
        if fact.source is not None and fact.value["until"] < latest[fact.value.get("occupation", "")]:
            continue
        note = fact.value.get("note", "")
        yield CareerStep("outlook", f"{fact.text} {note}".strip(), "", _dated(fact))


def _next(
    standing: career.Standing, months: int | None, report: GapReport, gaps: Sequence[Gap], known: Taxonomy
) -> Iterator[CareerStep]:
    ahead = career.next_steps(standing.levels)
    if not ahead:
        return
    yield CareerStep("next", _beyond(months or 0, report, gaps), "", _place(ahead[0].documented_in))
    for fact in ahead:
        beyond = _asks(fact, report.profile, known)
        yield CareerStep("next role", f"{fact.text} {beyond}".strip(), "", _source(fact))


def _asks(fact: career.Fact, profile: Profile, known: Taxonomy) -> str:
    """Say which skills a role is about and which of them the profile does not show."""
    shown, lacking = [], []
    for group in _ASKS.get(fact.id, ()):
        skills = [SkillId(skill) for skill in group if skill in known]
        held = [skill for skill in skills if skill in profile.claims and profile.claims[skill].stance is Stance.HELD]
        if held:
            shown.append(known.name(held[0]))
        elif skills:
            lacking.append(" or ".join(known.name(skill) for skill in skills))
    parts = (("Beyond the present profile: ", lacking), ("Shown: ", shown))
    return " ".join(f"{head}{', '.join(names)}." for head, names in parts if names)


def _beyond(months: int, report: GapReport, gaps: Sequence[Gap]) -> str:
    """Say what the next level asks beyond the present profile: time, and what this job asks for and is not shown."""
    later = [band for band in career.salary_bands() if band.years_from * 12 > months]
    asked = []
    if later:
        asked.append(f"{later[0].years_from * 12 - months} more months of work to reach {later[0].level} level")
    musts = [g for g in gaps if g.finding.requirement.importance is Importance.MUST and g.remedy is Remedy.LEARN]
    if musts:
        named = ", ".join(gap.finding.requirement.label for gap in musts[:_MOST_NAMED])
        more = f" and {len(musts) - _MOST_NAMED} more" if len(musts) > _MOST_NAMED else ""
        asked.append(f"skills that this job requires and the résumé does not show: {named}{more}")
    if not asked:
        return "the highest documented level is reached and every required skill is shown; the roles below come next"
    return "beyond the present profile: " + "; ".join(asked)


def _first(profile: Profile) -> Iterator[CareerStep]:
    places = {fact.value["step"]: _place(fact.documented_in) for fact in career.load().of("starting-step")}
    for step in career.starting_steps(profile):
        evidence = f" ({'; '.join(step.evidence[:2])})" if step.evidence else ""
        text = f"{step.number}. {step.text} Here: {step.because}{evidence}."
        yield CareerStep("first step", text, step.status.value, places[step.number])


# --- the step for a skill ----------------------------------------------------------------------


def step_for(skill: SkillId, report: GapReport, known: Taxonomy) -> str:
    """Return the documented first step that leads to a skill which no certificate examines.

    The step that names the skill; else practice: projects for a tool or method, first roles for a soft skill. Without a
    documented career the sentence is ours and says so by naming no document.
    """
    soft = known.is_soft(skill)
    if not report.job.career:
        return _BY_WORK if soft else _BY_PROJECT
    by_number = {fact.value["step"]: fact for fact in career.load().of("starting-step")}
    number = next((n for n, fact in sorted(by_number.items()) if skill in _named(fact)), None)
    if number is None:
        number = _FIRST_STEP_OF_WORK if soft else _FIRST_STEP_OF_PRACTICE
    return f"{by_number[number].text} ({_place(by_number[number].documented_in)}, step {number})"


def _named(fact: career.Fact) -> set[str]:
    lists = (fact.value.get(name, ()) for name in ("programming", "mathematics", "any_of", "near"))
    return {skill for names in lists for skill in names}
