"""A byte stream in UTF-16 or UTF-32 → the same text as UTF-8 bytes; every other stream → itself.

CSV files saved as "Unicode text" have two bytes a character, so no search for a quote or line break works on them.
They are recoded while they are read. Eight-bit encodings keep ASCII where it is and are decoded cell by cell.
"""

from __future__ import annotations

import codecs
import io
from typing import IO, BinaryIO, cast

# UTF-32 before UTF-16: its mark begins with the same two bytes.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 4096
_BLOCK = 2**20
# Western text has few letters beyond ASCII; other alphabets have little else.
_WESTERN_SHARE = 0.25


def utf8_of(file: IO[bytes]) -> BinaryIO:
    """Return a stream of UTF-8 for a stream at its start; what is UTF-8 or eight bits a character comes back itself."""
    sample = file.read(_SAMPLE)
    file.seek(0)
    encoding = _wide_encoding(sample)
    return cast("BinaryIO", file if encoding is None else io.BufferedReader(_Recoded(file, encoding)))


def _wide_encoding(sample: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return encoding
    half = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    # In Latin text every other byte of UTF-16 is NUL.
    if half > 2 and odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if half > 2 and even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def narrow_encoding(sample: bytes) -> str:
    """Return the encoding of a text whose ASCII is ASCII: UTF-8 if most of it is that, else the likeliest of eight bits.

    Example:
        >>> narrow_encoding("Zürich".encode("utf-8")), narrow_encoding("a résumé of Zoë in Zürich".encode("cp1252"))
        ('utf-8', 'cp1252')
    """
    decoder = codecs.getincrementaldecoder("utf-8")("ignore")
    good = decoder.decode(sample)
    # A character that the end of the sample cuts is not a bad one.
    bad = len(sample) - len(good.encode("utf-8")) - len(decoder.getstate()[0])
    if bad == 0 or sum(1 for char in good if char > "\x7f") > bad:
        return "utf-8"
    high = sum(1 for byte in sample if byte > 0x7F)
    if high <= _WESTERN_SHARE * len(sample):
        return "cp1252"
    from charset_normalizer import from_bytes  # late: few files need it

    best = from_bytes(sample).best()
    return best.encoding if best is not None else "cp1252"


class _Recoded(io.RawIOBase):
    """A raw stream of UTF-8 over a stream in another encoding; going back starts over and reads on."""

    def __init__(self, file: IO[bytes], encoding: str) -> None:
        self._file = file
        self._encoding = encoding
        self._start()

    def _start(self) -> None:
        self._file.seek(0)
        self._decoder = codecs.getincrementaldecoder(self._encoding)("replace")
        self._waiting = b""
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def close(self) -> None:
        self._file.close()
        super().close()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to an offset from the start of the recoded bytes."""
        if whence != io.SEEK_SET:
            message = "only offsets from the start are kept"
            raise io.UnsupportedOperation(message)
        if offset < self._position:
            self._start()
        while self._position < offset and self._fill():
            used = min(len(self._waiting), offset - self._position)
            self._waiting = self._waiting[used:]
            self._position += used
        return self._position

    def readinto(self, target: bytearray) -> int:  # type: ignore[override]  # any buffer, here a memoryview
        """Fill a buffer as far as one block goes; 0 at the end."""
        if not self._fill():
            return 0
        used = min(len(self._waiting), len(target))
        target[:used] = self._waiting[:used]
        self._waiting = self._waiting[used:]
        self._position += used
        return used

    def _fill(self) -> bool:
        while not self._waiting:
            block = self._file.read(_BLOCK)
            text = self._decoder.decode(block, final=not block)
            self._waiting = text.encode("utf-8", "replace")
            if not block:
                break
        return bool(self._waiting)
