"""The words that may stand between a stance cue and the name it is about, without changing what is said."""

from __future__ import annotations

import re

WORD = re.compile(rb"[a-z0-9\x10-\x13'][a-z0-9\x10-\x13'.-]*")
SMALL = frozenset(
    b"a an the any of in with w using use to for on at my our their his her and or nor as is are was were be been prior real "
    b"real-world hands-on hands much formal commercial production professional direct previous working practical experience "
    b"experiences experienced exp knowledge background skills skill exposure exposed level yet proficiency very such "
    b"extensive solid strong significant hard paid expert expertise proficient fluent skilled certified certification "
    b"competent comfortable familiar familiarity good great better best deeper so about more how also both either even ever "
    b"actually really advanced intermediate basic basics deep the-job related relevant it its this that these those like e.g "
    b"eg i.e tools tool languages language technologies technology frameworks framework platforms platform systems some "
    b"further new programming work worked coding development projects project industry fundamentals concepts including "
    b"especially particularly specifically years year yrs yr months month currently right now modern still certifications "
    b"certificate qualification qualifications training trained course courses exam understanding getting become becoming "
    b"i've i'm whatsoever all up own own-time time first second third next far such-as touch libraries library".split()
)
USING = frozenset(
    b"used touched tried written wrote learned learnt studied programmed coded handled seen had done worked run deployed "
    b"administered managed built developed administer write code know learn do have understand speak chance opportunity "
    b"occasion yet personally professionally commercially seriously extensively previously before programming claim asked "
    b"required allowed paid given told trusted taught shown offered hired involved offer provide show list bring boast "
    b"present call myself got did gotten possess hold master command count".split()
)
WISH = frozenset(
    b"get gain obtain pass take earn become master start starting learn learning study pick improve expand build use "
    b"complete finish attend know explore try gaining getting using into begin beginning enrol enroll join dive dig dip toes "
    b"toe familiar acquainted acquire acquiring develop developing deepen deepening broaden switch transition enter discover "
    b"experiment play tinker taking sit sitting completing class classes bootcamp dirty wet feet head will shall go deeper "
    b"would could extend expand widen refresh sharpen strengthen introduction intro book books foothold grip".split()
)
# Words of using follow a denial, words of wishing a wish; "never got around to learning" has both.
ALSO = {
    "denied": USING
    | WISH
    | frozenset(
        b"around interested interest plans plan line word single bit piece met meet need needed practice hours hour "
        b"contact time clue idea certificate course lesson lessons history mileage routine days qualification use usage "
        b"affinity talent cv resume profile toolbox kind sort".split()
    ),
    "wanted": WISH,
}
CREDENTIAL = frozenset(
    b"certified associate professional practitioner administrator developer architect fundamentals certification certificate "
    b"exam course specialist expert engineer foundations essentials cloud solutions analyst data training bootcamp "
    b"nanodegree specialization specialisation security operator user foundation level i ii core admin master owner test".split()
)


# "no civilian experience with": whatever the experience is called.
_OF_KNOWING = re.compile(
    rb"\s(?:(?!(?:for|of|to|in|than|doubt|other|less|but|and|or|so|more|wonder|matter)\b)[a-z-]{2,16}\s){1,2}"
    rb"(?=(?:experiences?|knowledge|exposure|training|background|skills?|practice|expertise|qualifications?)\b)"
)
_LACKS = frozenset(("no", "zero", "without-any", "little", "lack", "lack-of", "not-any", "without"))


def qualified(cue_id: str, gap: bytes) -> bytes:
    """Return a gap without the adjectives of the experience that a cue denies."""
    return _OF_KNOWING.sub(b" ", gap, count=1) if cue_id in _LACKS else gap


def small(gap: bytes, limit: int, also: frozenset[bytes] = frozenset()) -> bool:
    """Tell whether a gap holds at most ``limit`` words, all of them small."""
    words = WORD.findall(gap)
    return len(words) <= limit and all((w := word.strip(b".-'")) in SMALL or w in also for word in words)
