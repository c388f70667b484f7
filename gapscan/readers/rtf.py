r"""RTF → text, by one pass over its tokens.

A reader of our own rather than striprtf: that one drops page headers, text boxes and footnotes, counts hidden text,
raises on unknown code pages and takes 10 s for 10 MB of object data. Here binary data is jumped over, groups that
hold no text are skipped whole, and every byte is decoded by the code page of its font.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from gapscan.readers import rtfwords
from gapscan.readers.pieces import Pieces
from gapscan.records import Notice, RawText

_TOKEN = re.compile(
    r"\\([a-zA-Z]{1,32})(-?[0-9]{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)|\\"
)


@dataclass(frozen=True, slots=True)
class _State:
    """What a group hands to the groups inside it."""

    skipped: bool = False
    unseen: bool = False
    tiny: bool = False
    deleted: bool = False
    font: int | None = None
    uc: int = 1
    in_fonts: bool = False


# An open group: the state to go back to, and what to do with its text when it closes.
_Frame = tuple[_State, Callable[[], None] | None]


def read(data: bytes, *, name: str) -> RawText:
    """Read an RTF document.

    Args:
        data: The bytes of the file.
        name: Not used in messages: what is broken is skipped, with a notice.

    Returns:
        A paragraph a line, list items after "• ", headers first, footers last; ``hidden`` marks hidden text. A file
        that is cut short gives the text up to there and a notice.
    """
    story = _Story(data.decode("latin-1"))
    story.walk()
    whole = Pieces()
    for block in (*story.headers.values(), story.pieces, *story.footers.values()):
        whole.add_block(block)
    text, hidden = whole.build()
    return RawText(text, "built-in", None, hidden, tuple(story.notices))


@dataclass(slots=True)
class _Story:
    """A document walked once; ``pending`` bytes wait for their font, ``asides`` for the end of a paragraph."""

    source: str
    pieces: Pieces = field(default_factory=Pieces)
    headers: dict[str, Pieces] = field(default_factory=dict)
    footers: dict[str, Pieces] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    state: _State = field(default_factory=_State)
    frames: list[_Frame] = field(default_factory=list)
    codec: str = rtfwords.FALLBACK
    fonts: dict[int, str] = field(default_factory=dict)
    default_font: int | None = None
    pending: bytearray = field(default_factory=bytearray)
    to_skip: int = 0
    starred: bool = False
    asides: list[Pieces] = field(default_factory=list)
    cells: list[Pieces] | None = None
    outside: Pieces = field(default_factory=Pieces)

    def walk(self) -> None:
        position, source, end = 0, self.source, len(self.source)
        while position < end and not self.pieces.is_full:
            match = _TOKEN.match(source, position)
            assert match is not None  # any character
            position = match.end()
            word, number, hexadecimal, escape, brace, run = match.groups()
            if word:
                position += self._word(word, number)
            elif run:
                self._bytes(run.encode("latin-1"))
            elif hexadecimal:
                self._bytes(bytes.fromhex(hexadecimal))
            elif brace == "{":
                self._flush()
                self.to_skip = 0
                self.frames.append((self.state, None))
            elif brace and not self._close_group():
                break
            elif escape:
                self._escape(escape)
        self._finish()

    def _finish(self) -> None:
        self._flush()
        if self.frames and not self.pieces.is_full:
            self.notices.append(Notice("cut-short", "the file ends before its last group; the text may not be whole"))
        while self.frames:
            self._close_group()
        self._end_row()
        self._flush_asides()

    def _close_group(self) -> bool:
        """Go back to the state before the group; False when the document's own group has closed."""
        self._flush()
        self.to_skip = 0
        if self.frames:
            state, on_close = self.frames.pop()
            if on_close is not None:
                on_close()
            self.state = state
        return bool(self.frames)

    # -- characters

    def _bytes(self, raw: bytes) -> None:
        self.starred = False
        if self.to_skip:
            dropped = min(self.to_skip, len(raw))
            self.to_skip -= dropped
            raw = raw[dropped:]
        if not self.state.skipped:
            self.pending += raw

    def _flush(self) -> None:
        """Decode the bytes gathered so far; they are kept together because a character may take two."""
        if not self.pending:
            return
        raw, self.pending = bytes(self.pending), bytearray()
        if self.state.in_fonts:
            return
        codec = self.codec if self.state.font is None else self.fonts.get(self.state.font, self.codec)
        if codec == rtfwords.SYMBOL:
            text = "".join(chr(0xF000 + byte) if byte > 32 else chr(byte) for byte in raw)
        else:
            text = raw.decode(codec, "replace")
        self._text(text)

    def _text(self, text: str) -> None:
        state = self.state
        if state.skipped or state.deleted or state.in_fonts:
            return
        self.pieces.add(text.replace("\0", ""), hidden=state.unseen or state.tiny)

    def _escape(self, char: str) -> None:
        if char == "*":
            self.starred = True
            return
        self._flush()
        if self.to_skip:
            self.to_skip -= 1
        elif char in "\r\n":
            self._end_paragraph()
        else:
            self._text(rtfwords.ESCAPES.get(char, ""))

    def _unicode(self, number: str | None) -> None:
        self._flush()
        if number is None:
            return
        code = int(number)
        code = code + 0x10000 if code < 0 else code
        # Halves of a surrogate pair come as two words; ``repair`` joins them.
        self._text(chr(code) if 0 < code <= 0x10FFFF else "")
        self.to_skip = self.state.uc

    # -- control words

    def _word(self, word: str, number: str | None) -> int:
        """Do what a control word says; return how many characters of raw data follow it."""
        starred, self.starred = self.starred, False
        if word == "bin":
            return max(0, int(number or "0"))
        if word == "u":
            self._unicode(number)
            return 0
        self._flush()
        self.to_skip = 0
        unknown = starred and word not in rtfwords.STARRED_KEPT and word not in _DESTINATIONS
        if unknown or word in rtfwords.SKIPPED:
            self.state = replace(self.state, skipped=True)
        elif word in _DESTINATIONS:
            _DESTINATIONS[word](self, word)
        elif word in _PROPERTIES:
            _PROPERTIES[word](self, None if number is None else int(number))
        elif not self.state.skipped:
            self._layout(word)
        return 0

    def _layout(self, word: str) -> None:
        if word in rtfwords.SIGNS:
            self._text(rtfwords.SIGNS[word])
        elif word in rtfwords.PARAGRAPH_ENDS:
            self._end_paragraph()
        elif word in ("trowd", "intbl") and self.cells is None and not self.state.in_fonts:
            self._start_row()
        elif word == "cell" and self.cells is not None:
            self.cells.append(self.pieces)
            self.pieces = Pieces()
        elif word == "row":
            self._end_row()

    def _end_paragraph(self) -> None:
        if self.state.skipped:
            return
        if self.pieces.at_line_start:
            self.pieces.add_line()
        self.pieces.end_line()
        self._flush_asides()

    def _start_row(self) -> None:
        self.cells, self.outside, self.pieces = [], self.pieces, Pieces()

    def _end_row(self) -> None:
        if self.cells is None:
            return
        cells, rest = self.cells, self.pieces
        self.cells, self.pieces = None, self.outside
        self.pieces.add_row(cells)
        self.pieces.add_block(rest)
        self._flush_asides()

    def _flush_asides(self) -> None:
        for aside in self.asides:
            self.pieces.add_block(aside)
        self.asides.clear()

    # -- destinations

    def _aside(self, word: str) -> None:
        """Give a header, footer, note or text box a text of its own until its group closes."""
        if self.state.skipped:
            return
        kept = (self.pieces, self.cells, self.outside)
        self.pieces, self.cells = Pieces(), None

        def close() -> None:
            self._end_row()
            inner = self.pieces
            self.pieces, self.cells, self.outside = kept
            if word in rtfwords.HEADERS:  # one each for first, odd and even pages, mostly with the same text
                self.headers.setdefault(inner.plain().strip(), inner)
            elif word in rtfwords.FOOTERS:
                self.footers.setdefault(inner.plain().strip(), inner)
            else:
                self.asides.append(inner)

        if self.frames:
            self.frames[-1] = (self.frames[-1][0], close)
        self.state = replace(self.state, unseen=False, tiny=False)

    def _bullet(self, _: str) -> None:
        """Stand in for the sign or number of a list item, spelt out in this group; headings often have an empty one."""
        outer, self.pieces = self.pieces, Pieces()

        def close() -> None:
            sign, self.pieces = self.pieces, outer
            if sign.plain().strip():
                self._text("• ")

        if self.frames:
            self.frames[-1] = (self.frames[-1][0], close)

    def _font_table(self, _: str) -> None:
        self.state = replace(self.state, in_fonts=True)

    def _unicode_twin(self, _: str) -> None:
        # \upr holds the same text twice, for old readers and in Unicode; the first is skipped.
        self.state = replace(self.state, skipped=False)

    # -- properties

    def _set_font(self, number: int | None) -> None:
        self.state = replace(self.state, font=number)

    def _set_charset(self, number: int | None) -> None:
        if self.state.in_fonts and self.state.font is not None and number != 1:
            known = rtfwords.CHARSETS.get(number or 0, self.codec)
            self.fonts[self.state.font] = rtfwords.SYMBOL if number == 2 else known

    def _set_font_code_page(self, number: int | None) -> None:
        if self.state.in_fonts and self.state.font is not None and number in rtfwords.CODE_PAGES:
            self.fonts[self.state.font] = rtfwords.CODE_PAGES[number]

    def _set_code_page(self, number: int | None) -> None:
        if number in rtfwords.CODE_PAGES:
            self.codec = rtfwords.CODE_PAGES[number]
        elif number:
            self.notices.append(Notice("encoding", f"code page {number} is not known; read as Windows-1252"))

    def _set_plain(self, _: int | None) -> None:
        self.state = replace(self.state, unseen=False, tiny=False, deleted=False, font=self.default_font)

    def _set_default_font(self, number: int | None) -> None:
        self.default_font = number
        self.state = replace(self.state, font=number)


def _codec_setter(codec: str) -> Callable[[_Story, int | None], None]:
    def set_codec(story: _Story, _: int | None) -> None:
        story.codec = codec

    return set_codec


def _state_setter(name: str) -> Callable[[_Story, int | None], None]:
    def set_state(story: _Story, number: int | None) -> None:
        story.state = replace(story.state, **{name: number != 0})

    return set_state


def _set_size(story: _Story, number: int | None) -> None:
    story.state = replace(story.state, tiny=number is not None and 0 < number <= rtfwords.TINY)


def _set_uc(story: _Story, number: int | None) -> None:
    story.state = replace(story.state, uc=min(max(number or 0, 0), rtfwords.MAX_UC))


_DESTINATIONS: dict[str, Callable[[_Story, str], None]] = {
    **dict.fromkeys(rtfwords.HEADERS | rtfwords.FOOTERS | rtfwords.ASIDES, _Story._aside),
    "listtext": _Story._bullet,
    "pntext": _Story._bullet,
    "fonttbl": _Story._font_table,
    "ud": _Story._unicode_twin,
}
_PROPERTIES: dict[str, Callable[[_Story, int | None], None]] = {
    "f": _Story._set_font,
    "fcharset": _Story._set_charset,
    "cpg": _Story._set_font_code_page,
    "ansicpg": _Story._set_code_page,
    "deff": _Story._set_default_font,
    "plain": _Story._set_plain,
    "uc": _set_uc,
    "fs": _set_size,
    "v": _state_setter("unseen"),
    "deleted": _state_setter("deleted"),
    "mac": _codec_setter("mac_roman"),
    "pc": _codec_setter("cp437"),
    "pca": _codec_setter("cp850"),
}
