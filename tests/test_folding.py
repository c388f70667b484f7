"""Tests of gapscan.folding."""

from hypothesis import given
from hypothesis import strategies as st

from gapscan.folding import fold


@given(st.text())
def test_one_byte_a_code_point(text):
    """Ensures that offsets in the folded bytes are offsets in the text, whatever the text."""
    folded = fold(text)

    assert len(folded.low) == len(folded.words) == len(text)


@given(st.text(alphabet="abcXYZ 019-_./"))
def test_folding_case_changes_nothing_twice(text):
    """Ensures that case never decides what a word is."""
    assert fold(text.upper()).words == fold(text.lower()).words


def test_names_keep_the_punctuation_that_is_theirs():
    """Ensures that C, C++, C#, .NET and R&D are different words."""
    words = fold("C C++ C# .NET R&D").words.split()

    assert len(set(words)) == 5


def test_separators_are_alike():
    """Ensures that a name typed with hyphen, dot, slash or underscore is the same name."""
    assert {fold(name).words for name in ("scikit-learn", "scikit learn", "scikit_learn", "SCIKIT.LEARN", "scikit/learn")} == {
        b"scikit learn"
    }


def test_accents_and_full_width_letters_fold():
    """Ensures that typographic forms read as plain letters."""
    assert fold("Café Ｐｙｔｈｏｎ").words == b"cafe python"


def test_ideographs_are_edges():
    """Ensures that a name between words of a script without spaces has edges."""
    assert fold("使用Python开发").words.strip() == b"python"


def test_foreign_letters_are_not_edges():
    """Ensures that a Latin letter inside a Cyrillic word is no word of its own."""
    assert b" c " not in b" " + fold("Дc").words + b" "
