"""Tests of gapscan.renderers: what a reader sees, and what never gets out."""

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import sample_report
from hypothesis import given
from hypothesis import strategies as st

import gapscan
from gapscan.errors import EmptyFileError
from gapscan.records import (
    Advice,
    CareerStep,
    FindingStatus,
    Gate,
    GateFinding,
    Importance,
    Matches,
    Skill,
    SkillId,
    SkillKind,
    Step,
    TargetPlan,
)
from gapscan.renderers import RENDERERS, as_frame, as_skills, as_taxonomy, as_text, brief, view

GOLDEN = Path(__file__).parent / "golden"
SUFFIXES = {"text": "txt", "markdown": "md", "html": "html", "json": "json"}
SCRIPT = Path(sample_report.__file__)


def pinned(text):
    """Return a rendering without the version of the program, which golden files should outlive."""
    return text.replace(gapscan.__version__, "VERSION")


# --- golden files and determinism --------------------------------------------------------------


@pytest.mark.parametrize("fmt", RENDERERS)
def test_golden(fmt, request):
    """Ensures that a format changes only when somebody has looked at the change (--update-golden)."""
    path = GOLDEN / f"report.{SUFFIXES[fmt]}"
    text = pinned(RENDERERS[fmt](sample_report.build()))
    if request.config.getoption("--update-golden"):
        path.write_text(text, encoding="utf-8", newline="")

    assert path.read_text(encoding="utf-8") == text


def rendered_elsewhere(seed):
    paths = [str(SCRIPT.parent), str(Path(gapscan.__file__).parent.parent)]
    environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(paths)}
    return subprocess.run([sys.executable, SCRIPT, *RENDERERS], env=environment, capture_output=True, check=True).stdout


def test_bytes_do_not_depend_on_hash_seed():
    """Ensures that two processes with different hash seeds write the same bytes in every format."""
    assert rendered_elsewhere("1") == rendered_elsewhere("2")


@pytest.mark.parametrize("fmt", RENDERERS)
def test_nothing_to_say(fmt):
    """Ensures that a report of nothing is a report without a number, not a crash."""
    text = RENDERERS[fmt](sample_report.bare())

    assert "no skill was found" in text
    assert "of 100" not in text
    assert text.endswith("\n")


# --- what is said ------------------------------------------------------------------------------


def titles(report):
    return [part.key for part in view.parts(report)]


def test_order_of_parts():
    """Ensures that what changed and what is missing come first, what to do about it next, and the warnings last."""
    assert titles(sample_report.build()) == [
        "difference", "missing", "partial", "unclear", "suggested", "target", "order", "met", "gates", "credentials",
        "uncovered", "mentioned", "career", "documented", "extras", "unknown", "warnings",
    ]  # fmt: skip


def whole(fmt, report):
    """Return all that a format can say: the text is short unless it is asked for more."""
    return as_text.render(report, full=True) if fmt == "text" else RENDERERS[fmt](report)


def test_empty_parts_are_left_out():
    """Ensures that a part without rows has no heading."""
    assert titles(sample_report.bare()) == ["warnings"]


def part(key, report=None):
    return next(part for part in view.parts(report or sample_report.build()) if part.key == key)


def test_missing_most_points_first():
    """Ensures that the gaps that win most stand first, ties in the job's order."""
    assert [row.label for row in part("missing").rows] == ["Kubernetes", "Model monitoring", "Terraform", "Go", "Java"]


def test_points_are_the_gain():
    """Ensures that the points shown are those that the report computes."""
    report = sample_report.build()
    gains = {f.requirement.label: f"+{report.gain(f):.1f}" for f in report.missing}

    assert {row.label: row.points for key in ("missing", "partial") for row in part(key).rows} == gains


@pytest.mark.parametrize("fmt", ["text", "markdown", "html"])
@pytest.mark.parametrize(
    "words",
    [
        "54.4 of 100",
        "59%",
        "13: 4 met, 3 in part, 5 not shown, 1 unclear and left out",
        "100 × 15.23 won of 28 weight asked",
        "the platform team ran",
        "2026-05-01",
        "first Associate Cloud Engineer",
        "Settle each with --accept ID or --reject ID: r.",
        "the score is then 80.5",
        "Score before 48.2, now 56.4",
        "Quayflow",
        "7 years 2 months",
    ],
)
def test_every_format_says_it(fmt, words):
    """Ensures that the three formats for readers carry the same facts."""
    text = whole(fmt, sample_report.build())
    bare = re.sub(r"<[^>]+>", "", text).replace("\\", "").replace("**", "")

    assert words in " ".join(bare.split())


def test_a_missing_skill_is_not_shown():
    """Ensures that nobody is told that they lack a skill: it is not shown in this résumé."""
    text = as_text.render(sample_report.build()).lower()

    assert "not shown in this résumé" in text
    assert not re.search(r"\b(?:you lack|lacks|lacking|does not have|doesn't have)\b", text)


def test_refusal_is_quoted():
    """Ensures that the nearest thing that was refused is quoted beside the gap it explains."""
    assert "“I took our product through a go-to-market phase" in as_text.render(sample_report.build())


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (TargetPlan(50.0, True, (), 54.4), "Reached already: the score is 54.4."),
        (TargetPlan(99.0, False, (), 96.0), "No set of gaps reaches it; with every gap closed the score is 96."),
        (TargetPlan(60.0, True, ("go",), 61.0), "The fewest to close: this gap; the score is then 61."),
    ],
)
def test_target_in_words(plan, words):
    """Ensures that a target that is reached, out of reach or near is told so."""
    report = replace(sample_report.build(), advice=Advice(target=plan))

    assert part("target", report).intro == words


def test_the_unclear_words_are_quoted():
    """Ensures that a requirement left out of the score is quoted where it is unclear, not elsewhere."""
    report = sample_report.build()
    nearby = Step("nearby", 0.0, "Python is nearby", report.findings[0].evidence)
    findings = [replace(f, steps=(nearby, *f.steps)) if f.requirement.id == "r" else f for f in report.findings]

    assert part("unclear", replace(report, findings=tuple(findings))).rows[0].place == part("unclear").rows[0].place


def test_minor_facts_only_where_there_is_room():
    """Ensures that the text keeps the nearest fact of a kind and every step with a status, Markdown all of them."""
    career = [CareerStep("salary", f"band {n}") for n in range(3)] + [
        CareerStep("step", f"no {n}", "open") for n in range(3)
    ]
    report = replace(sample_report.build(), advice=Advice(career=tuple(career)))
    text = as_text.render(report, full=True)

    assert [fact.text for fact in career if fact.text in text] == ["band 0", "no 0", "no 1", "no 2"]
    assert "and 2 more: see --format" in text
    assert all(fact.text in RENDERERS["markdown"](report) for fact in career)


def test_long_reasons_are_cut_in_text():
    """Ensures that a long note takes few lines of the text, ends in a sign that it goes on, and is longer elsewhere."""
    report = sample_report.build()
    note = " ".join(f"word{n}" for n in range(40))
    suggested = (replace(report.advice.suggested[0], note=note),)
    report = replace(report, advice=Advice(suggested=suggested))
    text = as_text.render(report, full=True)

    assert "word0 " in text
    assert re.search(r"word\d+…$", text, re.MULTILINE)
    assert "word30 " in RENDERERS["html"](report)


@pytest.mark.parametrize(("confidence", "word"), [(0.95, "good"), (0.6, "fair"), (0.2, "low")])
def test_confidence_in_words(confidence, word):
    """Ensures that a doubtful reading is called so beside the score."""
    facts = dict(view.headline(replace(sample_report.build(), confidence=confidence)).facts)

    assert facts["Reading"].startswith(word)


# --- text --------------------------------------------------------------------------------------

SGR = re.compile(r"\x1b\[[0-9;]{1,5}m")


@pytest.mark.parametrize("width", [40, 60, 80, 100, 110, 200])
@pytest.mark.parametrize("full", [False, True])
def test_text_fits(width, full):
    """Ensures that no line is wider than the terminal, and none ends in blanks."""
    lines = as_text.render(sample_report.build(), width=width, full=full).splitlines()

    assert max(map(as_text.cells, lines)) <= width
    assert all(line == line.rstrip() for line in lines)


def test_text_is_short_unless_all_is_asked_for():
    """Ensures that a report fits 80 lines, keeps the head of the full one, and says what it leaves out and where that is."""
    short, full = (as_text.render(sample_report.build(), full=asked) for asked in (False, True))

    assert len(short.splitlines()) <= 80 < len(full.splitlines())
    assert short.splitlines()[:9] == full.splitlines()[:9]
    assert "More with --verbose or --format html: the whole order of learning" in " ".join(short.split())
    assert "More with" not in full


def test_full_text_golden(request):
    """Ensures that the full text changes only when somebody has looked at the change (--update-golden)."""
    path = GOLDEN / "report-full.txt"
    text = pinned(as_text.render(sample_report.build(), full=True))
    if request.config.getoption("--update-golden"):
        path.write_text(text, encoding="utf-8", newline="")

    assert path.read_text(encoding="utf-8") == text


def test_a_short_report_names_every_requirement_once():
    """Ensures that putting rows together loses no requirement and no reason why the nearest thing did not count."""
    report = sample_report.build()
    blocks = {part.key: part for part in brief.parts(report)}
    missing = ", ".join(row.because for row in blocks["missing"].rows).split(", ")

    assert sorted(missing) == sorted(row.label for row in part("missing").rows)
    assert blocks["missing"].heading == part("missing").heading
    assert [row.label for row in blocks["nearest"].rows] == ["Kubernetes", "Terraform", "Go", "Java"]
    told = [row.because.partition(" (")[0] for row in blocks["partial"].rows]
    assert told == [row.label for row in part("partial").rows]


def test_a_short_report_tells_what_changes_in_a_certificate():
    """Ensures that who asks for a certificate, and that its exam changes just now, is never cut."""
    report = sample_report.build()
    note = "The job asks for it. Between versions: one ends on 2026-11-30, two follows on 2026-12-01. Long prose."
    one = replace(report.advice.suggested[0], name="CKA", note=note, status="transition")
    text = " ".join(as_text.render(replace(report, advice=replace(report.advice, suggested=(one,)))).split())

    assert "The job asks for it; Between versions: one ends on 2026-11-30, two follows on 2026-12-01; covers" in text


def test_a_certificate_asked_for_is_told_once():
    """Ensures that a gate for a certificate and the job's list of certificates make one row, with what the résumé says."""
    report = sample_report.build()
    asked = Gate("certification", "TensorFlow certificate a plus", "tf-dev-cert", Importance.PREFERRED)
    gate = GateFinding(asked, "in progress: x (line 22)", FindingStatus.MISSING)
    rows = [row for row in part("gates", replace(report, gates=(gate,))).rows if row.label == "certificate"]

    assert [row.note for row in rows] == ["in progress (preferred)", "not shown"]


def test_colour_only_stresses():
    """Ensures that colour adds codes and no words, and that without it there are no codes."""
    report = sample_report.build()
    coloured = as_text.render(report, colour=True)

    assert SGR.search(coloured)
    assert SGR.sub("", coloured) == as_text.render(report)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=80), st.integers(2, 30))
def test_wrapping_loses_nothing(text, width):
    """Ensures that wrapping keeps every character that is no blank, in lines that fit."""
    lines = as_text.wrap(text, width)

    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(as_text.cells(line) <= width for line in lines)


@given(st.floats(0, 100), st.integers(1, 60))
def test_bar(score, width):
    """Ensures that the bar has its width, is full only at 100 and empty only at 0."""
    bar = as_text.bar_of(score, width)

    assert len(bar) == width
    assert ("░" not in bar) <= (score == 100 or width == 1)
    assert ("█" not in bar) == (score == 0)


# --- frames ------------------------------------------------------------------------------------


def test_frame_has_a_row_for_each_requirement():
    """Ensures that a frame has one row a requirement in the job's order."""
    report = sample_report.build()
    frame = as_frame.to_frame(report)

    assert list(frame["id"]) == [f.requirement.id for f in report.findings]
    assert list(frame.columns) == list(as_frame.COLUMNS)
    assert frame["gain"].sum() == pytest.approx(sum(report.gain(f) for f in report.findings))
    assert list(frame[frame["status"] == "unknown"]["id"]) == ["r"]


def test_frame_of_nothing_has_its_columns():
    """Ensures that a job without requirements gives an empty frame with all columns."""
    assert list(as_frame.to_frame(sample_report.bare()).columns) == list(as_frame.COLUMNS)


def test_dict_is_the_json():
    """Ensures that the dict of a report is what its JSON reads back as."""
    report = sample_report.build()

    assert as_frame.to_dict(report) == json.loads(RENDERERS["json"](report))


# --- skills and taxonomy -----------------------------------------------------------------------


class Found:
    """What was found in the sample."""

    document = sample_report.DOCUMENT
    profile = sample_report.PROFILE
    matches = Matches((), sample_report.PROFILE.refusals)


def test_skills_text_groups_by_stance():
    """Ensures that what is held, wanted, denied and refused stands apart."""
    text = as_skills.RENDERERS["text"](Found)

    assert text.startswith("mira-okonkwo.pdf: 15 skills\n")
    headings = re.findall(r"^([A-Z ,]+) \((\d+)\)$", text, re.MULTILINE)
    assert dict(headings) == {
        "FOUND": "10", "UNCLEAR WHETHER IT IS MEANT": "1", "AN INTENTION, NOT HELD": "2", "SAID NOT TO BE HELD": "1",
        "ABOUT SOMEBODY OR SOMETHING ELSE": "1", "LOOKED LIKE A SKILL, BUT IS NONE HERE": "2",
    }  # fmt: skip


def test_skills_line_is_one_line():
    """Ensures that JSON lines hold one object a line, the same as the JSON."""
    line = as_skills.RENDERERS["jsonl"](Found)

    assert line.count("\n") == 1
    assert json.loads(line) == json.loads(as_skills.RENDERERS["json"](Found))


def test_failure_is_one_line():
    """Ensures that a file that could not be read leaves one JSON line with its code."""
    line = as_skills.failure("a\x1b[0m.pdf", EmptyFileError("a\x1b[0m.pdf", "the file is empty"))

    assert line.count("\n") == 1
    assert "\x1b" not in line
    assert json.loads(line)["error"] == {"code": "E-EMPTY", "message": "the file is empty"}


def test_skill_of_the_taxonomy():
    """Ensures that a skill is shown with what it says and without what it does not."""
    skill = Skill(SkillId("go"), "Go", SkillKind.TOOL, "language", ("Golang",), near_miss=("go to market",))
    text = as_taxonomy.render(skill)

    assert text.startswith("Go (go)\n")
    assert "also written        Golang\n" in text
    assert "not to be found in  go to market\n" in text
    assert "implies" not in text


def test_an_unknown_skill_shows_its_id():
    """Ensures that a skill of an overlay that is not loaded here is shown by its id, in every format."""
    mention = sample_report.mention("our-own", "Python", 6)
    profile = replace(sample_report.PROFILE, claims={mention.skill: sample_report.claim(mention)})
    report = replace(sample_report.build(), profile=profile, extras=(mention.skill,))

    assert all("our-own" in whole(fmt, report) for fmt in RENDERERS)


def test_a_refusal_without_quote():
    """Ensures that a report made without the document still says why."""
    report = replace(sample_report.build(), quotes=())

    assert "'go-to-market' is not the language Go" in as_text.render(report)
    assert "“I took" not in as_text.render(report)
