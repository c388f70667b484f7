"""A PDF page's content → pieces of text with their places, in the order they are drawn.

pypdf's own extraction hands out text without its width, so gaps can only be guessed from it; here every glyph's
width is followed, and a gap is what is left between two of them.
"""

from __future__ import annotations

from collections.abc import Callable
from math import atan2, degrees, hypot, isfinite
from typing import Any

from gapscan.readers.layout import Piece, turned
from gapscan.readers.pdf_fonts import FALLBACK_FONT, UNKNOWN, Font
from gapscan.readers.pdf_tokens import Budget, ContentLimitError, actual_text, floats, last_number, operators

Matrix = tuple[float, float, float, float, float, float]
Attempt = Callable[[Callable[[], bool]], bool | None]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

_DEEPEST_FORM = 12
_DEEPEST_STATE = 256

# A step inside a TJ array up to this share of the font size is kerning: the strings beside it stay one piece.
_KERNING = 0.07

# Text rendering modes that paint nothing: 3, and 7, which only clips.
_INVISIBLE = (3.0, 7.0)

# Given text replaces glyphs of at most this width over the font size (three letters), and is at most this long.
_WIDEST_REPLACED = 2.5
_LONGEST_ACTUAL = 16


def multiply(m: Matrix, n: Matrix) -> Matrix:
    """Return the matrix that applies ``m`` first, then ``n``."""
    a, b, c, d, e, f = m
    p, q, r, s, t, u = n
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


class Canvas:
    """Follows the operators of a page and keeps the pieces of text they draw.

    Args:
        fonts: Gives the font of a ``/Font`` resource dictionary; must not raise.
        budget: What drawing may cost; shared by all pages of a document.
        attempt: Takes a step that looks into other parts of the file, and returns None when they are damaged.

    Attributes:
        pieces: What was drawn so far.
        images: How many pictures were drawn.
        is_damaged: Whether a part that was to be drawn could not be.
    """

    def __init__(self, fonts: Callable[[Any], Font], budget: Budget, attempt: Attempt) -> None:
        self.budget = budget
        self.is_damaged = False
        self._attempt = attempt
        self.pieces: list[Piece] = []
        self.images = 0
        self._fonts = fonts
        self._open_forms: list[int] = []
        self._resources: Any = {}
        self._names: dict[str, Font] = {}
        self._ctm = self._tm = self._line = IDENTITY
        self._stack: list[tuple[Any, ...]] = []
        self._font, self._size, self._space, self._word = FALLBACK_FONT, 0.0, 0.0, 0.0
        self._stretch, self._leading, self._rise, self._mode = 1.0, 0.0, 0.0, 0.0
        self._actual: list[tuple[str | None, int]] = []

    def run(self, data: bytes, resources: Any, matrix: Matrix = IDENTITY) -> bool:
        """Draw a content stream.

        Args:
            data: The decoded stream.
            resources: The resource dictionary it names its fonts and forms in.
            matrix: From the space of the stream to that of its surroundings.

        Returns:
            True, so that a caller who catches errors can tell that it came to the end.

        Raises:
            ContentLimitError: The budget is spent.
        """
        outer = (self._resources, self._names, self._state(), self._stack)
        self._resources, self._names, self._stack = resources, {}, []
        self._ctm = multiply(matrix, self._ctm)
        try:
            for operator, operands in operators(data, self.budget):
                handler = _HANDLERS.get(operator)
                if handler is not None:
                    handler(self, operands)
                elif operator in _LOOKING:
                    self._look(_LOOKING[operator], operands)
        finally:
            self._resources, self._names, state, self._stack = outer
            self._restore(state)
        return True

    def _look(self, handler: Handler, operands: list[Any]) -> None:
        def step() -> bool:
            handler(self, operands)
            return True

        self.is_damaged = not self._attempt(step) or self.is_damaged

    def _state(self) -> tuple[Any, ...]:
        return (
            self._ctm, self._font, self._size, self._space, self._word,
            self._stretch, self._leading, self._rise, self._mode,
        )  # fmt: skip

    def _restore(self, state: tuple[Any, ...]) -> None:
        (
            self._ctm, self._font, self._size, self._space, self._word,
            self._stretch, self._leading, self._rise, self._mode,
        ) = state  # fmt: skip

    # graphics state

    def _save(self, _: list[Any]) -> None:
        if len(self._stack) < _DEEPEST_STATE:
            self._stack.append(self._state())

    def _pop(self, _: list[Any]) -> None:
        if self._stack:
            self._restore(self._stack.pop())

    def _concat(self, operands: list[Any]) -> None:
        self._ctm = multiply(_matrix(operands), self._ctm)

    def _extended_state(self, operands: list[Any]) -> None:
        """Take a font from an extended graphics state (``gs``)."""
        state = _resource(self._resources, "/ExtGState", operands)
        font = state.get("/Font") if isinstance(state, dict) else None
        font = font.get_object() if font is not None else None
        if isinstance(font, list) and len(font) == 2:
            self._font, self._size = self._fonts(font[0].get_object()), float(font[1])

    # text state

    def _begin(self, _: list[Any]) -> None:
        self._tm = self._line = IDENTITY

    def _select_font(self, operands: list[Any]) -> None:
        name = next((item for item in operands if isinstance(item, str)), "")
        if name not in self._names:
            resource = _resource(self._resources, "/Font", [name])
            self._names[name] = self._fonts(resource) if isinstance(resource, dict) else FALLBACK_FONT
        self._font = self._names[name]
        self._size = last_number(operands, self._size)

    def _set_space(self, operands: list[Any]) -> None:
        self._space = last_number(operands, 0.0)

    def _set_word(self, operands: list[Any]) -> None:
        self._word = last_number(operands, 0.0)

    def _set_stretch(self, operands: list[Any]) -> None:
        self._stretch = last_number(operands, 100.0) / 100

    def _set_leading(self, operands: list[Any]) -> None:
        self._leading = last_number(operands, 0.0)

    def _set_rise(self, operands: list[Any]) -> None:
        self._rise = last_number(operands, 0.0)

    def _set_mode(self, operands: list[Any]) -> None:
        self._mode = last_number(operands, 0.0)

    # text position

    def _move(self, operands: list[Any]) -> None:
        x, y = floats(operands, 2)
        a, b, c, d, e, f = self._line
        self._tm = self._line = (a, b, c, d, x * a + y * c + e, x * b + y * d + f)

    def _move_leading(self, operands: list[Any]) -> None:
        self._leading = -floats(operands, 2)[1]
        self._move(operands)

    def _set_matrix(self, operands: list[Any]) -> None:
        self._tm = self._line = _matrix(operands)

    def _next_line(self, _: list[Any]) -> None:
        self._move([0.0, -self._leading])

    # text showing

    def _show_next(self, operands: list[Any]) -> None:
        self._next_line([])
        self._show(operands)

    def _show_spaced(self, operands: list[Any]) -> None:
        self._word, self._space = floats(operands, 2)
        self._show_next(operands)

    def _show(self, operands: list[Any]) -> None:
        """Draw strings and steps between them (``Tj`` and ``TJ`` alike)."""
        if len(operands) == 1 and isinstance(operands[0], list):
            operands = operands[0]
        words: list[str] = []
        start = end = position = 0.0
        unit = self._size * self._stretch / 1000
        for item in operands:
            if isinstance(item, float):
                position -= item * unit
            elif isinstance(item, bytes) and item:
                gap = (position - end) / (self._size * self._stretch or 1.0)
                if words and not -_KERNING < gap - self._space / (self._size or 1.0) < _KERNING:
                    self._add("".join(words), start, end)
                    words, start = [], position
                elif not words:
                    start = position
                text, end, position = self._measure(item, position)
                words.append(text)
        if words:
            self._add("".join(words), start, end)
        a, b, c, d, e, f = self._tm
        self._tm = (a, b, c, d, e + position * a, f + position * b)

    def _measure(self, data: bytes, position: float) -> tuple[str, float, float]:
        """Return the text of a string, where its last glyph ends, and where the next one starts."""
        font, stretch = self._font, self._stretch
        glyphs, missing = font.glyphs, font.missing
        shown = [glyphs.get(code, missing) for code in font.codes(data)]
        width = sum([glyph.width for glyph in shown]) * self._size
        if self._word and font.code_bytes == 1:
            width += self._word * data.count(b" ")
        width += self._space * len(shown)
        after = position + width * stretch
        return "".join([glyph.text for glyph in shown]), after - self._space * stretch, after

    def _add(self, text: str, start: float, end: float) -> None:
        self.budget.pieces -= 1
        if self.budget.is_spent:
            raise ContentLimitError
        a, b, c, d, e, f = multiply(self._tm, self._ctm)
        sign = -1.0 if self._size * self._stretch < 0 else 1.0
        x, y = e + start * a + self._rise * c, f + start * b + self._rise * d
        length = hypot(a, b)
        size = abs(self._size) * hypot(c, d) * self._font.scale
        if not (isfinite(x) and isfinite(y) and isfinite(size) and isfinite(end - start) and isfinite(length)):
            return
        turn = 0 if abs(b) < 0.02 * abs(a) and a * sign > 0 else round(degrees(atan2(b * sign, a * sign))) % 360
        along, across = turned(x, y, turn)
        piece = Piece(
            text, along, along + abs(end - start) * length, across, size, turn,
            self._font.space * size, max(0.0, self._space * self._stretch * length), self._mode in _INVISIBLE,
        )  # fmt: skip
        self.pieces.append(piece)

    # marked content and forms

    def _begin_marked(self, operands: list[Any]) -> None:
        self._actual.append((self._actual_text(operands), len(self.pieces)))

    def _actual_text(self, operands: list[Any]) -> str | None:
        properties = operands[-1] if operands else None
        if isinstance(properties, str) and len(operands) > 1:
            properties = _resource(self._resources, "/Properties", [properties])
            value = properties.get("/ActualText") if isinstance(properties, dict) else None
            return str(value) if value is not None else None
        return actual_text(properties[0]) if isinstance(properties, tuple) else None

    def _end_marked(self, _: list[Any]) -> None:
        """Put the text that the file gives for a few glyphs (a ligature, an icon) in their place.

        Longer passages keep their glyphs: those are what a person sees, the given text may say anything.
        """
        if not self._actual:
            return
        text, first = self._actual.pop()
        shown = self.pieces[first:]
        if text is None or not shown or len({(piece.y, piece.turn) for piece in shown}) > 1:
            return
        width = max(piece.x1 for piece in shown) - shown[0].x0
        unreadable = any(UNKNOWN in piece.text for piece in shown)
        if len(text) <= _LONGEST_ACTUAL and (unreadable or width <= _WIDEST_REPLACED * shown[0].size):
            self.pieces[first:] = [shown[0]._replace(text=text, x1=shown[0].x0 + width)]

    def _draw(self, operands: list[Any]) -> None:
        form = _resource(self._resources, "/XObject", operands)
        if not isinstance(form, dict):
            return
        if form.get("/Subtype") == "/Image":
            self.images += 1
            return
        self.draw_form(form)

    def draw_form(self, form: Any, matrix: Matrix = IDENTITY) -> None:
        """Draw a form (a stream with resources of its own), unless it is being drawn already.

        Raises:
            ContentLimitError: The budget is spent.
        """
        if id(form) in self._open_forms or len(self._open_forms) >= _DEEPEST_FORM:
            return
        self.budget.forms -= 1
        if self.budget.is_spent:
            raise ContentLimitError
        own = form.get("/Resources")
        inner = form.get("/Matrix")
        place = _matrix([float(value) for value in inner]) if inner is not None else IDENTITY
        self._open_forms.append(id(form))
        try:
            resources = own.get_object() if own is not None else self._resources
            self.run(form.get_data(), resources, multiply(place, matrix))
        finally:
            self._open_forms.pop()


def _matrix(operands: list[Any]) -> Matrix:
    found = [item for item in operands if isinstance(item, float)]
    if len(found) < 6:
        return IDENTITY
    a, b, c, d, e, f = found[:6]
    return (a, b, c, d, e, f)


def _resource(resources: Any, kind: str, operands: list[Any]) -> Any:
    """Return a named resource, resolved; None when there is none of that name."""
    group = resources.get(kind) if isinstance(resources, dict) else None
    group = group.get_object() if group is not None else None
    value = group.get(operands[-1]) if isinstance(group, dict) and operands and isinstance(operands[-1], str) else None
    return value.get_object() if value is not None else None


Handler = Callable[[Canvas, list[Any]], None]

_HANDLERS: dict[bytes, Handler] = {
    b"q": Canvas._save,
    b"Q": Canvas._pop,
    b"cm": Canvas._concat,
    b"BT": Canvas._begin,
    b"Tc": Canvas._set_space,
    b"Tw": Canvas._set_word,
    b"Tz": Canvas._set_stretch,
    b"TL": Canvas._set_leading,
    b"Ts": Canvas._set_rise,
    b"Tr": Canvas._set_mode,
    b"Td": Canvas._move,
    b"TD": Canvas._move_leading,
    b"Tm": Canvas._set_matrix,
    b"T*": Canvas._next_line,
    b"Tj": Canvas._show,
    b"TJ": Canvas._show,
    b"'": Canvas._show_next,
    b'"': Canvas._show_spaced,
    b"BMC": Canvas._begin_marked,
    b"EMC": Canvas._end_marked,
}
# These look into other parts of the file, which may be damaged.
_LOOKING: dict[bytes, Handler] = {
    b"gs": Canvas._extended_state,
    b"Tf": Canvas._select_font,
    b"BDC": Canvas._begin_marked,
    b"Do": Canvas._draw,
}
