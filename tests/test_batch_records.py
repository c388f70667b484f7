"""Tests of gapscan.batch.records: one record for each row that somebody wrote, whatever is wrong with the rest."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapscan.batch import records
from gapscan.batch.records import FAULT_QUOTE, FAULT_SIZE, Cutter, Dialect, split_cells

COMMA = Dialect(b",", b"\n", 2, "digits")


def cut(data, dialect=COMMA, *, position=0):
    return list(Cutter(io.BytesIO(data), dialect, position=position))


def told(data, dialect=COMMA):
    return [(record.data, record.fault) for record in cut(data, dialect)]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"1,a\n2,b\n", [(b"1,a", ""), (b"2,b", "")]),
        (b"1,a\r\n2,b", [(b"1,a\r", ""), (b"2,b", "")]),
        (b'1,"a\nb, ""c"""\n2,d\n', [(b'1,"a\nb, ""c"""', ""), (b"2,d", "")]),
        (b"1,a\n\n \n2,b\n\n", [(b"1,a", ""), (b"2,b", "")]),
        (b'1,5" disk\n2,b\n', [(b'1,5" disk', ""), (b"2,b", "")]),
        (b'1,""\n2,b\n', [(b'1,""', ""), (b"2,b", "")]),
        (b"", []),
    ],
    ids=["plain", "windows", "quoted", "blank lines", "quote in a cell", "empty cell", "nothing"],
)
def test_sound_rows(data, expected):
    """Ensures that sound rows are cut where they end and nowhere else."""
    assert told(data) == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b'1,"a"\n2,"open\n3,"c"\n4,d\n', [(b'1,"a"', ""), (b'2,"open', FAULT_QUOTE), (b'3,"c"', ""), (b"4,d", "")]),
        (b'1,"open\n2,b\n3,c\n', [(b'1,"open', FAULT_QUOTE), (b"2,b", ""), (b"3,c", "")]),
        (b'1,"cut short\nBerlin, Germany\nPy', [(b'1,"cut short\nBerlin, Germany\nPy', FAULT_QUOTE)]),
        (b'1,"said "hi" to\nBonn, Germany"\n2,b\n', [(b'1,"said "hi" to\nBonn, Germany"', ""), (b"2,b", "")]),
        (b'1,"a "b", c"\n2,d\n', [(b'1,"a "b", c"', FAULT_QUOTE), (b"2,d", "")]),
    ],
    ids=["open before quoted", "open to the end", "cut off", "quotes not doubled", "quotes that can't be read"],
)
def test_a_broken_row_costs_no_other(data, expected):
    """Ensures that a row with broken quotes ends before the next row that is one by itself."""
    assert told(data) == expected


def test_a_row_of_any_size_is_one_row(monkeypatch):
    """Ensures that a huge cell with sound quotes costs one row, and that a huge unclosed one costs no row below it."""
    monkeypatch.setattr(records, "MAX_RECORD_BYTES", 500)
    monkeypatch.setattr(records, "_BLOCK", 64)
    sound = b'1,a\n2,"' + b"x, y\n" * 999 + b'"\n3,c\n'
    unclosed = b'1,a\n2,"' + b"word " * 999 + b"\n3,c\n4,d\n"

    assert [fault for _, fault in told(sound)] == ["", FAULT_SIZE, ""]
    assert [data[:3] for data, _ in told(unclosed)] == [b"1,a", b'2,"', b"3,c", b"4,d"]


ROWS = st.lists(st.tuples(st.integers(0, 99).map(str), st.text('ab",\n\r é', max_size=12)), min_size=1, max_size=6)


@given(rows=ROWS, ending=st.sampled_from(["\n", "\r\n"]))
def test_agrees_with_csv_on_what_csv_writes(rows, ending):
    """Ensures that what Python's csv module writes is read as it was."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=ending, quoting=csv.QUOTE_ALL).writerows(rows)

    found = cut(out.getvalue().encode())

    assert [tuple(cell.decode() for cell in split_cells(record.data, b",")) for record in found] == rows
    assert not any(record.fault for record in found)


@given(data=st.lists(st.sampled_from([b"1", b"2,", b'"', b"\n", b"\r", b" a"]), max_size=40).map(b"".join))
def test_goes_on_from_any_record(data):
    """Ensures that cutting from the place behind a record gives what follows it, whatever the bytes are."""
    every = cut(data)

    assert all(cut(data, position=record.next) == every[number + 1 :] for number, record in enumerate(every))


@pytest.mark.parametrize("block", [1, 3, 50])
def test_blocks_decide_nothing(monkeypatch, block):
    """Ensures that rows do not depend on how much is read at a time."""
    data = b'1,"a\nb"\n2,"open\n3,"c"\n4,"said "hi""\n5,e\r\n6,"f'
    whole = told(data)
    monkeypatch.setattr(records, "_BLOCK", block)

    assert told(data) == whole
