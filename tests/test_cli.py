"""Tests of gapscan.cli and what it promises a stranger: exit codes, one-line errors, what an option changed."""

import io
import json

import pytest

from gapscan import scan
from gapscan.analyzer import Analyzer, read_text
from gapscan.cli import main
from gapscan.records import Month

RESUME = """Jordan Ellery
jordan@example.org

SKILLS
Python, SQL, Docker
No experience with Java. Currently learning Kubernetes.

EXPERIENCE
Developer, Example Ltd, Jan 2020 - Dec 2023
- Built services in Python
"""


def run(capsys, *arguments):
    """Return exit code, stdout and stderr of one command."""
    code = main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.fixture
def resume(tmp_path):
    path = tmp_path / "cv.txt"
    path.write_text(RESUME, encoding="utf-8")
    return path


# --- settling what is unclear ------------------------------------------------------------------

SETTLED = (
    ({"accept": ["python"]}, "N-ACCEPT", "it counts as held already (line 5)"),
    ({"accept": ["java"]}, "N-ACCEPT", "line 6 says that it is not held"),
    ({"accept": ["kubernetes"]}, "N-ACCEPT", "line 6 says that it is wanted"),
    ({"accept": ["haskell"]}, "N-ACCEPT", "nothing in the text names it"),
    ({"reject": ["haskell"]}, "N-REJECT", "no place in the text counts as Haskell"),
    ({"accept": ["python"], "reject": ["python"]}, "N-ACCEPT", "it is rejected as well"),
)


@pytest.mark.parametrize(("options", "code", "why"), SETTLED, ids=[str(case[0]) for case in SETTLED])
def test_an_option_that_changes_nothing_says_why(options, code, why):
    """Ensures that accepting or rejecting what is not unclear leaves one notice, and the confidence as it is."""
    analyzer = Analyzer(as_of=Month(2026, 11))
    document = read_text(RESUME)
    told, plain = analyzer.scan(document, **options), analyzer.scan(document)

    (notice,) = [one for one in told.notices if one.code == code]
    assert why in notice.message
    assert told.confidence == plain.confidence or "reject" in options


def test_what_was_settled_needs_no_notice():
    """Ensures that rejecting a skill that counts says nothing besides the new score."""
    report = scan(read_text(RESUME), reject=["python"])

    assert not [one for one in report.notices if one.code in ("N-ACCEPT", "N-REJECT")]


@pytest.mark.parametrize("option", ["--accept", "--reject"])
def test_an_unknown_skill_to_settle_is_wrong_usage(capsys, resume, option):
    """Ensures that a name that is no skill stops the scan with the near names."""
    code, out, err = run(capsys, "scan", resume, option, "pyton")

    assert (code, out) == (2, "")
    assert err.startswith(f"gapscan: {option} pyton: no skill named 'pyton'; nearest: python")


def test_a_report_is_short_in_a_prompt_and_whole_in_print():
    """Ensures that a report shows itself by score, file and job, and prints as the terminal shows it."""
    report = scan(read_text(RESUME, "cv.txt"), as_of=Month(2026, 11))

    assert repr(report) == f"<Report: {report.score:g} of 100, 'cv.txt' for 'machine-learning-engineer'>"
    assert str(report) == report.to_text()


# --- pasted text ---------------------------------------------------------------------------------


class Pasted:
    def __init__(self, text):
        self.buffer = io.BytesIO(text.encode())


def test_a_posting_can_be_pasted(capsys, monkeypatch, resume):
    """Ensures that - stands for what is piped in, as résumé or as posting."""
    posting = "Acme Ltd\n\nRequirements\n- Python\n- Kubernetes\n"
    monkeypatch.setattr("sys.stdin", Pasted(posting))
    code, out, _ = run(capsys, "scan", resume, "--job", "-", "--format", "json")
    monkeypatch.setattr("sys.stdin", Pasted(RESUME))
    same, again, _ = run(capsys, "scan", "-", "--format", "json")

    assert (code, same) == (0, 0)
    assert [one["label"] for one in json.loads(out)["requirements"]] == ["Python", "Kubernetes"]
    assert json.loads(again)["source"]["name"] == "<stdin>"


# --- no score ----------------------------------------------------------------------------------

NOTHING = ("hello there", "Lorem ipsum dolor sit amet.", "Dear all,\n\nthe meeting is moved to the big room.\n")
SOMETHING = (
    "Maria Lind\nmaria@example.org", "EXPERIENCE\nBaker at the corner", "Baked bread, Corner Bakery, 2015 - 2019",
    "Welding", "BA History", "+44 20 7946 0123",
)  # fmt: skip


@pytest.mark.parametrize("text", NOTHING)
def test_a_text_that_shows_no_person_has_no_score(capsys, tmp_path, text):
    """Ensures that nothing is measured where nothing speaks of a person: a code, a reason, exit code 3."""
    path = tmp_path / "note.txt"
    path.write_text(text, encoding="utf-8")
    code, out, err = run(capsys, "scan", path, "--format", "json")
    report = json.loads(out)

    assert code == 3
    assert (report["score"], report["requirements"], report["confidence"]) == (None, [], 0.0)
    assert [warning["code"] for warning in report["warnings"]] == ["E-NOSCORE"]
    assert err.startswith(f"gapscan: E-NOSCORE {path}: nothing in this text speaks of a person's work")
    assert Analyzer().score(read_text(text)).score is None


@pytest.mark.parametrize("text", SOMETHING)
def test_a_resume_without_what_is_asked_scores_zero(text):
    """Ensures that one sign of a résumé is enough for a number, and that the number may be 0."""
    analyzer = Analyzer()

    assert analyzer.scan(read_text(text)).score == 0.0
    assert analyzer.score(read_text(text)).score == 0.0


# --- other commands ----------------------------------------------------------------------------

LINES = (
    (("evaluate", "nosuch.jsonl"), 3, "gapscan: E-READ nosuch.jsonl: no such file\n"),
    (("scan", "nosuch.pdf"), 3, "gapscan: E-READ nosuch.pdf: no such file\n"),
    (("taxonomy", "search", " "), 2, "gapscan: give a part of a name to search for"),
)  # fmt: skip


@pytest.mark.parametrize(("arguments", "code", "line"), LINES, ids=[" ".join(case[0]) for case in LINES])
def test_what_can_not_be_done_is_one_line(capsys, arguments, code, line):
    """Ensures that a wrong name costs one line on stderr, nothing on stdout, and the right exit code."""
    found, out, err = run(capsys, *arguments)

    assert (found, out) == (code, "")
    assert err.startswith(line)
    assert err.count("\n") == 1


def test_an_unknown_job_comes_with_the_way_out(capsys, resume):
    """Ensures that who names a job that is not built in is told that any posting will do."""
    code, _, err = run(capsys, "scan", resume, "--job", "data analyst")

    assert code == 4
    assert err.endswith("nearest: machine-learning-engineer; for any other job give the file of a posting, or paste it: --job -\n")


def test_learning_names_the_jobs_it_could_not_use(capsys, tmp_path, resume):
    """Ensures that the head of a plan names every posting that was left out, and the warnings say why."""
    jobs = tmp_path / "jobs"
    jobs.mkdir()
    (jobs / "good.txt").write_text("Requirements\n- Python\n- Kubernetes\n", encoding="utf-8")
    (jobs / "hello.txt").write_text("hello there", encoding="utf-8")
    (jobs / "void.txt").write_text("", encoding="utf-8")
    code, out, _ = run(capsys, "learn", resume, "--jobs", jobs)

    assert code == 0
    assert "Not used: hello.txt, void.txt (why: see the warnings)." in out
    assert "void.txt: the file is empty" in out


def test_learning_from_no_resume_is_no_plan(capsys, tmp_path):
    """Ensures that a text in which nothing speaks of a person is refused."""
    (tmp_path / "job.txt").write_text("Requirements\n- Python\n", encoding="utf-8")
    (tmp_path / "note.txt").write_text("hello there", encoding="utf-8")
    code, out, err = run(capsys, "learn", tmp_path / "note.txt", "--jobs", tmp_path)

    assert (code, out) == (3, "")
    assert "E-NOSCORE" in err
