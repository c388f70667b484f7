"""The words that may stand between a stance cue and the name it is about, without changing what is said."""

from __future__ import annotations

import re

WORD = re.compile(rb"[a-z0-9\x10-\x13'][a-z0-9\x10-\x13'.-]*")
SMALL = frozenset(
    b"a an the any of in with w using use to for on at my our their his her and or nor as is are was were be been "
    b"prior real real-world hands-on hands much formal commercial production professional direct previous working "
    b"practical experience experiences experienced exp knowledge background skills skill exposure exposed level yet "
    b"proficiency very such extensive solid strong significant hard paid expert expertise proficient fluent skilled "
    b"certified certification competent comfortable familiar familiarity good great better best deeper so "
    b"about more how also both either even ever actually really advanced intermediate basic basics deep the-job "
    b"related relevant it its this that these those like e.g eg i.e tools tool languages language technologies "
    b"technology frameworks framework platforms platform systems some further new programming work worked coding "
    b"development projects project industry fundamentals concepts including especially particularly specifically "
    b"years year yrs yr months month currently right now modern still certifications certificate qualification "
    b"qualifications training trained course courses exam understanding getting become becoming an "
    b"i've i'm whatsoever all up own own-time time first second third next own such-as touch libraries library".split()
)
USING = frozenset(
    b"used touched tried written wrote learned learnt studied programmed coded handled seen had done worked run "
    b"deployed administered managed built developed administer write code know learn do have understand speak "
    b"chance opportunity occasion yet personally professionally commercially seriously extensively "
    b"previously before programming claim".split()
)
WISH = frozenset(
    b"get gain obtain pass take earn become master start starting learn learning study pick improve expand build use "
    b"complete finish attend know explore try gaining getting using into".split()
)
# Words of using follow a denial, words of wishing a wish; "never got around to learning" has both.
ALSO = {
    "denied": USING | WISH | frozenset((b"around", b"interested", b"interest", b"plans", b"plan")),
    "wanted": WISH,
}
CREDENTIAL = frozenset(
    b"certified associate professional practitioner administrator developer architect fundamentals certification "
    b"certificate exam course specialist expert engineer foundations essentials cloud solutions analyst data training "
    b"bootcamp nanodegree specialization specialisation security operator user foundation level i ii core".split()
)


def small(gap: bytes, limit: int, also: frozenset[bytes] = frozenset()) -> bool:
    """Tell whether a gap holds at most ``limit`` words, all of them small."""
    words = WORD.findall(gap)
    return len(words) <= limit and all((w := word.strip(b".-'")) in SMALL or w in also for word in words)
