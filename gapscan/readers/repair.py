"""Damaged text → the text a person reads on the page, before anything takes an offset into it.

Every reader's text passes through here once: ligatures, soft hyphens, words broken over lines, invisible
characters, mojibake, look-alike letters, bullets and letter-spaced words. Plain ASCII prose is left by a few
searches at memory speed, because a batch sends millions of rows this way. ``repair`` is idempotent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from operator import methodcaller
from unicodedata import combining, normalize

from gapscan.readers import characters
from gapscan.records import Notice, RawText, Span

# Longest text that is kept: ten times the longest of 1,000 real résumés (98,000 characters).
MAX_CHARACTERS = 1_000_000
# Unicode's stream-safe text format (UAX 15) allows 30 marks on a letter; normalising longer runs is quadratic.
MAX_MARKS = 30
# Each pass can uncover at most one more layer of damage; texts met so far need one or two.
_MAX_PASSES = 8

_ASCII = bytes(range(128))
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_BREAK = re.compile(r"-[ \t]{0,3}\n[ \t]{0,20}(?=[^\W\d_])")
_SOFT_BREAK = re.compile("\u00ad[ \t]{0,3}\n[ \t]{0,20}(?=[^\\W\\d_])")
_SOFT_HYPHEN = re.compile("\u00ad")
_WORD = re.compile(r"[^\W\d_]{1,40}")
# Both halves of "long-term"; looked for from the hyphen on, because a search for that runs at memory speed.
_SECOND_HALF = re.compile(r"-[^\W\d_]{2,20}(?![^\W\d_])")
_FIRST_HALF = re.compile(r"(?<![^\W\d_])[^\W\d_]{2,20}\Z")
_O_BULLET = re.compile(r"^([ \t]{0,20})o(?=[ \t]{1,20}[A-Z0-9])", re.MULTILINE)
# Two blanks between words, as justified text and careless typing have; from three on they part columns.
_TWO_BLANKS = re.compile(r"  (?<=[^\W\d_][^\W\d_]  )(?=[^\W\d_][^\W\d_])")
_SPACED_RUN = re.compile(r"(?<!\S)[^\W\d_](?: [^\W\d_]){3,}(?!\S)")
_SPACED_LINE = re.compile(r"^([ \t]*)([^\W\d_](?: {1,4}[^\W\d_]){2,})([ \t]*)$", re.MULTILINE)
_SPELT_IN_ICONS = re.compile("[\uf021-\uf07e]{3,}")
_BULLET = re.compile(f"(?<![{characters.BULLETS}])[{characters.BULLETS}](?![{characters.BULLETS}])")
_LINE_BULLET = re.compile(f"^([ \\t]{{0,20}})[{characters.LINE_BULLETS}\ue000-\uf8ff](?=[ \\t])", re.MULTILINE)
_LONE_ICON = re.compile("(?<!\\S)[\uf06c\uf06e\uf071\uf075\uf076](?=\\s)")
_BULLETS = frozenset(characters.BULLETS)
_LINE_BULLETS = frozenset(characters.LINE_BULLETS)
_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Marks that make no letter of an alphabet: words underlined, struck through or decorated by them.
_LEFT_MARKS = re.compile("(?<=[A-Za-z])[\u0300-\u036f]+")
_CYRILLIC_C = re.compile(r"(?<!\w)С(?=\+\+|#)")
# Longer words than this are not looked at whole when a hyphen is judged.
_WORD_LENGTH = 40
# Up to so many characters, replacing one after the other is faster than one translation of the text.
_FEW = 8
# ftfy looks at a whole line at once; a longer one is handed over in windows.
_FTFY_WINDOW = 20_000


def _shape_of(byte: int) -> int:
    if byte > 127:
        return ord("u")
    char = chr(byte)
    if char.isalpha():
        return ord("a")
    return byte if char in " \n\t-" else ord("\0") if byte < 32 or byte == 127 else ord("x")


# One byte a character class, so that "is there any …?" is a search for a short constant.
_SHAPE = bytes(map(_shape_of, range(256)))
_SHAPES = tuple({bytes((shape,)) for shape in _SHAPE} - {b"\0", b"\n"})
# How a line that may be broken ends, and how an indented one begins.
_HYPHENATED = frozenset((b"-", b"- ", b"-\t", *(shape + b"-" for shape in _SHAPES)))
_ENDS_BLANK = methodcaller("endswith", b" ")
_INDENTED = frozenset(blank + shape for blank in (b" ", b"\t") for shape in (b"", *_SHAPES))


@dataclass(frozen=True, slots=True)
class Repaired:
    """A repaired text, and what the person should know of the repair, in the order it was done."""

    text: str
    notices: tuple[Notice, ...] = ()


def repair(text: str) -> Repaired:
    r"""Turn a text as a file gives it into the text a person reads.

    ASCII prose without control characters, double blanks, words broken over lines, letter-spaced words or "o" bullets
    comes back unchanged, the same object. The result holds no lone surrogate, NUL or other control character than tab and
    newline, and at most ``MAX_CHARACTERS`` characters (the rest is cut, with a notice).

    Returns:
        The text and its notices; ``repair(repair(text).text).text == repair(text).text``.

    Example:
        >>> repair("e\ufb03cient de\u00ad\nvelop-\nment").text
        'efficient development'
    """
    notices: dict[str, Notice] = {}
    if len(text) > MAX_CHARACTERS:
        _note(notices, "text-cut", f"only the first {MAX_CHARACTERS:,} characters were read")
        text = text[:MAX_CHARACTERS]
    if text.isascii():
        return Repaired(_repair_lines(text), tuple(notices.values()))
    for _ in range(_MAX_PASSES):
        before, text = text, _repair_lines(_repair_characters(text, notices))
        if text == before:
            break
    # A ligature can be longer than one character, so the cut is made once more.
    return Repaired(text[:MAX_CHARACTERS], tuple(notices.values()))


def repair_raw(raw: RawText) -> RawText:
    """Repair a reader's text and keep its hidden ranges on the same words.

    A text that needs repair is mended in pieces cut at the edges of the hidden ranges, so a word that is half hidden
    stays in two.
    """
    whole = repair(raw.text)
    notices = tuple(dict.fromkeys((*raw.notices, *whole.notices)))
    hidden = _clean_spans(raw.hidden, min(len(raw.text), MAX_CHARACTERS))
    if not hidden or whole.text == raw.text[:MAX_CHARACTERS]:
        return RawText(whole.text, raw.engine, raw.pages, tuple(hidden), notices)
    pieces: list[str] = []
    spans: list[Span] = []
    length = position = 0
    for span in hidden:
        pieces += (repair(raw.text[position : span.start]).text, repair(raw.text[span.start : span.end]).text)
        start = length + len(pieces[-2])
        length = start + len(pieces[-1])
        spans.append(Span(start, length))
        position = span.end
    text = "".join((*pieces, repair(raw.text[position:MAX_CHARACTERS]).text))[:MAX_CHARACTERS]
    return RawText(text, raw.engine, raw.pages, tuple(_clean_spans(spans, len(text))), notices)


def _clean_spans(hidden: Iterable[Span], length: int) -> list[Span]:
    """Return ranges in order, disjoint, neighbours merged, none empty and none beyond a length."""
    spans: list[Span] = []
    for span in sorted(hidden):
        start, end = max(span.start, 0), min(span.end, length)
        if start >= end:
            continue
        if spans and start <= spans[-1].end:
            spans[-1] = Span(spans[-1].start, max(end, spans[-1].end))
        else:
            spans.append(Span(start, end))
    return spans


def _note(notices: dict[str, Notice], code: str, message: str) -> None:
    notices.setdefault(code, Notice(code, message))


# --- characters --------------------------------------------------------------------------------


def _repair_characters(text: str, notices: dict[str, Notice]) -> str:
    """Replace what stands outside ASCII and should not: one look at the distinct characters decides which steps run."""
    raw = text.encode("utf-8", "surrogatepass")
    distinct = set(raw.translate(None, _ASCII).decode("utf-8", "surrogatepass"))
    if any("\ud800" <= char <= "\udfff" for char in distinct):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        distinct = set(text)
    if distinct & characters.MOJIBAKE_LEADS and characters.MOJIBAKE.search(text):
        text = _unscramble(text, notices)
        distinct = set(text)
    odd = {char for char in distinct - characters.PLAIN if char > "\x7f"}
    if distinct & _LINE_BULLETS or any("\ue000" <= char <= "\uf8ff" for char in odd):
        text = _LINE_BULLET.sub(r"\1•", text)
    if not odd:
        return text
    text = _replace_odd(text, odd, notices)
    text = _compose(text, odd)
    return _fold_lookalikes(text, notices) if characters.FOREIGN.search(text) else text


def _unscramble(text: str, notices: dict[str, Notice]) -> str:
    """Undo UTF-8 that was read in another encoding, line by line and only in lines that look like it."""
    import ftfy  # late: 50 ms, and few texts need it

    lines = text.split("\n")
    for number, line in enumerate(lines):
        if characters.MOJIBAKE.search(line):
            windows = (line[start : start + _FTFY_WINDOW] for start in range(0, len(line), _FTFY_WINDOW))
            lines[number] = "".join(map(ftfy.fix_encoding, windows))
    fixed = "\n".join(lines)
    if fixed != text:
        _note(notices, "mojibake", "letters damaged by a wrong encoding (such as Ã© for é) were repaired")
    return fixed


def _replace_odd(text: str, odd: set[str], notices: dict[str, Notice]) -> str:
    if odd & _OVERRIDES:
        _note(notices, "bidi", "characters that turn the direction of writing were removed")
    if any("\U000e0000" <= char <= "\U000e007f" for char in odd):
        _note(notices, "invisible", "invisible characters that can carry hidden text were removed")
    if "\u00ad" in odd:
        text = _SOFT_HYPHEN.sub(_plain_hyphen, _SOFT_BREAK.sub("", text))
    if any("\uf000" <= char <= "\uf0ff" for char in odd):
        text = _SPELT_IN_ICONS.sub(lambda run: "".join(chr(ord(char) - 0xF000) for char in run.group()), text)
        text = _LONE_ICON.sub("•", text)
    if odd & _BULLETS:
        text = _BULLET.sub("•", text)
    table = {char: new for char in odd if (new := characters.replacement(char)) is not None}
    if len(table) > _FEW:
        return text.translate({ord(char): new for char, new in table.items()})
    for char in sorted(table):
        text = text.replace(char, table[char])
    return text


def _plain_hyphen(soft: re.Match[str]) -> str:
    """Return what a soft hyphen inside a line means: nothing in a word, a hyphen where web pages misuse it for one."""
    left = soft.string[max(0, soft.start() - _WORD_LENGTH) : soft.start()]
    right = soft.string[soft.end() : soft.end() + _WORD_LENGTH]
    if left[-1:] == "-" or not left or not right:
        return ""
    if left[-1].isspace() or right[0].isspace():
        return "-"
    return "-" if left[-1].isalpha() and _is_compound(left.split()[-1], right, frozenset()) else ""


def _compose(text: str, odd: set[str]) -> str:
    """Put letters and their marks together (NFC), runs of marks capped first; what is left on a plain letter goes."""
    marks = "".join(re.escape(char) for char in sorted(filter(combining, odd)))
    if not marks:
        return text
    text = re.sub(f"([{marks}]{{{MAX_MARKS}}})[{marks}]+", r"\1", text)
    return _LEFT_MARKS.sub("", normalize("NFC", text))


def _fold_lookalikes(text: str, notices: dict[str, Notice]) -> str:
    """Turn Cyrillic and Greek letters that pose as Latin ones into Latin, where the word or the text is Latin."""
    text = _CYRILLIC_C.sub("C", text)
    foreign = set(characters.FOREIGN.findall(text))
    cyrillic = {char for char in foreign if char >= "\u0400"}
    posing = bool(cyrillic) and all(char in characters.LOOKALIKES for char in cyrillic)

    def fold(word: re.Match[str]) -> str:
        return _fold_word(word.group(), posing_text=posing)

    folded = re.sub(r"[^\W\d_]+", fold, text)
    if folded != text:
        _note(notices, "lookalikes", "Cyrillic or Greek letters in Latin words were read as the letters they look like")
    return folded


def _fold_word(word: str, *, posing_text: bool) -> str:
    if word.isascii():
        return word
    foreign = [char for char in word if "\u0370" <= char <= "\u052f"]
    if not foreign or not all(char in characters.LOOKALIKES for char in foreign):
        return word
    latin = any(char.isascii() for char in word)
    if not latin and not (posing_text and foreign[0] >= "\u0400"):
        return word
    return "".join(characters.LOOKALIKES.get(char, char) for char in word)


# --- lines -------------------------------------------------------------------------------------


def _repair_lines(text: str) -> str:
    """Mend what concerns ASCII as well: line ends, control characters, broken and spaced words, "o" bullets."""
    shape = text.encode("utf-8", "surrogatepass").translate(_SHAPE)
    if b"\0" in shape:
        text = _plain_controls(text)
        shape = text.encode("utf-8", "surrogatepass").translate(_SHAPE)
    if b"a  a" in shape:
        text = _TWO_BLANKS.sub(" ", text)
    if b"\n" not in shape:
        return _join_spaced(text) if b" a a " in shape or shape.startswith(b"a a a") else text
    # Two looks at every line are cheaper than a search of the whole text for each way a line can begin or end.
    lines = shape.split(b"\n")
    begins, ends = {line[:2] for line in lines}, {line[-2:] for line in lines[:-1]}
    if any(map(_ENDS_BLANK, ends)):
        *ended, last = text.split("\n")
        text = "\n".join([*(line.rstrip(" ") for line in ended), last])
    if "-" in text and not _HYPHENATED.isdisjoint(ends):
        text = _join_breaks(text)
    begins_single = b"a " in begins or b"a\t" in begins
    # The inner letters of a spaced word of four, or a line that begins as one of three.
    if b" a a " in shape or (begins_single and (b"\na a a" in shape or shape.startswith(b"a a a"))):
        text = _join_spaced(text)
    if (begins_single and "\no" in text) or (not _INDENTED.isdisjoint(begins) and (" o " in text or "\to" in text)):
        text = _mark_o_bullets(text)
    return text


def _plain_controls(text: str) -> str:
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    for break_ in "\v\f":
        text = text.replace(break_, "\n")
    return _CONTROL.sub("", text)


def _join_breaks(text: str) -> str:
    """Join words broken over lines by a hyphen; the hyphen stays where it belongs to the word."""
    compounds: frozenset[str] | None = None
    pieces: list[str] = []
    position = 0
    for match in _BREAK.finditer(text):
        start, end = match.span()
        if not (text[start - 1 : start].islower() and text[end].islower()):
            continue
        if compounds is None:
            compounds = _compounds(text.lower())
        left = text[max(0, start - _WORD_LENGTH) : start].split()[-1]
        keep = _is_compound(left, text[end : end + _WORD_LENGTH], compounds)
        pieces += (text[position:start], "-" if keep else "")
        position = end
    return "".join((*pieces, text[position:])) if pieces else text


def _compounds(text: str) -> frozenset[str]:
    """Return the words of a text that are written with one hyphen."""
    found: set[str] = set()
    free = 0
    for second in _SECOND_HALF.finditer(text):
        first = _FIRST_HALF.search(text, max(free, second.start() - 21), second.start())
        if first:
            found.add(first.group() + second.group())
            free = second.end()
    return frozenset(found)


def _is_compound(left: str, right: str, compounds: frozenset[str]) -> bool:
    """Tell whether the hyphen between the parts of a broken word belongs to it."""
    if any(char in left for char in "-/@.\\"):
        return True
    match = _WORD.match(right)
    second = match.group().lower() if match else ""
    first = left.lower().lstrip("([{\"'“‘•")
    if second in characters.SYLLABLES:
        return False
    if right[len(second) : len(second) + 1] == "-" and len(second) <= 3:
        return True  # "state-/of-the-art"
    if first in characters.COMPOUND_FIRST or second in characters.COMPOUND_SECOND:
        return True
    if second in characters.COMPOUND_SECOND_LONG and len(first) >= 4:
        return True
    joined = f"{first}-{second}"
    return joined in characters.COMPOUND_PAIRS or joined in compounds


def _join_spaced(text: str) -> str:
    """Join letter-spaced words: whole lines of single letters, and runs of four or more."""
    return _SPACED_RUN.sub(lambda run: run.group().replace(" ", ""), _SPACED_LINE.sub(_join_line, text))


def _join_line(line: re.Match[str]) -> str:
    words = [word.replace(" ", "") for word in re.split(" {2,4}", line.group(2))]
    if sum(len(word) == 1 for word in words) > 1 or max(map(len, words)) < 3:
        return line.group()
    return line.group(1) + " ".join(words) + line.group(3)


def _mark_o_bullets(text: str) -> str:
    marked, count = _O_BULLET.subn(r"\1•", text)
    return marked if count > 1 else text
