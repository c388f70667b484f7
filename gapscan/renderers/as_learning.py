"""LearningPlan → text, or JSON by the contract ``gapscan.learning/1``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict

from gapscan import __version__
from gapscan.advice.plans import SCHEMA, LearningPlan, PlanChange, RankedJob, SkillToLearn
from gapscan.records import Suggestion
from gapscan.renderers import as_json
from gapscan.renderers.as_text import join, lay_out, wrap
from gapscan.renderers.words import Part, Row, certificate_name, clean, skill_name

_WIDTH = 100
_NAMES_SHOWN = 4
_JOBS_SHOWN = 25
_LABEL = 60


def _json(plan: LearningPlan) -> str:
    tables = asdict(plan)
    tables["source"] = as_json.source_dict(plan.source)
    tables["as_of"] = str(plan.as_of) if plan.as_of else None
    tables["warnings"] = as_json.notices(plan.notices)
    tables["taxonomy"] = tables.pop("taxonomy_version")
    del tables["notices"]
    for table in tables["certificates"]:
        table["id"] = table.pop("certification")
    if plan.change is not None:
        tables["change"]["scores"] = [
            {"name": name, "before": before, "now": now} for name, before, now in plan.change.scores
        ]
    head = {"schema": SCHEMA, "gapscan": __version__, "taxonomy": tables.pop("taxonomy"), "as_of": tables.pop("as_of")}
    return as_json.dumps(head | tables) + "\n"


# --- text --------------------------------------------------------------------------------------


def _text(plan: LearningPlan) -> str:
    ready = sum(job.is_open for job in plan.jobs)
    head = f"{clean(plan.source.name)} over {_count(len(plan.jobs), 'job')}: {ready} open"
    rule = "A job is open when every must-have that counts is met in full."
    skipped = [notice.message.partition(": ")[0] for notice in plan.notices if notice.code == "N-JOB-SKIPPED"]
    lost = f"Not used: {_names(tuple(skipped))} (why: see the warnings)." if skipped else ""
    parts = [part for part in _parts(plan) if part.rows]
    blocks = [[line for text in (head, rule, lost) for line in wrap(text, _WIDTH)]]
    return join([*blocks, *(lay_out(part, (), _WIDTH) for part in parts)])


def _parts(plan: LearningPlan) -> Iterator[Part]:
    if plan.change is not None:
        yield Part("change", "Since the earlier plan", tuple(_changes(plan.change)))
    intro = "The skill that opens most jobs first, then the one that wins most points over all jobs."
    skills = tuple(_skill(number, skill) for number, skill in enumerate(plan.skills, 1))
    yield Part("skills", "What to learn next", skills, intro)
    gains = "With the points each wins on the average job."
    yield Part("certificates", "Certificates over all jobs", tuple(map(_certificate, plan.certificates)), gains)
    ranked = tuple(map(_job, plan.jobs))
    yield Part("jobs", "The jobs, best first", ranked, counted=True, most=_JOBS_SHOWN)
    notices = dict.fromkeys(plan.notices)
    warnings = tuple(Row(clean(notice.code, 30), because=clean(notice.message)) for notice in notices)
    yield Part("warnings", "Warnings", warnings, most=20)


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _names(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - _NAMES_SHOWN} more" if len(names) > _NAMES_SHOWN else ""
    return ", ".join(clean(name, _LABEL) for name in names[:_NAMES_SHOWN]) + more


def _skill(number: int, skill: SkillToLearn) -> Row:
    words = [f"opens {_names(skill.opens)}"] if skill.opens else []
    words.append(f"asked by {_count(skill.asked_by, 'job')}")
    if skill.builds_on:
        words.append(f"after {', '.join(map(skill_name, skill.builds_on))}")
    words.append(f"hours: {skill.hours_source}" if skill.hours else skill.hours_source)
    hours = f"~{skill.hours:g} h" if skill.hours else ""
    return Row(f"{number}. {skill_name(skill.skill)}", f"+{skill.gain:.1f}", hours, clean("; ".join(words)))


def _certificate(suggestion: Suggestion) -> Row:
    words = [f"covers {', '.join(map(skill_name, suggestion.covers))}"]
    checked = f"checked {suggestion.checked_on}" if suggestion.checked_on else "not checked"
    words.append(f"{suggestion.status}, {checked}")
    if suggestion.cost_usd is not None:
        words.append(f"{suggestion.cost_usd:g} USD")
    if suggestion.chain:
        words.append(f"first {', '.join(map(certificate_name, suggestion.chain))}")
    if suggestion.note:
        words.append(suggestion.note)
    hours = "" if suggestion.hours is None else f"~{suggestion.hours:g} h"
    return Row(clean(suggestion.name, _LABEL), f"+{suggestion.gain:.1f}", hours, clean("; ".join(words)))


def _job(job: RankedJob) -> Row:
    score = "-" if job.score is None else f"{job.score:.1f}"
    covered = "" if job.must_coverage is None else f"musts {job.must_coverage:.0%}"
    words = ["open"] if job.is_open else [f"lacks {_names(job.missing)}"]
    if job.waits:
        words.append("time of use is missing too, which no learning gives")
    named = job.name if clean(job.title) in ("", clean(job.name)) else f"{job.title} ({job.name})"
    return Row(clean(named, _LABEL), score, covered, clean("; ".join(words)))


def _changes(change: PlanChange) -> Iterator[Row]:
    lists = (
        ("skills gained", tuple(map(skill_name, change.gained))),
        ("skills lost", tuple(map(skill_name, change.lost))),
        ("jobs opened", change.opened),
        ("jobs closed", change.closed),
        ("new jobs", change.new),
        ("jobs gone", change.gone),
    )
    yield from (Row(word, because=clean(_names(names))) for word, names in lists if names)
    for name, before, now in change.scores:
        yield Row(clean(name, _LABEL), because=f"score {_score(before)} before, {_score(now)} now")


def _score(score: float | None) -> str:
    return "none" if score is None else f"{score:g}"


RENDERERS: dict[str, Callable[[LearningPlan], str]] = {"text": _text, "json": _json}
