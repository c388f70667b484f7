"""A PDF content stream → its operators with their operands.

One regular expression takes a whole run of numbers with its operator at once: pypdf's own parser reads byte by
byte, takes two thirds of the reading time and gives up the page at the first damaged operand, where this one goes
on. Every alternative is possessive or bounded, so hostile input costs linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_LONGEST_STRING = 65_536

_STRING = rb"\([^()\\]*+(?:\\.[^()\\]*+)*+\)"
_TOKEN = re.compile(
    rb"(?P<numbers>[-+.0-9\s\0]{0,400}+)(?P<operator>[A-Za-z'\"][A-Za-z0-9*]*+)"
    rb"|(?P<array>\[(?:[^\[\]()<>%]++|" + _STRING + rb"|<[0-9A-Fa-f\s]*+>)*+\])"
    rb"|(?P<string>" + _STRING + rb")"
    rb"|(?P<nested>\()"
    rb"|<(?P<hex>[0-9A-Fa-f\s]*+)>"
    rb"|/(?P<name>[^\s\0()<>\[\]{}/%]*+)"
    rb"|(?P<dictionary><<)"
    rb"|(?P<number>[-+.]*[0-9][-+.0-9]*+)"
    rb"|%[^\r\n]*+|[\s\0]++|.",
    re.DOTALL,
)
_ELEMENT = re.compile(rb"(" + _STRING + rb")|<([0-9A-Fa-f\s]*+)>|([-+.0-9]++)", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
_PARENTHESIS = re.compile(rb"\\.|[()]", re.DOTALL)
_ANGLES = re.compile(rb"<<|>>|" + _STRING, re.DOTALL)
_ACTUAL = re.compile(rb"/ActualText\s*(?:(" + _STRING + rb")|<([0-9A-Fa-f\s]*+)>)", re.DOTALL)
_IMAGE_END = re.compile(rb"[\s\0]EI(?=[\s\0]|$)")


class ContentLimitError(Exception):
    """A document has more operators, pieces of text or nested forms than any honest one."""


@dataclass(slots=True)
class Budget:
    """What the content of one document may still cost; real résumés take a twentieth of it.

    Attributes:
        operators: Operators and operands.
        pieces: Pieces of text.
        forms: Forms drawn.
    """

    operators: int = 1_000_000
    pieces: int = 300_000
    forms: int = 5_000

    @property
    def is_spent(self) -> bool:
        """Whether one of them went below zero."""
        return min(self.operators, self.pieces, self.forms) < 0


def unescape(literal: bytes) -> bytes:
    """Return the bytes of a ``(string)``, given with its parentheses."""
    body = literal[1:-1]
    return body if b"\\" not in body else _ESCAPE.sub(_unescaped, body)


def _unescaped(match: re.Match[bytes]) -> bytes:
    what = match[1]
    if what[0] in b"01234567":
        return bytes((int(what, 8) & 0xFF,))
    return _ESCAPED.get(what, what)


def unhex(digits: bytes) -> bytes:
    """Return the bytes of the inside of a ``<hexadecimal string>``; an odd last digit counts as followed by 0."""
    plain = b"".join(digits.split())
    return bytes.fromhex((plain + b"0" if len(plain) % 2 else plain).decode("ascii"))


def _close(data: bytes, start: int) -> int:
    """Return the place after the parenthesis that closes the one at ``start``; the end when none does."""
    depth = 0
    for match in _PARENTHESIS.finditer(data, start, start + _LONGEST_STRING):
        if match[0] == b"(":
            depth += 1
        elif match[0] == b")":
            depth -= 1
            if depth == 0:
                return match.end()
    return min(len(data), start + _LONGEST_STRING)


def _close_dictionary(data: bytes, start: int) -> int:
    depth = 0
    for match in _ANGLES.finditer(data, start, start + _LONGEST_STRING):
        depth += (match[0] == b"<<") - (match[0] == b">>")
        if depth == 0:
            return match.end()
    return min(len(data), start + _LONGEST_STRING)


def _skip_image(data: bytes, start: int) -> int:
    """Return the place after an inline image: an EI followed by what looks like operators, not image bytes."""
    for match in _IMAGE_END.finditer(data, start):
        following = data[match.end() : match.end() + 12]
        if all(byte in b"\t\n\f\r" or 0x20 <= byte < 0x7F for byte in following):
            return match.end()
    return len(data)


def numbers(raw: bytes) -> list[float]:
    """Return the numbers in a run of bytes, malformed ones as 0."""
    return [_float(item) for item in raw.replace(b"\0", b" ").split()]


def _float(item: bytes) -> float:
    try:
        return float(item)
    except ValueError:
        # "12.-5" and "--3" stand in real files; the part before the stray sign is what viewers use.
        match = re.match(rb"[-+]{0,40}?([-+]?(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++))", item)
        return float(match[1]) if match else 0.0


def operators(data: bytes, budget: Budget) -> Iterator[tuple[bytes, list[Any]]]:
    """Yield each operator with its operands.

    Numbers are floats, strings bytes, names ``str`` with their slash, arrays lists of bytes and floats, and
    dictionaries the raw bytes in a tuple. Damaged operands are passed over.

    Raises:
        ContentLimitError: The budget's operators are spent.
    """
    operands: list[Any] = []
    position, length = 0, len(data)
    match_at = _TOKEN.match
    while position < length and (match := match_at(data, position)) is not None:
        position = match.end()
        kind = match.lastgroup
        if kind == "operator":
            budget.operators -= 1
            operator = match["operator"]
            if match["numbers"]:
                operands.extend(numbers(match["numbers"]))
            if operator == b"BI":
                position = _skip_image(data, position)
            else:
                yield operator, operands
            operands = []
        elif kind == "nested":
            end = _close(data, match.start())
            operands.append(unescape(data[match.start() : end]))
            position = end
        elif kind == "dictionary":
            end = _close_dictionary(data, match.start())
            operands.append((data[match.start() : end],))
            position = end
        elif kind is not None:
            operand = _operand(kind, match[kind])
            budget.operators -= len(operand) if kind == "array" else 1
            operands.append(operand)
        if budget.operators < 0:
            raise ContentLimitError


def _operand(kind: str, raw: bytes) -> Any:
    if kind == "string":
        return unescape(raw)
    if kind == "hex":
        return unhex(raw)
    if kind == "name":
        return "/" + raw.decode("latin-1")
    if kind == "number":
        return _float(raw)
    return [unescape(s) if s else _float(n) if n else unhex(h) for s, h, n in _ELEMENT.findall(raw)]


def actual_text(dictionary: bytes) -> str | None:
    """Return the ``/ActualText`` of a property dictionary given as raw bytes; None when it has none."""
    match = _ACTUAL.search(dictionary)
    if match is None:
        return None
    raw = unescape(match[1]) if match[1] else unhex(match[2])
    return raw[2:].decode("utf-16-be", "ignore") if raw.startswith(b"\xfe\xff") else raw.decode("latin-1")


def floats(operands: list[Any], count: int) -> list[float]:
    """Return the first ``count`` numbers among operands, 0 for those that are missing."""
    found = [item for item in operands if isinstance(item, float)]
    return (found + [0.0] * count)[:count]


def last_number(operands: list[Any], default: float) -> float:
    """Return the last number among operands."""
    return next((item for item in reversed(operands) if isinstance(item, float)), default)
