"""Tests of gapscan.scoring: each rule by examples, and the arithmetic of the score by properties."""

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gapscan import certifications, profiles, scoring, taxonomy
from gapscan.records import (
    Claim,
    Credential,
    CredentialStatus,
    FindingStatus,
    Gate,
    Importance,
    JobProfile,
    Mention,
    Profile,
    Refusal,
    Requirement,
    SectionKind,
    Skill,
    SkillId,
    SkillKind,
    Source,
    Span,
    Stance,
    Strength,
)

# base <- frame <- tool: what is above implies what is below. left ~ right transfer partly.
IMPLIES = {"tool": ("frame",), "frame": ("base",), "tool2": ("frame",)}
NEARBY = {"left": ("right",), "base": ("right",)}
NAMES = ("base", "frame", "tool", "tool2", "left", "right", "alone", "other")
TOY = taxonomy.build(
    [
        Skill(SkillId(n), n.capitalize(), SkillKind.TOOL, "toy", implies=IMPLIES.get(n, ()), nearby=NEARBY.get(n, ()))
        for n in NAMES
    ],
    [],
    version="toy",
)
SOURCE = Source("resume.txt", "txt", "plain", "0" * 64, 100)


def mention(skill, stance=Stance.HELD, line=1):
    start = NAMES.index(skill) * 100 + line
    because = "" if stance is Stance.HELD else "a cue"
    return Mention(Span(start, start + 1), skill, SkillId(skill), stance, SectionKind.SKILLS, line, 1.0, because)


def claim(skill, stance=Stance.HELD, months=None, stated=None):
    strength = Strength.LISTED if stance is Stance.HELD else None
    return Claim(SkillId(skill), stance, (mention(skill, stance),), 1.0, strength, months, None, stated)


def profile(*claims, **fields):
    """Make a profile of claims, with what follows from them, as ``profiles.fold`` does."""
    named = {one.skill: one for one in claims}
    return Profile(SOURCE, {**named, **profiles._implied(named, TOY, None)}, **fields)


def asks(*any_of, **fields):
    values = {"importance": Importance.MUST, "weight": 3.0} | fields
    skills = tuple(SkillId(skill) for skill in any_of)
    return Requirement("-".join(any_of), " or ".join(any_of), skills, **values)


def job(*requirements, gates=()):
    numbered = (replace(r, id=f"{n}-{r.id}") for n, r in enumerate(requirements))
    return JobProfile("toy", "Toy", tuple(numbered), gates=gates)


def compare(person, *requirements, gates=()):
    return scoring.compare(person, job(*requirements, gates=gates), TOY)


# --- the rules, one table each -----------------------------------------------------------------

SHORT = claim("alone", months=24)
REFUSAL = Refusal(Span(5, 6), "alone", SkillId("alone"), 4, "'alone at home' does not mean Alone")
# rule -> (what the case is about, skill, requirement, claims, other context, credit of the step or None for no step)
TABLES = {
    "held": (
        ("named in words", "alone", asks("alone"), [claim("alone")], {}, 1.0),
        ("follows from another", "base", asks("base"), [claim("frame")], {}, None),
        ("wanted", "alone", asks("alone"), [claim("alone", Stance.WANTED)], {}, None),
        ("not there", "alone", asks("alone"), [], {}, None),
    ),
    "certified": (
        ("only a certificate", "alone", asks("alone"), [], {"certified": ("alone",)}, 0.75),
        ("a certificate besides words", "alone", asks("alone"), [claim("alone")], {"certified": ("alone",)}, None),
        ("a certificate besides another skill", "base", asks("base"), [claim("frame")], {"certified": ("base",)}, 0.75),
        ("none", "alone", asks("alone"), [], {}, None),
    ),
    "implied": (
        ("from a held skill", "base", asks("base"), [claim("frame")], {}, 0.75),
        ("over two steps", "base", asks("base"), [claim("tool")], {}, 0.75),
        ("from a skill that is denied", "base", asks("base"), [claim("frame", Stance.DENIED)], {}, None),
        ("never backwards", "tool", asks("tool"), [claim("base")], {}, None),
        ("a certificate says it better", "base", asks("base"), [claim("frame")], {"certified": ("base",)}, None),
    ),
    "nearby": (
        ("one way", "left", asks("left"), [claim("right")], {}, 0.3),
        ("the other way", "right", asks("right"), [claim("left")], {}, 0.3),
        ("not from what only follows", "right", asks("right"), [claim("frame")], {}, None),
        ("not beside the skill itself", "left", asks("left"), [claim("left"), claim("right")], {}, None),
        ("not against a denial", "left", asks("left"), [claim("left", Stance.DENIED), claim("right")], {}, None),
        ("a wish denies nothing", "left", asks("left"), [claim("left", Stance.WANTED), claim("right")], {}, 0.3),
    ),
    "years": (
        ("reached", "alone", asks("alone", min_years=2), [SHORT], {}, 0.0),
        ("stated in words", "alone", asks("alone", min_years=5), [claim("alone", months=3, stated=6)], {}, 0.0),
        ("no dates are no shortfall", "alone", asks("alone", min_years=5), [claim("alone")], {}, 0.0),
        ("too few dates of what implies it", "base", asks("base", min_years=5), [claim("base"), claim("frame", months=3)], {}, 0.0),
        ("too few dates of an alternative", "alone", asks("alone", "other", min_years=5), [claim("alone"), claim("other", months=3)],
         {}, 0.0),
        ("none asked", "alone", asks("alone"), [SHORT], {}, None),
        ("nothing held", "alone", asks("alone", min_years=5), [], {}, None),
    ),
    "uncertain": (
        ("unclear", "alone", asks("alone"), [claim("alone", Stance.UNCERTAIN)], {}, 0.0),
        ("clear", "alone", asks("alone"), [claim("alone")], {}, None),
    ),
    "refused": (
        ("denied", "alone", asks("alone"), [claim("alone", Stance.DENIED)], {}, 0.0),
        ("wanted", "alone", asks("alone"), [claim("alone", Stance.WANTED)], {}, 0.0),
        ("somebody else's", "alone", asks("alone"), [claim("alone", Stance.OTHER)], {}, 0.0),
        ("another sense", "alone", asks("alone"), [], {"refusals": (REFUSAL,)}, 0.0),
        ("held all the same", "alone", asks("alone"), [claim("alone")], {"refusals": (REFUSAL,)}, None),
        ("nothing near", "alone", asks("alone"), [], {}, None),
    ),
}  # fmt: skip
CASES = [(rule, *case) for rule, cases in TABLES.items() for case in cases]


CERTIFICATE = Credential("cka", CredentialStatus.HELD, "CKA", 9, start=900)


def context(claims, certified=(), refusals=()):
    shown = dict.fromkeys(map(SkillId, certified), CERTIFICATE)
    return scoring.Context(profile(*claims), TOY, shown, {r.skill: r for r in refusals})


def test_every_rule_has_a_table():
    """Ensures that a rule without examples, or examples of a rule that is gone, fail."""
    assert set(TABLES) == {rule.__name__ for rule in scoring.RULES}


@pytest.mark.parametrize(
    ("name", "about", "skill", "requirement", "claims", "more", "credit"), CASES, ids=[f"{c[0]}: {c[1]}" for c in CASES]
)
def test_rule(name, about, skill, requirement, claims, more, credit):
    """Ensures that a rule gives the published credit, and a step only where it has something to say."""
    rule = next(rule for rule in scoring.RULES if rule.__name__ == name)

    step = rule(SkillId(skill), requirement, context(claims, **more))

    assert (None if step is None else step.credit) == credit
    assert step is None or step.because


def test_years_take_credit_by_their_share():
    """Ensures that two of four asked years take half of the largest loss, and the reason says how many months."""
    step = scoring.years(SkillId("alone"), asks("alone", min_years=4), context([SHORT]))

    assert step is not None
    assert step.credit == -scoring.LARGEST_YEARS_LOSS / 2
    assert "short by 24 months" in step.because


@pytest.mark.parametrize(("rule", "claims"), [("certified", []), ("held", [claim("alone")])])
def test_what_a_certificate_shows_cites_its_line(rule, claims):
    """Ensures that a skill shown by a certificate has the certificate as its first evidence, by name and line."""
    by_name = {one.__name__: one for one in scoring.RULES}
    step = by_name[rule](SkillId("alone"), asks("alone"), context(claims, certified=("alone",)))

    assert (step.evidence[0].text, step.evidence[0].line, step.evidence[0].span) == ("CKA", 9, Span(900, 903))
    assert "Certified Kubernetes Administrator (line 9)" in step.because


def test_a_miss_says_that_nothing_is_near():
    """Ensures that a requirement which no rule speaks of is explained too."""
    (finding,) = compare(profile(), asks("alone")).findings

    assert finding.status is FindingStatus.MISSING
    assert [step.rule for step in finding.steps] == ["nothing"]


# --- requirements ------------------------------------------------------------------------------

ALTERNATIVES = (
    ("one of two held", asks("alone", "other"), [claim("other")], 1.0),
    ("both held count once", asks("alone", "other"), [claim("alone"), claim("other")], 1.0),
    ("the better of two", asks("left", "base"), [claim("right"), claim("frame")], 0.75),
    ("two asked, one held", asks("alone", "other", at_least=2), [claim("other")], 0.5),
    ("two asked, two held", asks("alone", "other", at_least=2), [claim("alone"), claim("other")], 1.0),
    ("three asked, three held", asks("alone", "other", "left", at_least=3), ["alone", "other", "left"], 1.0),
    ("more asked than there are", asks("alone", "other", at_least=3), [claim("alone"), claim("other")], 1.0),
    ("one of two denied, the other nearby", asks("alone", "left"), [claim("alone", Stance.DENIED), claim("right")], 0.3),
    ("both denied", asks("left", "right"), [claim("left", Stance.DENIED), claim("right", Stance.DENIED)], 0.0),
    ("all denied beside a neighbour", asks("left"), [claim("left", Stance.DENIED), claim("right")], 0.0),
    ("two asked of three", asks("alone", "other", "tool", at_least=2), [claim("alone"), claim("tool")], 1.0),
)  # fmt: skip


@pytest.mark.parametrize(("about", "requirement", "claims", "credit"), ALTERNATIVES, ids=[a[0] for a in ALTERNATIVES])
def test_alternatives(about, requirement, claims, credit):
    """Ensures that either/or counts once, by its best alternatives."""
    held = [claim(one) if isinstance(one, str) else one for one in claims]
    (finding,) = compare(profile(*held), requirement).findings

    assert finding.credit == credit


def test_unclear_is_left_out_of_the_score():
    """Ensures that an unclear mention neither gives nor takes points, and is said to be left out."""
    report = compare(profile(claim("alone"), claim("other", Stance.UNCERTAIN)), asks("alone"), asks("other"))

    assert report.score == 100.0
    assert [notice.code for notice in report.notices] == ["N-UNCERTAIN"]


UNCLEAR = (
    ("the skill itself", asks("other"), []),
    ("beside a nearby skill", asks("right"), [claim("left")]),
    ("beside what implies it", asks("base"), [claim("frame")]),
    ("one of two alternatives", asks("other", "left"), [claim("right")]),
    ("two of three asked", asks("other", "left", "alone", at_least=2), [claim("right"), claim("alone")]),
)


@pytest.mark.parametrize(("about", "requirement", "claims"), UNCLEAR, ids=[u[0] for u in UNCLEAR])
def test_what_may_be_meant_is_never_a_gap(about, requirement, claims):
    """Ensures that a requirement stays out of the score while unclear words could meet it."""
    unclear = claim(requirement.any_of[0], Stance.UNCERTAIN)
    (finding,) = compare(profile(*claims, unclear), requirement).findings

    assert finding.status is FindingStatus.UNKNOWN


def test_each_missing_alternative_is_explained():
    """Ensures that of two skills asked together the one that is missing has its line too."""
    (finding,) = compare(profile(claim("alone")), asks("alone", "other", at_least=2)).findings

    assert [step.rule for step in finding.steps] == ["held", "nothing"]
    assert "Other" in finding.steps[1].because


def test_what_follows_keeps_the_longer_time():
    """Ensures that a second, shorter use never takes credit from what a first one implies."""
    claims = [claim("tool2", months=3), claim("tool", months=60)]
    (finding,) = compare(profile(*claims), asks("frame", min_years=4)).findings

    assert finding.credit == scoring.IMPLIED_CREDIT


def test_nothing_that_counts_is_no_score():
    """Ensures that a job which only mentions things has no number instead of a false one."""
    report = compare(profile(claim("alone")), asks("alone", importance=Importance.MENTIONED))

    assert report.score is None


def test_certificates_show_what_they_examine():
    """Ensures that a certificate held or expired shows its skills, and one in progress does not."""
    expected = {CredentialStatus.HELD: True, CredentialStatus.EXPIRED: True, CredentialStatus.IN_PROGRESS: False,
                CredentialStatus.PLANNED: False, CredentialStatus.DENIED: False}  # fmt: skip
    for status, shown in expected.items():
        person = profile(credentials=(Credential("cka", status, "CKA", 3),))
        assert ("kubernetes" in certifications.examined(person.credentials)) is shown


def test_extras_are_held_and_not_asked():
    """Ensures that extras are named skills that no requirement asks for, by id, without what only follows."""
    report = compare(profile(claim("tool"), claim("alone"), claim("other", Stance.WANTED)), asks("alone"))

    assert report.extras == ("tool",)


def test_a_years_gate_reads_dated_and_stated_work():
    """Ensures that a gate of years is met, missed, or unknown without any figure, and never changes the score."""
    gate = Gate("years", "5 years of experience", "5")
    for fields, status in (
        ({"months_experience": 60}, FindingStatus.MET),
        ({"stated_years": 6.0}, FindingStatus.MET),
        ({"months_experience": 59}, FindingStatus.MISSING),
        ({}, FindingStatus.UNKNOWN),
    ):
        report = compare(profile(claim("alone"), **fields), asks("alone"), gates=(gate,))
        assert report.gates[0].status is status
        assert report.score == 100.0


CERTIFICATE_GATES = (
    (CredentialStatus.HELD, FindingStatus.MET),
    (CredentialStatus.IN_PROGRESS, FindingStatus.MISSING),
    (CredentialStatus.EXPIRED, FindingStatus.MISSING),
    (CredentialStatus.PLANNED, FindingStatus.MISSING),
    (CredentialStatus.DENIED, FindingStatus.MISSING),
)


@pytest.mark.parametrize(("said", "status"), CERTIFICATE_GATES)
def test_a_certificate_gate_says_what_the_resume_says(said, status):
    """Ensures that a certificate asked for is met only when held, and that the gate tells what was found of it."""
    gate = Gate("certification", "CKA required", "cka")
    named = compare(profile(credentials=(Credential("cka", said, "CKA", 3),)), gates=(gate,)).gates[0]
    silent = compare(profile(), gates=(gate,)).gates[0]

    assert (named.status, named.found) == (status, f"{said.value}: CKA (line 3)")
    assert (silent.status, silent.found) == (FindingStatus.MISSING, "")


def test_strength_stands_beside_the_score():
    """Ensures that a result counts more than a listing as evidence, and never as points."""
    listed = compare(profile(claim("alone")), asks("alone"))
    used = compare(profile(replace(claim("alone"), strength=Strength.RESULT)), asks("alone"))

    assert (listed.evidence_strength, used.evidence_strength) == (0.4, 0.9)
    assert listed.score == used.score


def test_confidence_stands_beside_the_score():
    """Ensures that an unclear reading lowers the trust and not the score."""
    clear = compare(profile(claim("alone")), asks("alone"))
    unclear = compare(profile(claim("alone"), claim("other", Stance.UNCERTAIN)), asks("alone"), asks("other"))

    assert clear.score == unclear.score
    assert unclear.confidence < clear.confidence


# --- properties --------------------------------------------------------------------------------

MONTHS = st.none() | st.integers(0, 120)
STANCES = st.sampled_from(list(Stance))
CLAIMS = st.builds(claim, st.sampled_from(NAMES), STANCES, MONTHS, st.none() | st.integers(0, 10))
PEOPLE = st.lists(CLAIMS, max_size=6, unique_by=lambda one: one.skill)
REQUIREMENTS = st.builds(
    lambda skills, number, **fields: asks(*skills, at_least=min(number, len(skills)), **fields),
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True),
    st.integers(1, 3),
    importance=st.sampled_from(list(Importance)),
    weight=st.sampled_from([0.5, 1.0, 2.0, 3.0, 0.1, 0.7]),
    min_years=st.none() | st.integers(1, 8),
)
JOBS = st.lists(REQUIREMENTS, min_size=1, max_size=6)
CERTIFIED = st.lists(st.sampled_from(NAMES), max_size=2, unique=True)


def scored(claims, requirements, certified=()):
    """Compare, with skills that certificates show."""
    person = profile(*claims)
    shown = scoring.Context(person, TOY, dict.fromkeys(map(SkillId, certified), CERTIFICATE), {})
    made = job(*requirements)
    findings = tuple(scoring._judge(requirement, shown) for requirement in made.requirements)
    return replace(scoring.compare(person, made, TOY), findings=findings)


@given(PEOPLE, JOBS, CERTIFIED)
def test_score_stays_in_its_range(claims, requirements, certified):
    """Ensures that the score is from 0 to 100, credits from 0 to 1, and coverage from 0 to 1."""
    report = scored(claims, requirements, certified)

    assert report.score is None or 0 <= report.score <= 100
    assert all(0 <= finding.credit <= 1 for finding in report.findings)
    assert report.must_coverage is None or 0 <= report.must_coverage <= 1


@given(PEOPLE, JOBS, st.randoms(use_true_random=False))
def test_order_of_requirements_changes_no_point(claims, requirements, random):
    """Ensures that a job says the same in any order, of requirements and of alternatives."""
    shuffled = [replace(r, any_of=tuple(random.sample(r.any_of, len(r.any_of)))) for r in requirements]
    random.shuffle(shuffled)

    before, after = scored(claims, requirements), scored(claims, shuffled)

    assert (before.score, before.must_coverage) == (after.score, after.must_coverage)


def test_a_tie_of_rounding_does_not_hang_on_the_order():
    """Ensures that 38.75 is printed alike in every order of the requirements: sums of weights are exact."""
    person = profile(claim("right"), claim("alone"))
    requirements = [asks("left"), asks("left"), asks("alone", weight=1.0), asks("left", weight=1.0)]

    assert {compare(person, *order).score for order in permutations(requirements)} == {38.8}


@given(PEOPLE, JOBS, st.sampled_from([0.25, 0.5, 2.0, 4.0]))
def test_scaling_all_weights_changes_no_point(claims, requirements, factor):
    """Ensures that only the proportion of weights matters."""
    scaled = [replace(r, weight=r.weight * factor) for r in requirements]

    assert scored(claims, requirements).score == scored(claims, scaled).score


@settings(max_examples=500)
@given(PEOPLE, JOBS, CERTIFIED, st.sampled_from(NAMES), MONTHS)
def test_adding_a_held_skill_never_lowers_a_score(claims, requirements, certified, skill, months):
    """Ensures that nobody loses points by showing one skill more, whatever else the résumé says.

    One exception is meant: where the very skill was unclear, its requirement was left out and now counts.
    """
    assume(all(one.skill != skill or one.stance not in (Stance.HELD, Stance.UNCERTAIN) for one in claims))
    others = [one for one in claims if one.skill != skill]
    before = scored(claims, requirements, certified)
    richer = scored([*others, claim(skill, months=months)], requirements, certified)

    assert before.score is None or (richer.score is not None and richer.score >= before.score)


@given(PEOPLE, JOBS)
def test_the_gain_of_a_gap_is_what_closing_it_adds(claims, requirements):
    """Ensures that what-if is exact: with a finding fully met the score is higher by its gain, up to rounding."""
    report = scored(claims, requirements)
    for number, finding in enumerate(report.findings):
        if not finding.counts:
            continue
        met = replace(finding, steps=(scoring.Step("held", 1.0, "learned"),))
        closed = replace(report, findings=(*report.findings[:number], met, *report.findings[number + 1 :]))
        assert closed.score - report.score == pytest.approx(report.gain(finding), abs=0.1001)
