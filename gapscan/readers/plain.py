"""Plain text and Markdown → text: the encoding found, Markdown's markup taken off.

A byte order mark decides, then UTF-8 if it is valid, then UTF-16 by the pattern of its NULs, then UTF-8 with a few
broken bytes, then Windows-1252 if what comes out reads like ordinary Western text, and only then a guess by
charset-normalizer, which is unsure on short texts.
"""

from __future__ import annotations

import codecs

from gapscan.errors import UnsupportedFormatError
from gapscan.readers import markdown
from gapscan.readers.repair import MAX_CHARACTERS
from gapscan.records import Notice, RawText

# UTF-32 before UTF-16: its mark begins with the same two bytes.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 64 * 1024
# Bytes of Windows-1252 that Western texts use: quotes, dashes, bullets, signs, and the letters with marks.
_WESTERN = frozenset("€‚…‘’“”•–—™\xa0¡£§©«®°·»¿".encode("cp1252")) | (
    frozenset(range(0xC0, 0x100)) - frozenset("ÐÞðþ×÷".encode("cp1252"))
)
# What Python can decode but no page is written in; two of them take quadratic time (measured: 0.9 MB, over 15 s).
_NO_CHARSETS = frozenset({"punycode", "idna", "raw-unicode-escape", "unicode-escape", "undefined"})
# Encodings that charset-normalizer may choose from: what text editors of the last 30 years wrote.
_CANDIDATES = [
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "iso8859_2", "koi8_r",
    "mac_roman", "cp437", "cp850", "cp866", "shift_jis", "euc_jp", "gb18030", "big5", "euc_kr", "cp874",
]  # fmt: skip


def read(data: bytes, *, name: str) -> RawText:
    """Read plain text.

    Args:
        data: The bytes of the file.
        name: What to call the file in messages.

    Returns:
        The text, line ends as they are; a notice names the encoding when it had to be guessed.

    Raises:
        UnsupportedFormatError: The bytes are not text.
    """
    text, notices = decode(data)
    text = text[: MAX_CHARACTERS + 1]  # one more than is kept, so that the cut is told
    if _is_binary(text):
        reason = "it is a binary file of no known kind; give a PDF, DOCX, ODT, RTF, HTML or text file"
        raise UnsupportedFormatError(name, reason)
    return RawText(text, "built-in", notices=notices)


def read_markdown(data: bytes, *, name: str) -> RawText:
    """Read Markdown as ``read`` does and take its markup off."""
    raw = read(data, name=name)
    return RawText(markdown.without_markup(raw.text), raw.engine, notices=raw.notices)


def decode(data: bytes, *, declared: str | None = None) -> tuple[str, tuple[Notice, ...]]:
    """Turn bytes into text, and say so when the encoding is a guess.

    Args:
        data: Any bytes; what can't be decoded becomes U+FFFD.
        declared: The encoding that the document itself names; believed unless a mark or valid UTF-8 speaks against it.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), ()
    wide = _wide_encoding(data)
    if wide:
        return data.decode(wide, "replace"), _guessed(wide)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    if declared and (text := _as_declared(data, declared)) is not None:
        return text, ()
    if _is_nearly_utf8(data):
        return _patched_utf8(data), _guessed("utf-8 with some bytes of Windows-1252")
    encoding = "cp1252" if _reads_western(data) else _guess(data)
    return data.decode(encoding, "replace"), _guessed(encoding)


def _guessed(encoding: str) -> tuple[Notice, ...]:
    return (Notice("encoding", f"the text is not UTF-8; it was read as {encoding}"),)


def _as_declared(data: bytes, encoding: str) -> str | None:
    try:
        if codecs.lookup(encoding).name in _NO_CHARSETS:
            return None
        text = data.decode(encoding, "replace")
    except (LookupError, UnicodeError, TypeError, AttributeError):
        return None
    return text if isinstance(text, str) else None


def _wide_encoding(data: bytes) -> str | None:
    """Return the UTF-16 without mark that these bytes are in: in Latin text every other byte is NUL."""
    sample = data[:_SAMPLE]
    half = len(sample) // 2
    if half < 2 or b"\0" not in sample:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _is_nearly_utf8(data: bytes) -> bool:
    """Tell whether more characters are good UTF-8 than bytes are not: one wrong byte must not spoil a text."""
    good = data.decode("utf-8", "ignore")
    kept = len(good.encode("utf-8"))
    wide = sum(1 for char in good if char > "\x7f")
    return wide > len(data) - kept


def _patched_utf8(data: bytes) -> str:
    codecs.register_error("gapscan.cp1252", _as_cp1252)
    return data.decode("utf-8", "gapscan.cp1252")


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


def _reads_western(data: bytes) -> bool:
    high = [byte for byte in data[:_SAMPLE] if byte > 0x7F]
    western = sum(byte in _WESTERN for byte in high)
    # Other alphabets use high bytes for most letters; Western ones for a few.
    return western >= 0.95 * len(high) and len(high) <= 0.4 * min(len(data), _SAMPLE)


def _guess(data: bytes) -> str:
    from charset_normalizer import from_bytes  # late: few texts need it

    best = from_bytes(data[:_SAMPLE], cp_isolation=_CANDIDATES).best()
    return best.encoding if best is not None else "cp1252"


def _is_binary(text: str) -> bool:
    sample = text[:_SAMPLE]
    strange = sum(sample.count(char) for char in map(chr, (*range(9), *range(14, 27), *range(28, 32), 127, 0xFFFD)))
    return strange > 0.1 * len(sample)
