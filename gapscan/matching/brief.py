"""Document → the stance of each skill that matters, without the mentions behind it: what bulk scoring needs.

The answer is that of ``find`` with the verdict that ``profiles`` gives over all mentions of a skill; less is worked out
on the way. Nothing is cut out of the text, and an ambiguous name is judged only where the judgement can still change
something: not where its skill is held already.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from gapscan.matching import name_end, senses, stance, visible
from gapscan.matching.automaton import Hit, Scan, scan
from gapscan.records import Document, Section, SectionKind, SkillId, Stance
from gapscan.taxonomy import Taxonomy

# Of several stances of one skill the first that occurs is the verdict (see profiles).
RANK: Mapping[Stance, int] = {
    stance: rank
    for rank, stance in enumerate((Stance.HELD, Stance.UNCERTAIN, Stance.WANTED, Stance.DENIED, Stance.OTHER))
}


class Brief(NamedTuple):
    """The verdict on each skill in order of first mention, skills of which some name was refused, and the folded text."""

    stances: Mapping[SkillId, Stance]
    refused: Sequence[SkillId]
    low: bytes


def stances(
    document: Document,
    taxonomy: Taxonomy,
    only: Collection[SkillId],
    *,
    found: Scan | None = None,
    ordered: Collection[SkillId] = (),
    moot: Callable[[SkillId, AbstractSet[SkillId]], bool] | None = None,
) -> Brief:
    """Find how a document shows some skills.

    Args:
        document: Searched as it is; hidden text is left out.
        taxonomy: Whose names are looked for.
        only: Skills to judge.
        found: The scan of the text where it is made already.
        ordered: Those of them whose place in the order of first mention matters.
        moot: Told a skill and those that are surely held, says whether nothing depends on the skill any more; an
            ambiguous name of it is then not judged, and the skill may be left out.
    """
    found = found or scan(document.text, taxonomy)
    hits = visible(found.hits, document.hidden)
    if hits is not found.hits:
        found = found._replace(hits=hits)
    asked = [index for index, hit in enumerate(hits) if hit.skill in only]
    if not asked:
        return Brief({}, (), found.low)
    sections = _sections(hits, document.sections)
    verdicts = stance.judge(document.text, found, sections, taxonomy.stops)
    end_of_name = name_end(document)
    sure = {
        hits[index].skill for index in asked
        if not hits[index].ambiguous and verdicts[index].stance is Stance.HELD and hits[index].end > end_of_name
    }  # fmt: skip
    known: dict[SkillId, Stance] = {}
    refused: list[SkillId] = []
    judge = senses.load()
    for index in asked:
        hit = hits[index]
        skill = hit.skill
        if hit.end <= end_of_name:
            refused.append(skill)
            continue
        now = verdicts[index].stance
        before = known.get(skill)
        if before is Stance.HELD:
            continue
        if hit.ambiguous:
            if (skill in sure and skill not in ordered) or (moot is not None and moot(skill, sure)):
                continue
            context = senses.features(document.text, found, index, taxonomy, sections[index], verdicts[index])
            probability = judge.probability(context)
            if probability < judge.refuse_below:
                refused.append(skill)
                continue
            if probability < judge.accept_from:
                now = Stance.UNCERTAIN
        if before is None or RANK[now] < RANK[before]:
            known[skill] = now
    return Brief(known, refused, found.low)


def _sections(hits: Sequence[Hit], sections: Sequence[Section]) -> list[SectionKind]:
    """Return the section of each hit, as ``Document.section_at`` gives it; both come in order."""
    kinds: list[SectionKind] = []
    kind, number = SectionKind.OTHER, 0
    following = sections[0].start if sections else -1
    for hit in hits:
        while following != -1 and following <= hit.start:
            kind = sections[number].kind
            number += 1
            following = sections[number].start if number < len(sections) else -1
        kinds.append(kind)
    return kinds
