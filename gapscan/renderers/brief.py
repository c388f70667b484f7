"""GapReport → the parts that fit one or two screens: what to do, what is missing, what is shown, what stands beside it.

Nothing here says anything that the full report does not; rows that say the same are told together, reasons are cut to a
line or two, and what a reader of the number does not need first is left to ``--verbose`` and the other formats.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from gapscan.records import GapReport, LearningStep, Suggestion
from gapscan.renderers import advice_parts, finding_parts, view
from gapscan.renderers.words import LONGEST_LABEL, Part, Row, certificate_name, clean, listed, points, skill_name

_STEPS = 3
# A reason longer than this is cut: some two lines.
_REASON = 150
# What the full report has besides, in the words of a list.
_LEFT_OUT = {
    "order": "the whole order of learning", "uncovered": "steps where no certificate helps", "career": "the career",
    "documented": "what became of documented certificates", "mentioned": "what is named in passing",
    "extras": "what is shown and not asked for", "unknown": "terms that the taxonomy does not know",
}  # fmt: skip


def parts(report: GapReport) -> tuple[Part, ...]:
    """Return the short parts of a report that have something to say, in reading order."""
    made = (make(report) for make in PARTS)
    return tuple(part for part in made if part.rows or (part.title and part.key in ("target", "difference")))


def left_out(report: GapReport) -> str:
    """Return one line that names what the full report has besides; empty when it has nothing."""
    besides = [_LEFT_OUT[part.key] for part in view.parts(report) if part.key in _LEFT_OUT]
    return f"More with --verbose or --format html: {listed(besides)}." if besides else ""


# --- what to do --------------------------------------------------------------------------------


def _next(report: GapReport) -> Part:
    """Return the certificates and the first steps that close most of the gap."""
    advice = report.advice
    rows = [_certificate(one) for one in advice.suggested] if advice else []
    order = advice.order if advice else ()
    # What takes no study: the résumé shows it indirectly and need only say so.
    named = [one for one in order if one.hours == 0]
    learned = [one for one in order if one.hours != 0][:_STEPS]
    if named:
        rows.append(Row("To name in the résumé, shown indirectly so far", because=_each(named)))
    if learned:
        rows.append(Row("To learn first, most points an hour", because=", then ".join(map(_step, learned))))
    rows = [_inline(row) for row in rows]
    columns = ("What", "", "What it covers, and what it takes")
    return Part("next", "What closes most of the gap", tuple(rows), "", columns)


def _certificate(one: Suggestion) -> Row:
    # Whoever is told to sit it must know who asks for it, and that it changes just now.
    asked, note = advice_parts.asked_sentence(one)
    changing = note.partition(". ")[0].rstrip(".") if one.status == "transition" else ""
    words = [text for text in (asked, changing) if text]
    if one.covers:
        words.append(f"covers {listed(skill_name(skill) for skill in one.covers)}")
    figures = [f"about {one.hours:g} hours"] if one.hours is not None else []
    figures += [f"{one.cost_usd:g} USD"] if one.cost_usd is not None else []
    words += [listed(figures)] if figures else []
    if one.chain:
        words.append(f"first {listed(certificate_name(name) for name in one.chain)}")
    words.append(f"{one.status}, checked {one.checked_on}" if one.checked_on else f"{one.status}, not checked")
    return Row(clean(one.name, LONGEST_LABEL), points(one.gain), because=clean("; ".join(words)))


def _each(steps: Sequence[LearningStep]) -> str:
    return listed(clean(f"{one.label} ({points(one.gain)})") for one in steps)


def _step(one: LearningStep) -> str:
    hours = [f"about {one.hours:g} hours"] if one.hours is not None else []
    inside = listed(text for text in (points(one.gain), *hours) if text)
    return clean(f"{one.label} ({inside})" if inside else one.label)


# --- what is missing and what is shown ---------------------------------------------------------


def _missing(report: GapReport) -> Part:
    """Return what is not shown, what wins as many points together: names first, reasons in a part of their own."""
    part = finding_parts.missing(report)
    groups: dict[tuple[str, str], list[str]] = {}
    for row in part.rows:
        groups.setdefault((row.points, row.note), []).append(row.label)
    rows = tuple(Row("", worth, note, listed(names)) for (worth, note), names in groups.items())
    below = ", unless told below" if _explained(part) else ""
    intro = f"{part.intro} Nothing near them was found{below}."
    return replace(part, rows=rows, count=len(part.rows), intro=intro)


def _explained(part: Part) -> tuple[Row, ...]:
    return tuple(row for row in part.rows if row.because != finding_parts.NOTHING_NEAR)


def _nearest(report: GapReport) -> Part:
    part = finding_parts.missing(report)
    rows = tuple(replace(_cut(row), points="", note="") for row in _explained(part))
    return replace(part, key="nearest", title="Nearest things found, and why they did not count", rows=rows, intro="", counted=False)


def _cut(row: Row) -> Row:
    return replace(row, because=clean(row.because, _REASON))


def _inline(row: Row) -> Row:
    """Return a row whose label and note stand before the reason: columns of their own would leave it too little room."""
    note = f" ({row.note})" if row.note else ""
    return replace(row, label="", note="", because=f"{row.label}{note}: {row.because}")


def _partial(report: GapReport) -> Part:
    part = finding_parts.partial(report)
    return replace(part, rows=tuple(_inline(_cut(row)) for row in part.rows))


def _met(report: GapReport) -> Part:
    return replace(finding_parts.met(report), title="Met, with the lines that show it", intro="")


def _gates(report: GapReport) -> Part:
    """Return the conditions; the certificates that role documents merely name are told of elsewhere."""
    part = finding_parts.gates(report)
    absent = [row for row in part.rows if row.label == "certificate" and row.note == "not shown"]
    rows = [_cut(row) for row in part.rows if row not in absent]
    if absent and not report.job.career:
        rows.append(Row("certificate", note="not shown", because=listed(row.because for row in absent)))
    return replace(part, rows=tuple(rows), title="Asked besides skills; no points make up for it", intro="")


def _career(report: GapReport) -> Part:
    part = advice_parts.career(report)
    level = [_cut(row) for row in part.rows if row.label == "level"]
    # What is missing stands above; of the next level the time to it is left.
    ahead = [replace(row, because=row.because.partition(";")[0]) for row in part.rows if row.label == "next"]
    ahead = [row for row in ahead if "skills that this job requires" not in row.because]
    return replace(part, rows=(*level, *ahead))


def _warnings(report: GapReport) -> Part:
    return replace(view.warnings(report), most=5, brief=2)


PARTS: tuple[Callable[[GapReport], Part], ...] = (
    advice_parts.difference, _next, _missing, _nearest, _partial, finding_parts.unclear,
    _met, advice_parts.target, _gates, finding_parts.held_certificates, _career, _warnings,
)  # fmt: skip
