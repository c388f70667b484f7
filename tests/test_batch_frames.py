"""Tests of gapscan.batch.frames: pandas in, pandas out."""

import pandas as pd
import pytest
from batch_texts import resumes

import gapscan
from gapscan.batch import COLUMNS, frame_types
from gapscan.errors import UnknownNameError, UsageError
from gapscan.records import Month

AS_OF = Month(2026, 11)
TEXTS = resumes(12, seed=3)


def frame(**columns):
    return pd.DataFrame(columns, index=[f"row {n}" for n in range(len(next(iter(columns.values()))))])


def score(given, **options):
    return gapscan.score_frame(given, as_of=AS_OF, **options)


def test_one_row_each_with_index_and_types():
    """Ensures that index, order, columns and types are as documented."""
    scored = score(frame(text=TEXTS))

    assert list(scored.index) == [f"row {n}" for n in range(12)]
    assert list(scored.columns) == list(COLUMNS)
    assert {name: str(dtype) for name, dtype in scored.dtypes.items()} == frame_types()
    assert scored["id"].tolist() == list(scored.index)
    assert all(isinstance(labels, list) for labels in scored["missing_must"])


def test_an_empty_frame_gives_an_empty_frame():
    """Ensures that no rows in mean no rows out, with the same columns and types."""
    scored = score(pd.DataFrame({"text": pd.Series([], dtype="object")}))

    assert len(scored) == 0
    assert {name: str(dtype) for name, dtype in scored.dtypes.items()} == frame_types()


def test_the_given_frame_is_not_changed():
    """Ensures that scoring is pure."""
    given = frame(text=TEXTS[:3])
    before = given.copy(deep=True)

    score(given)

    pd.testing.assert_frame_equal(given, before)


@pytest.mark.parametrize("nothing", ["", " \n\t", None, float("nan"), pd.NA, "\u200b"], ids=repr)
def test_rows_without_text_have_an_error(nothing):
    """Ensures that an empty cell of any sort costs its row and says so."""
    scored = score(frame(text=pd.Series(["Skills: Python", nothing], dtype="object").tolist()))

    assert scored["error"].tolist() == ["", "E-EMPTY"]
    assert scored["score"].isna().tolist() == [False, True]
    assert scored["matched"].tolist()[1] == []


def test_values_that_are_no_text_cost_no_run():
    """Ensures that numbers, bytes and lists in the text column are taken as text; in a number there is nothing to score."""
    scored = score(frame(text=[3.5, b"Skills: Python", ["Python"], {"a": "SQL"}]))

    assert scored["error"].tolist() == ["E-NOSCORE", "", "", ""]
    assert "Python" in scored["matched"].tolist()[1]


def test_a_bug_costs_one_row(monkeypatch):
    """Ensures that an unexpected exception becomes the error of its row."""
    from gapscan import timeline

    real = timeline.periods

    def fails(document, **options):
        if "fail here" in document.text:
            raise ZeroDivisionError
        return real(document, **options)

    monkeypatch.setattr(timeline, "periods", fails)
    scored = score(frame(text=["Skills: Python", "fail here", "Skills: SQL"]))

    assert scored["error"].tolist() == ["", "E-INTERNAL", ""]


def test_the_text_column_is_found_by_its_name():
    """Ensures that the usual names of a text column need not be given."""
    for name in ("text", "resume", "Resume_str", "CV Text", "content"):
        assert score(frame(id=[7], other=["x"], **{name: ["Skills: Python"]}))["error"].tolist() == [""]


def test_a_column_that_is_not_there_is_named_with_those_that_are():
    """Ensures that a wrong column is one clear message."""
    with pytest.raises(UsageError, match=r"no column 'cv'; it has a, b"):
        score(frame(a=[1], b=[2]), text="cv")
    with pytest.raises(UsageError, match="which column holds"):
        score(frame(a=[1], b=[2]))
    with pytest.raises(UsageError, match="2 columns 'text'"):
        score(pd.DataFrame([["a", "b"]], columns=["text", "text"]))
    with pytest.raises(UsageError, match="a pandas DataFrame is needed"):
        gapscan.score_frame(["Skills: Python"])
    with pytest.raises(UsageError, match="already"):
        score(frame(text=["x"], score=[2]), keep=["score"])


def test_an_unknown_job_is_an_error():
    """Ensures that a job that does not exist stops the call instead of failing every row."""
    with pytest.raises(UnknownNameError):
        score(frame(text=["x"]), job="no-such-job")


def test_each_row_may_name_its_job():
    """Ensures that a job column is used, falls back where it is empty, and a wrong job costs its row."""
    scored = score(frame(text=["Skills: Python"] * 3, job=["", "machine-learning-engineer", "nowhere"]), job_column="job")

    assert scored["error"].tolist() == ["", "", "E-JOB"]
    assert scored["score"].tolist()[0] == scored["score"].tolist()[1]


def test_files_are_read(tmp_path):
    """Ensures that a column of paths is read, and an unreadable file costs its row."""
    good = tmp_path / "a.txt"
    good.write_text("Skills: Python, SQL", encoding="utf-8")
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4 nothing")

    scored = score(frame(path=[str(good), str(tmp_path / "b.pdf"), str(tmp_path / "none.txt")]), file="path")

    assert scored["error"].tolist()[0] == ""
    assert scored["error"].tolist()[2] == "E-READ"
    assert all(error.startswith("E-") for error in scored["error"].tolist()[1:])


def test_columns_are_kept_behind_the_others():
    """Ensures that columns to keep come out as they went in."""
    scored = score(frame(text=TEXTS[:2], age=[3, 4], name=["a", "b"]), keep=["name", "age"], id="name")

    assert list(scored.columns) == [*COLUMNS, "name", "age"]
    assert scored["age"].tolist() == [3, 4]
    assert scored["id"].tolist() == ["a", "b"]


def test_rank_puts_the_best_first():
    """Ensures that a ranking is by score, ties share a rank, and rows without a score come last without one."""
    given = frame(text=["", "Skills: Python", "Skills: Python, SQL, PyTorch", "Skills: Python"])

    ranked = gapscan.rank(given, as_of=AS_OF)

    assert list(ranked.index) == ["row 2", "row 1", "row 3", "row 0"]
    assert ranked["rank"].tolist() == [1, 2, 2, pd.NA]
    assert list(gapscan.rank(given, top=1, as_of=AS_OF).index) == ["row 2"]


def test_names_that_repeat_in_the_index_do_no_harm():
    """Ensures that a frame with equal index labels keeps its rows."""
    given = pd.DataFrame({"text": TEXTS[:4]}, index=[1, 1, 2, 2])

    assert score(given)["score"].tolist() == score(given.reset_index(drop=True))["score"].tolist()
    assert len(gapscan.rank(given, as_of=AS_OF)) == 4
