"""Tests of gapscan.learning: many jobs, one résumé; the greedy order against a naive count; what can't be used."""

import csv
import json
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gapscan import jobs, scoring, taxonomy
from gapscan.advice import effort
from gapscan.advice.gaps import UNITS, Shown, find
from gapscan.errors import DamagedFileError, DataError, FileAccessError, NoRequirementsError, UnsupportedFormatError
from gapscan.learning import greedy, learn
from gapscan.records import (
    Claim,
    Importance,
    JobProfile,
    Mention,
    Month,
    Profile,
    Requirement,
    SectionKind,
    SkillId,
    Source,
    Span,
    Stance,
)
from gapscan.renderers import as_learning

KNOWN = taxonomy.load()
AS_OF = Month(2026, 11)
RESUME = "Jane Example\n\nSKILLS\nPython, SQL, Git\n"


def requirement(*any_of, importance=Importance.MUST, weight=3.0, **fields):
    return Requirement("-".join(any_of), any_of[0], tuple(map(SkillId, any_of)), importance, weight, **fields)


def compared(held, **postings):
    """Hold some named skills against jobs given as lists of requirements or skill ids."""
    claims = {}
    for number, skill in enumerate(held):
        place = Mention(Span(9 * number, 9 * number + 1), skill, SkillId(skill), Stance.HELD, SectionKind.SKILLS, 1)
        claims[SkillId(skill)] = Claim(SkillId(skill), Stance.HELD, (place,))
    profile = Profile(Source("r.txt", "txt", "plain", "0", 9), claims)
    made = []
    for name, asked in postings.items():
        asked = tuple(requirement(one) if isinstance(one, str) else one for one in asked)
        report = scoring.compare(profile, JobProfile(name, name.title(), asked), KNOWN)
        made.append(greedy.Compared(name, report, find(report, KNOWN)))
    return made, Shown(profile)


def plan_of(held, **postings):
    made, shown = compared(held, **postings)
    return greedy.skills(made, shown, KNOWN)


# --- the order ---------------------------------------------------------------------------------


def test_the_skill_that_opens_most_jobs_comes_first():
    """Ensures that opening two jobs beats winning many points in jobs that stay closed."""
    points = [requirement("java", weight=9.0), requirement("docker")]
    plan = plan_of(["python"], one=["excel"], two=["excel", "python"], three=points, four=points)

    assert (plan[0].skill, plan[0].opens) == ("excel", ("one", "two"))


def test_points_over_all_jobs_decide_where_none_opens():
    """Ensures that between skills that open nothing the one with more points over all jobs comes first."""
    plan = plan_of([], a=["java", "excel", "sql"], b=["java", "docker", "sql"], c=["java", "git", "excel"])

    assert plan[0].skill == "java"
    assert plan[0].asked_by == 3


def test_fewer_hours_then_the_id_break_ties():
    """Ensures that equal skills are ordered by hours and then by id, whatever the order of the jobs."""
    assert [s.skill for s in plan_of([], one=["java"], two=["excel"])] == ["excel", "java"]
    assert [s.skill for s in plan_of([], two=["excel"], one=["java"])] == ["excel", "java"]


def test_an_alternative_is_closed_once():
    """Ensures that once one of two alternatives is planned, the other one is not asked for by that job any more."""
    plan = plan_of([], one=[requirement("java", "cpp")], two=["cpp"])

    assert [(s.skill, s.opens) for s in plan] == [("cpp", ("one", "two"))]


def test_two_of_three_need_two():
    """Ensures that a requirement of two skills opens its job with the second one."""
    plan = plan_of([], one=[requirement("java", "cpp", "excel", at_least=2)])

    assert [s.opens for s in plan] == [(), ("one",)]
    assert sum(s.gain for s in plan) == pytest.approx(100.0, abs=0.2)


def test_preferred_skills_win_points_and_open_nothing():
    """Ensures that only must-haves keep a job closed."""
    plan = plan_of(["python"], one=["python", requirement("java", importance=Importance.PREFERRED, weight=1.0)])

    assert (plan[0].skill, plan[0].opens, plan[0].gain) == ("java", (), 25.0)


def test_a_foundation_that_is_asked_for_comes_before():
    """Ensures that what a skill builds on stands in front of it and is named, though it opens nothing itself."""
    plan = plan_of([], one=["pandas"], two=["python", "java"])

    assert [s.skill for s in plan] == ["python", "pandas", "java"]
    assert plan[1].builds_on == ("python",)


SKILLS = ("python", "java", "excel", "pandas", "numpy", "sql")
REQUIREMENTS = st.builds(
    lambda skills, importance, weight: requirement(*skills, importance=importance, weight=weight),
    st.lists(st.sampled_from(SKILLS), min_size=1, max_size=3, unique=True),
    st.sampled_from([Importance.MUST, Importance.PREFERRED]),
    st.sampled_from([1.0, 2.0, 3.0]),
)
POSTINGS = st.lists(st.lists(REQUIREMENTS, min_size=1, max_size=3, unique_by=lambda r: r.id), min_size=1, max_size=5)


def naive(made, shown):
    """Take skills one by one, counting everything anew each time: the definition of the order."""
    learned = set()
    taken = []
    musts = [[g for g in c.gaps if g.finding.requirement.importance is Importance.MUST] for c in made]

    def is_open(job, skills):
        return all(set(gap.lacking) & skills for gap in musts[job])

    while True:
        ranked = []
        rest = [(c, g) for c in made for g in c.gaps if not set(g.lacking) & learned]
        for skill in {s for _, gap in rest for s in gap.lacking}:
            opens = sum(
                is_open(job, learned | {skill}) and not is_open(job, learned) for job in range(len(made))
            )
            points = sum(round(100 * g.units / c.report.total_weight) for c, g in rest if skill in g.lacking)
            hours = 0.0 if skill in shown.all else effort.of(skill, KNOWN).hours
            ranked.append((-opens, -points, inf if hours is None else hours, skill))
        if not ranked:
            return taken
        best = min(ranked)
        open_skills = {row[-1] for row in ranked}

        def under(skill, open_skills=open_skills):
            return effort.foundations(skill, KNOWN, shown.all) & open_skills

        best = min((row for row in ranked if row[-1] in under(best[-1]) and not under(row[-1])), default=best)
        learned.add(best[-1])
        taken.append((best[-1], -best[0], round(-best[1] / UNITS, 1)))


@settings(max_examples=100, deadline=None)
@given(POSTINGS, st.lists(st.sampled_from(SKILLS), max_size=2, unique=True))
def test_the_order_is_that_of_a_naive_count(postings, held):
    """Ensures that the order, the jobs opened and the points are those of counting everything anew at each step."""
    made, shown = compared(held, **{f"job{number}": asked for number, asked in enumerate(postings)})
    plan = greedy.skills(made, shown, KNOWN)

    assert [(s.skill, len(s.opens), s.gain) for s in plan] == naive(made, shown)


def test_jobs_are_ranked_by_score_then_name():
    """Ensures that the best job stands first, equal ones stand by name, and one without a score stands last."""
    passing = requirement("java", importance=Importance.MENTIONED)
    made, _ = compared(["python", "sql"], b=["python"], a=["sql"], half=["python", "java"], none=[passing])
    ranked = greedy.ranked(made)

    assert [(job.name, job.score, job.is_open) for job in ranked] == [
        ("a", 100.0, True), ("b", 100.0, True), ("half", 50.0, False), ("none", None, False),
    ]  # fmt: skip
    assert ranked[2].missing == ("java",)


def test_certificates_are_chosen_over_all_jobs():
    """Ensures that the same gap of several jobs counts once for each, and gain is the mean over all jobs."""
    made, shown = compared([], one=["kubernetes"], two=["kubernetes"], three=["excel"], four=["kubernetes", "excel"])
    first = greedy.best_certificates(made, shown)[0]

    assert "kubernetes" in first.covers
    assert first.gain == pytest.approx((100 + 100 + 50) / 4, abs=0.1)


# --- where the jobs come from ------------------------------------------------------------------

JOB = 'id = "{0}"\ntitle = "{0}"\n[[requirement]]\nid = "{1}"\nlabel = "{1}"\nany_of = ["{1}"]\n'


@pytest.fixture
def resume(tmp_path):
    path = tmp_path / "jane.txt"
    path.write_text(RESUME)
    return path


@pytest.fixture
def folder(tmp_path):
    """A folder with two job files, one in a subfolder, and what can't be used."""
    where = tmp_path / "jobs"
    (where / "more").mkdir(parents=True)
    (where / "analyst.toml").write_text(JOB.format("analyst", "excel"))
    (where / "more" / "coder.toml").write_text(JOB.format("coder", "python"))
    (where / ".hidden.toml").write_text("nothing")
    (where / "broken.toml").write_text("id = ")
    (where / "empty.txt").write_text("")
    return where


def test_a_folder_gives_its_jobs_and_warns_of_the_rest(resume, folder):
    """Ensures that job files of all subfolders are used, and each file that can't be costs one warning."""
    plan = learn(resume, folder, as_of=AS_OF)

    assert [(job.name, job.is_open) for job in plan.jobs] == [("more/coder.toml", True), ("analyst.toml", False)]
    assert [step.skill for step in plan.skills] == ["excel"]
    assert [notice.message.split(":")[0] for notice in plan.notices] == ["broken.toml", "empty.txt"]
    assert plan.shown == ("git", "python", "sql")
    assert plan.taxonomy_version == KNOWN.version


POSTING = "{}\n\nRequirements\n- {} is required\n"


def write_csv(path, header, rows, **options):
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, **options).writerows([header, *rows])
    return path


def test_a_csv_gives_a_job_a_row(resume, tmp_path):
    """Ensures that rows become jobs with their id and title, and an empty one costs a warning."""
    rows = [
        ["7", "Analyst", POSTING.format("Analyst", "Java")],
        ["8", "Nobody", "  "],
        ["9", "Coder", POSTING.format("Coder", "Python")],
    ]
    path = write_csv(tmp_path / "jobs.csv", ["ID", "Title", "Description"], rows)

    plan = learn(resume, path, as_of=AS_OF)

    assert [(job.name, job.title) for job in plan.jobs] == [("row 3 (9)", "Coder"), ("row 1 (7)", "Analyst")]
    assert [notice.message for notice in plan.notices] == ["row 2 (8): the posting is empty"]


@pytest.mark.parametrize("column", ["text", "Description", "POSTING", "body"])
def test_the_column_of_postings_is_found(resume, tmp_path, column):
    """Ensures that each documented name of the column is taken, in any case, also between semicolons."""
    path = write_csv(tmp_path / "jobs.csv", ["n", column], [["1", POSTING.format("Coder", "Python")]], delimiter=";")

    assert [job.name for job in learn(resume, path, as_of=AS_OF).jobs] == ["row 1"]


def test_a_csv_without_postings_names_its_columns(resume, tmp_path):
    """Ensures that the error says which columns there are and which names are known."""
    path = write_csv(tmp_path / "jobs.csv", ["company", "salary"], [["Example", "1"]])

    with pytest.raises(DamagedFileError, match="columns: company, salary; known names: text, description"):
        learn(resume, path)


def test_what_is_no_source_of_jobs_is_refused(resume, folder, tmp_path):
    """Ensures that a missing path, another file, bytes that are no text, and a folder without jobs are told apart."""
    (tmp_path / "jobs.pdf").write_bytes(b"%PDF")
    (tmp_path / "bad.csv").write_bytes(b"text\n\xff\xfe\xfa\n")
    (tmp_path / "none").mkdir()
    for name, error in (
        ("nowhere", FileAccessError), ("jobs.pdf", UnsupportedFormatError), ("bad.csv", DamagedFileError),
        ("none", NoRequirementsError),
    ):  # fmt: skip
        with pytest.raises(error):
            learn(resume, tmp_path / name)


def test_the_jobs_themselves_are_not_changed():
    """Ensures that the built-in job reads the same before and after a plan over it."""
    before = jobs.load(jobs.DEFAULT_JOB)
    made, shown = compared(["python"], job=before.requirements)
    greedy.skills(made, shown, KNOWN)

    assert jobs.load(jobs.DEFAULT_JOB) == before


# --- as text and JSON, and since an earlier plan -----------------------------------------------


def test_the_same_input_gives_the_same_bytes(resume, folder):
    """Ensures that both formats are the same in two runs."""
    for render in as_learning.RENDERERS.values():
        assert render(learn(resume, folder, as_of=AS_OF)) == render(learn(resume, folder, as_of=AS_OF))


def test_the_text_fits_and_says_what_matters(resume, folder):
    """Ensures that the text names jobs, skills, certificates and warnings in lines that fit."""
    text = as_learning.RENDERERS["text"](learn(resume, folder, as_of=AS_OF))

    assert max(map(len, text.splitlines())) <= 100
    for piece in ("jane.txt over 2 jobs: 1 open", "1. Microsoft Excel", "opens analyst.toml", "WARNINGS", "broken.toml"):
        assert piece in text


def test_the_json_follows_its_contract(resume, folder):
    """Ensures that the JSON begins with schema and versions and holds every part."""
    table = json.loads(as_learning.RENDERERS["json"](learn(resume, folder, as_of=AS_OF)))

    assert list(table)[:4] == ["schema", "gapscan", "taxonomy", "as_of"]
    assert (table["schema"], table["as_of"]) == ("gapscan.learning/1", "2026-11")
    assert set(table) >= {"source", "jobs", "skills", "certificates", "shown", "warnings", "change"}
    assert [job["is_open"] for job in table["jobs"]] == [True, False]


def test_a_later_plan_says_what_changed(resume, folder, tmp_path):
    """Ensures that skills gained and lost, jobs opened, new and gone, and changed scores are named."""
    earlier = tmp_path / "before.json"
    earlier.write_text(as_learning.RENDERERS["json"](learn(resume, folder, as_of=AS_OF)))
    resume.write_text(RESUME.replace("Git", "Excel"))
    (folder / "more" / "coder.toml").rename(folder / "programmer.toml")

    plan = learn(resume, folder, as_of=AS_OF, since=earlier)

    assert (plan.change.gained, plan.change.lost) == (("excel",), ("git",))
    assert (plan.change.opened, plan.change.closed) == (("analyst.toml",), ())
    assert (plan.change.new, plan.change.gone) == (("programmer.toml",), ("more/coder.toml",))
    assert plan.change.scores == (("analyst.toml", 0.0, 100.0),)
    text = as_learning.RENDERERS["text"](plan)
    assert "SINCE THE EARLIER PLAN" in text
    assert "score 0 before, 100 now" in text


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"schema": "gapscan.report/1"}, "has schema 'gapscan.report/1', not 'gapscan.learning/1'"),
        ({"taxonomy": "0-0"}, "was made with taxonomy 0-0"),
        ({"jobs": "all"}, "is not a plan"),
        ({"shown": None}, "is not a plan"),
    ],
)
def test_a_plan_that_cannot_be_compared_is_refused(resume, folder, tmp_path, changes, message):
    """Ensures that another schema or taxonomy is an error in one line, never a silent comparison."""
    table = json.loads(as_learning.RENDERERS["json"](learn(resume, folder, as_of=AS_OF))) | changes
    earlier = tmp_path / "before.json"
    earlier.write_text(json.dumps(table))

    with pytest.raises(DataError) as caught:
        learn(resume, folder, since=earlier)

    assert message in str(caught.value)


def test_nothing_from_a_posting_reaches_the_terminal_raw(resume, tmp_path):
    """Ensures that control characters of ids, titles and texts are replaced."""
    rows = [["\x1b[31m", "Co\x1bder\u202e", POSTING.format("Coder", "Java")]]
    path = write_csv(tmp_path / "jobs.csv", ["id", "title", "text"], rows)

    assert not set(as_learning.RENDERERS["text"](learn(resume, path, as_of=AS_OF))) & set("\x1b\u202e")
