"""What was found in one file, without a job → text, JSON or JSON lines by the contract ``gapscan.skills/1``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

from gapscan import certifications, taxonomy
from gapscan.errors import InputError
from gapscan.records import Claim, Credential, Document, Matches, Profile, Refusal, SkillId, Stance
from gapscan.renderers import as_json, as_text, quotes
from gapscan.renderers.words import Part, Row, certificate_name, clean, duration, skill_name

_WIDTH = 100
_LINES_SHOWN = 5
_TITLES = (
    (Stance.HELD, "Found", "met"),
    (Stance.UNCERTAIN, "Unclear whether it is meant", "unclear"),
    (Stance.WANTED, "An intention, not held", "partial"),
    (Stance.DENIED, "Said not to be held", "missing"),
    (Stance.OTHER, "About somebody or something else", "plain"),
)


class FoundSkills(Protocol):
    """The document, what was found in it, and the profile folded from it."""

    @property
    def document(self) -> Document:
        """The text and where it came from."""

    @property
    def matches(self) -> Matches:
        """Mentions and refusals."""

    @property
    def profile(self) -> Profile:
        """One claim a skill."""


def _json(found: FoundSkills) -> str:
    return as_json.dumps(as_json.skills_dict(found.document, found.profile, found.matches, taxonomy.load())) + "\n"


def _json_line(found: FoundSkills) -> str:
    table = as_json.skills_dict(found.document, found.profile, found.matches, taxonomy.load())
    return as_json.dumps(table, indent=None) + "\n"


def failure(path: str, error: InputError) -> str:
    """Return one JSON line for a file that could not be read, in place of its skills."""
    table = {
        "schema": as_json.SKILLS_SCHEMA,
        "source": {"name": path},
        "error": {"code": error.code, "message": error.reason},
    }
    return as_json.dumps(table, indent=None) + "\n"


# --- text --------------------------------------------------------------------------------------


def _text(found: FoundSkills) -> str:
    passages = quotes.collect(found.document, found.profile)
    parts = [part for part in _parts(found) if part.rows]
    count = sum(claim.implied_by is None for claim in found.profile.claims.values())
    head = f"{clean(found.document.source.name)}: {count} skill{'' if count == 1 else 's'}"
    return as_text.join([as_text.wrap(head, _WIDTH), *(as_text.lay_out(part, passages, _WIDTH) for part in parts)])


def _parts(found: FoundSkills) -> Iterator[Part]:
    known = taxonomy.load()
    named = [claim for claim in found.profile.claims.values() if claim.implied_by is None]
    certified = certifications.examined(found.profile.credentials)
    for stance, title, tone in _TITLES:
        rows = tuple(_row(claim, known, certified.get(claim.skill)) for claim in named if claim.stance is stance)
        yield Part(stance.value, title, rows, tone=tone, counted=True)
    firsts: dict[SkillId, Refusal] = {}
    for refusal in found.matches.refusals:
        if refusal.skill not in found.profile.claims:
            firsts.setdefault(refusal.skill, refusal)
    refused = tuple(
        Row(skill_name(skill), because=clean(f"line {first.line}: {first.because}"), place=first.span)
        for skill, first in firsts.items()
    )
    yield Part("refused", "Looked like a skill, but is none here", refused, counted=True, most=20)
    notices = dict.fromkeys(found.document.notices)
    yield Part("warnings", "Warnings", tuple(Row(clean(n.code, 30), because=clean(n.message)) for n in notices))


def _row(claim: Claim, known: taxonomy.Taxonomy, credential: Credential | None) -> Row:
    kind = known.kind(claim.skill).value if claim.skill in known else ""
    if claim.stance is Stance.HELD:
        return Row(skill_name(claim.skill), note=kind, because=_held(claim, credential))
    mention = next(m for m in claim.mentions if m.stance is claim.stance)
    because = f"line {mention.line}" + (f": {mention.because}" if mention.because else "")
    return Row(skill_name(claim.skill), note=kind, because=clean(because), place=mention.span)


def _held(claim: Claim, credential: Credential | None) -> str:
    words = [claim.strength.value] if claim.strength else []
    if credential is not None:
        words = [f"certified by {certificate_name(credential.certification)} (line {credential.line})"]
    if claim.months is not None:
        words.append(duration(claim.months) + (f", last {claim.last_used}" if claim.last_used else ""))
    if claim.stated_years is not None:
        words.append(f"{claim.stated_years:g} years stated")
    numbers = sorted({mention.line for mention in claim.mentions})
    more = f" +{len(numbers) - _LINES_SHOWN}" if len(numbers) > _LINES_SHOWN else ""
    words.append(f"line{'' if len(numbers) == 1 else 's'} {', '.join(map(str, numbers[:_LINES_SHOWN]))}{more}")
    return "; ".join(words)


RENDERERS: dict[str, Callable[[FoundSkills], str]] = {"text": _text, "json": _json, "jsonl": _json_line}
