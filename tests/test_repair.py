"""From damaged text to the text a person reads: each repair, its near misses, and what must hold for any text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapscan.readers import characters
from gapscan.readers.repair import MAX_CHARACTERS, repair, repair_raw
from gapscan.records import Notice, RawText, Span


@pytest.mark.parametrize(
    ("damaged", "text"),
    [
        # ligatures and soft hyphens
        ("e\ufb03cient \ufb01le \ufb02ow o\ufb00er", "efficient file flow offer"),
        ("data\u00adbase", "database"),
        ("develop\u00ad\nment", "development"),
        (
            "self\u00adstarter point-\u00adof-\u00adsale storage \u00ad scale",
            "self-starter point-of-sale storage - scale",
        ),
        # spaces, hyphens, slashes, invisible characters
        ("one\u00a0two\u2003three\u3000four\u202ffive", "one two three four five"),
        ("full\u2011stack 10\u22125 A\u2012B CI\u2044CD", "full-stack 10-5 A-B CI/CD"),
        ("Py\u200bthon \ufeffSQL G\u2060o\ufe0f", "Python SQL Go"),
        ("\u202eNOHTYP\u202c \u2066x\u2069 \u200ey", "NOHTYP x y"),
        ("a\U000e0041\U000e0042b", "ab"),
        ("a\u2028b\u2029c", "a\nb\nc"),
        ("a\r\nb\rc\x0bd\x0ce", "a\nb\nc\nd\ne"),
        ("a\x00b\x1bc\x7fd\te", "abcd\te"),
        ("don\x92t \x93x\x94 \x96", "don’t “x” –"),
        # letters in other clothes
        ("Ｐｙｔｈｏｎ　３＋", "Python 3+"),
        ("𝐏𝐲𝐭𝐡𝐨𝐧 𝒮𝒬ℒ 𝟹 ⓟⓨ 🅂🅀🄻 🆂🆀🅻 ᴘʏᴛʜᴏɴ", "Python SQL 3 py SQL SQL python"),
        ("C♯ F♯", "C# F#"),
        ("Level Ⅲ 5ᵗʰ", "Level III 5th"),
        # letters of other alphabets inside Latin words
        ("Рython Jаvа Κubernetes", "Python Java Kubernetes"),
        ("Разработка на С++ и С#", "Разработка на C++ и C#"),
        ("РНР and SQL", "PHP and SQL"),
        # marks
        ("re\u0301sume\u0301", "résumé"),
        # surrogates
        ("\ud83d\ude00 a\ud800b", "😀 a\ufffdb"),
        # mojibake
        ("RÃ©sumÃ© â€“ donâ€™t", "Résumé – don’t"),
        # bullets
        ("\uf0b7 Python\n\uf0a7\tSQL\n\uf0d8 Go", "• Python\n•\tSQL\n• Go"),
        ("skills.\uf0a7Python \uf076 SQL", "skills.•Python • SQL"),
        ("▪ a\n  ➢ b\n● c\n‣ d\n❖ e", "• a\n  • b\n• c\n• d\n• e"),
        ("· Python\n→ SQL\n✓ Go", "• Python\n• SQL\n• Go"),
        ("o Python\n\to SQL", "• Python\n\t• SQL"),
        ("Python ■ SQL ■ Go", "Python • SQL • Go"),
        # icons
        ("call \uf095 555 \ue0be", "call   555  "),
        ("\uf050\uf079\uf074\uf068\uf06f\uf06e", "Python"),
        # letter-spaced words
        ("P y t h o n and S K I L L S", "Python and SKILLS"),
        ("W O R K   E X P E R I E N C E", "WORK EXPERIENCE"),
        ("a\nS Q L\nb", "a\nSQL\nb"),
        ("S Q L", "SQL"),
    ],
)
def test_what_is_mended(damaged, text):
    """Ensures that each kind of damage becomes what a person reads."""
    assert repair(damaged).text == text


@pytest.mark.parametrize(
    "text",
    [
        "naïve café – “quoted” … 100 € • Excel™ №5 ½ m²",
        "Müller, Łódź, Željko, Şükrü, 東京, Привет мир, Ελληνικά, שלום",
        "l’âge, Ångström, À LA CARTE, été",
        "μm, β-testing, Δx",
        "Python ●●●○○ SQL ●●●●○",
        "Python · SQL » Go → Rust",
        "a b\nI am a b c person\nA or B",
        "plan A\no que fazer\no mundo",
        "o Python alone",
        "2019 -\n2021",
        "C-\nSuite",
        "go-\n\nto",
    ],
)
def test_what_is_left_alone(text):
    """Ensures that what only looks like damage is not touched."""
    assert repair(text).text == text


@pytest.mark.parametrize(
    ("broken", "text"),
    [
        ("develop-\nment", "development"),
        ("develop- \n   ment of", "development of"),
        ("de-\nvelop-\nment", "development"),
        ("über-\nsetzen", "übersetzen"),
        ("self-\nmotivated cross-\nfunctional", "self-motivated cross-functional"),
        ("end-to-\nend state-\nof-the-art", "end-to-end state-of-the-art"),
        ("data-\ndriven web-\nbased scikit-\nlearn entry-\nlevel", "data-driven web-based scikit-learn entry-level"),
        (
            "data-\nbase type-\nscript ex-\nperience re-\nsource al-\nready",
            "database typescript experience resource already",
        ),
        ("real-\ntime real-\nity", "real-time reality"),
        ("github.com/jane-\nsample", "github.com/jane-sample"),
        ("low-code and low-\ncode", "low-code and low-code"),
        ("full\u2010\nstack", "full-stack"),
    ],
)
def test_words_broken_over_lines(broken, text):
    """Ensures that syllables are joined, and the hyphen of a compound word stays."""
    assert repair(broken).text == text


@pytest.mark.parametrize(
    ("damaged", "code"),
    [
        ("RÃ©sumÃ©", "mojibake"),
        ("Рython", "lookalikes"),
        ("\u202eabc", "bidi"),
        ("a\U000e0041", "invisible"),
        ("x" * (MAX_CHARACTERS + 1), "text-cut"),
    ],
)
def test_notices(damaged, code):
    """Ensures that a repair which changes what was written is told, once."""
    assert [notice.code for notice in repair(damaged + "\n" + damaged[:100]).notices] == [code]


def test_ordinary_repairs_are_not_told():
    """Ensures that typesetting gives no notice."""
    assert repair("\ufb01ne\u00a0\u200bpro-\ngram").notices == ()


def test_plain_ascii_is_the_same_object():
    """Ensures that a text without damage is not even copied."""
    text = 'Python, SQL - and a "C++" thing.\n\tI am 5.\n' * 100

    assert repair(text).text is text


def test_long_runs_of_marks_are_cut():
    """Ensures that a letter keeps at most 30 marks, so that normalising stays linear."""
    assert len(repair("a" + "\u0316\u0301" * 200_000).text) <= 31


def test_text_that_grows_is_cut_again():
    """Ensures that ligatures can't lift a text over the cap."""
    assert len(repair("\ufb03" * MAX_CHARACTERS).text) == MAX_CHARACTERS


def test_hyphen_tables_do_not_contradict():
    """Ensures that no second half is listed both as a compound's and as a syllable."""
    assert not characters.SYLLABLES & (characters.COMPOUND_SECOND | characters.COMPOUND_SECOND_LONG)


# --- hidden ranges -----------------------------------------------------------------------------


def hidden_in(raw):
    return [raw.text[span.start : span.end] for span in raw.hidden]


def test_hidden_ranges_stay_on_their_words():
    """Ensures that repairs before and inside a hidden range move it along."""
    raw = RawText("e\ufb03cient Kuber\u00adnetes end", "x", None, (Span(9, 20),))
    assert hidden_in(raw) == ["uber\u00adnetes "]
    raw = RawText(raw.text, "x", None, (Span(8, 19),))

    repaired = repair_raw(raw)

    assert repaired.text == "efficient Kubernetes end"
    assert hidden_in(repaired) == ["Kubernetes"]


def test_hidden_ranges_are_put_in_order():
    """Ensures that ranges out of order, overlapping, beyond the text or left empty come out clean."""
    raw = RawText("abc\u200bdef", "x", None, (Span(5, 99), Span(0, 1), Span(1, 2), Span(3, 4)))

    repaired = repair_raw(raw)

    assert (repaired.text, repaired.hidden) == ("abcdef", (Span(0, 2), Span(4, 6)))


def test_notices_of_the_reader_are_kept():
    """Ensures that notices of reader and repair stand together, each once."""
    notice = Notice("encoding", "x")
    raw = RawText("Рython Рython", "x", 2, (Span(7, 13),), (notice,))

    repaired = repair_raw(raw)

    assert (repaired.pages, [n.code for n in repaired.notices]) == (2, ["encoding", "lookalikes"])
    assert repaired.notices[0] is notice


# --- what holds for any text -------------------------------------------------------------------

# Characters that the repairs act on, so that random texts meet them next to one another.
DAMAGE = list(
    "abcdefgxoAOPC   \n\n--\t\r\x00\x0b\x85\x92ÃÂâª€™©®ãðŸ‘ﬁﬃ\u00ad\u200b\u202e\u2010\u2011\ud800\udc00\ude00\ud83d"
    "\u0301\u0323•▪●\uf0b7\uf076\uf041\uf070\uf079аеРС++#ονΑК𝐏Ｐ➢→·|\u3000\u2028\U000e0041\ufe0f1②ᴘ™"
)
TEXTS = st.one_of(st.text(st.sampled_from(DAMAGE), max_size=60), st.text(max_size=60))


@given(TEXTS)
def test_repair_is_idempotent(text):
    """Ensures that repairing twice is repairing once."""
    once = repair(text).text

    assert repair(once).text == once


@given(TEXTS)
def test_nothing_unprintable_is_left(text):
    """Ensures that no lone surrogate, NUL, control or invisible format character comes through."""
    left = {char for char in repair(text).text if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co")}

    assert left <= {"\n", "\t"}


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("machine  learning in  R and  C++", "machine learning in  R and  C++"),
        ("machine \nlearning  \nhere", "machine\nlearning\nhere"),
        ("Python   Java", "Python   Java"),
        ("2019  2020", "2019  2020"),
        ("W O R K  H I S T O R Y\nx", "WORK HISTORY\nx"),
    ],
)
def test_blanks(typed, read):
    """Ensures that two blanks between words are one, blanks at the end of a line none, and columns stay apart."""
    assert repair(typed).text == read


# Words of two letters and more, so that neither letter-spaced words nor "o" bullets can come about.
ASCII_WORDS = st.from_regex(r"\A[!-~]{0,8}[a-zA-Z0-9]{2}[!-,.-~]?\Z")


@given(st.lists(ASCII_WORDS), st.lists(st.sampled_from([" ", "\n", "   ", "\n\n", "\t"])))
def test_ascii_prose_is_unchanged(words, gaps):
    """Ensures that ASCII text without hyphens at line ends and double blanks comes back as it is."""
    text = "".join(word + gap for word, gap in zip(words, (gaps * (len(words) + 1))[: len(words)], strict=False))

    assert repair(text).text == text


@given(TEXTS, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60))))
def test_hidden_ranges_are_sound(text, pairs):
    """Ensures that ranges stay ordered, disjoint, not empty and inside the text, whatever is repaired."""
    spans = tuple(Span(min(pair), max(pair)) for pair in pairs)

    raw = repair_raw(RawText(text, "x", None, spans))

    edges = [edge for span in raw.hidden for edge in (span.start, span.end)]
    assert edges == sorted(edges)
    assert all(0 <= span.start < span.end <= len(raw.text) for span in raw.hidden)


@given(TEXTS)
def test_hiding_everything_hides_everything(text):
    """Ensures that a text hidden as a whole is repaired as one that is not, and hidden as a whole."""
    raw = repair_raw(RawText(text, "x", None, (Span(0, len(text)),) if text else ()))

    assert raw.text == repair(text).text
    assert raw.hidden == ((Span(0, len(raw.text)),) if raw.text else ())
