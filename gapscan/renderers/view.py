"""GapReport → what a reader sees of it, in words and in order; the text, Markdown and HTML reports only lay it out.

So the three formats cannot say different things, and an empty part is left out in one place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from gapscan.records import FindingStatus, GapReport, Importance
from gapscan.renderers import advice_parts, finding_parts
from gapscan.renderers.words import LONGEST_LABEL, Part, Row, clean, duration, listed, skill_name

__all__ = ["PARTS", "Headline", "Part", "Row", "clean", "headline", "origin", "parts"]

# From which reading confidence on it is called so; ours, as the figure itself is (see scoring.confidence).
_TRUST = ((0.8, "good"), (0.5, "fair: few skills decided it, or words were unclear"), (0.0, "low: do not rely on the number"))


@dataclass(frozen=True, slots=True)
class Headline:
    """What stands above all parts: whose résumé, which job, the number and, in ``facts``, what it is made of."""

    resume: str
    job: str
    as_of: str
    score: float | None
    verdict: str
    facts: tuple[tuple[str, str], ...]


def headline(report: GapReport) -> Headline:
    """Return the head of a report."""
    return Headline(
        resume=clean(report.source.name, LONGEST_LABEL) or "résumé",
        job=clean(report.job.title, LONGEST_LABEL) or clean(report.job.id, LONGEST_LABEL),
        as_of=str(report.profile.as_of) if report.profile.as_of else "",
        score=report.score,
        verdict=_verdict(report),
        facts=tuple(_facts(report)),
    )


def _verdict(report: GapReport) -> str:
    if report.score is None:
        return clean(f"No score: {report.no_score}")
    return f"Score {report.score:g} of 100"


def _facts(report: GapReport) -> Iterator[tuple[str, str]]:
    if report.must_coverage is not None:
        yield "Musts covered", f"{report.must_coverage:.0%}"
    if report.evidence_strength is not None:
        yield "Evidence", f"{report.evidence_strength:.2f} of 1 (listed 0.4, used 0.7, with a result 0.9, certified 1.0)"
    asked = [f for f in report.findings if f.requirement.importance is not Importance.MENTIONED]
    words = (("met", FindingStatus.MET), ("in part", FindingStatus.PARTIAL), ("not shown", FindingStatus.MISSING))
    counts = [f"{sum(f.status is status for f in asked)} {word}" for word, status in words]
    unclear = sum(f.status is FindingStatus.UNKNOWN for f in asked)
    if unclear:
        counts.append(f"{unclear} unclear and left out")
    if asked:
        yield "Requirements", f"{len(asked)}: {listed(counts)}"
    if report.score is not None:
        won = sum(f.requirement.weight * f.credit for f in report.findings if f.counts)
        yield "The number", f"100 × {won:.4g} won of {report.total_weight:.4g} weight asked{_weights(report)}"
    trust = next(word for floor, word in _TRUST if report.confidence >= floor)
    yield "Reading", f"{trust} (confidence {report.confidence:.2f} of 1, beside the score, not in it)"
    if report.profile.months_experience is not None:
        yield "Dated work", duration(report.profile.months_experience)


def _weights(report: GapReport) -> str:
    """Return what one requirement of each importance weighs, when all of them weigh the same."""
    words = []
    for importance in (Importance.MUST, Importance.PREFERRED):
        weights = {f.requirement.weight for f in report.findings if f.requirement.importance is importance}
        if len(weights) > 1:
            return ""
        words += [f"{importance.value} {weight:g}" for weight in weights]
    return f" ({listed(words)})" if words else ""


# --- the rest ----------------------------------------------------------------------------------


def _extras(report: GapReport) -> Part:
    rows = tuple(Row(skill_name(skill)) for skill in report.extras)
    return Part("extras", "Shown, and not asked for", rows, "", ("Skill", "", ""), compact=True, folded=True, most=30)


def _unknown_terms(report: GapReport) -> Part:
    rows = tuple(Row(clean(term.text, LONGEST_LABEL), lines=str(term.line)) for term in report.job.unknown_terms)
    intro = "With the numbers of the job's lines; not in the score."
    title = "Asked for, but not in the taxonomy"
    return Part("unknown", title, rows, intro, ("Term", "", ""), compact=True, folded=True, most=20)


def warnings(report: GapReport) -> Part:
    """Return what the person should know of the reading; why there is no score stands in the headline already."""
    unique = dict.fromkeys(notice for notice in report.notices if notice.code != "E-NOSCORE")
    rows = tuple(Row(clean(notice.code, 30), because=clean(notice.message)) for notice in unique)
    return Part("warnings", "Warnings", rows, "", ("Code", "", "What happened"), most=10)


PARTS: tuple[Callable[[GapReport], Part], ...] = (
    advice_parts.difference, finding_parts.missing, finding_parts.partial, finding_parts.unclear, advice_parts.suggested,
    advice_parts.target, advice_parts.order, finding_parts.met, finding_parts.gates, finding_parts.held_certificates,
    advice_parts.uncovered, finding_parts.mentioned, advice_parts.career, advice_parts.documented_certificates,
    _extras, _unknown_terms, warnings,
)  # fmt: skip


def parts(report: GapReport) -> tuple[Part, ...]:
    """Return the parts of a report that have something to say, in reading order."""
    made = (make(report) for make in PARTS)
    return tuple(part for part in made if part.rows or (part.title and part.key in ("target", "difference")))


def origin(report: GapReport) -> str:
    """Return one line on how the report came about: versions, reader, size."""
    from gapscan import __version__

    source = report.source
    pages = f", {source.pages} page{'' if source.pages == 1 else 's'}" if source.pages is not None else ""
    read = f"{source.format} read with {source.engine}{pages}, {source.characters} characters"
    return clean(f"gapscan {__version__}, taxonomy {report.taxonomy_version or 'unknown'}; {read}")
