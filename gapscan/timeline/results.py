"""A line of a résumé → whether it names a measurable result.

A result is a figure that says what came of the work: a percentage, a factor, money, a change by or from one figure to
another, a score. Years, versions, team sizes, phone numbers and working hours are figures too, but say nothing of it.
The tests for literal marks come first: most lines have no figure at all, and are done after one look.
"""

from __future__ import annotations

import re
from functools import lru_cache

# A longer "line" is a text that lost its line breaks: a figure somewhere in it says nothing of a skill elsewhere.
_LONGEST_LINE = 600

_DIGIT = re.compile(r"\d")
_NOT_A_RESULT = r"(?!\s?(?:remote|telework|travel|on-?site|fte|position|employment|scholarship|attendance|of (?:my|the) time))"
_PERCENT = re.compile(r"\d\s?(?:%|percent\b)" + _NOT_A_RESULT, re.IGNORECASE)
_FACTOR_WORDS = ("doubl", "tripl", "quadrupl", "halv", "Doubl", "Tripl", "Quadrupl", "Halv", "fold")
_FACTOR = re.compile(
    r"\b(?:(?:doubl|tripl|quadrupl|halv)(?:ed|es|ing)|(?:two|three|four|five|six|seven|eight|nine|ten)-?fold)\b", re.I
)
_TIMES = re.compile(
    r"\d\s?[x×](?![\w.]|\s(?:a|per)\s(?:day|week|month|year))|\d[- ]?fold\b"
    r"|\d times (?:faster|more|fewer|less|higher|lower|cheaper)"
)
_MONEY = re.compile(
    r"[$€£₹¥]\s?\d|\b(?:USD|EUR|GBP|CHF|INR|Rs\.?)\s?\d|\d\s?(?:USD|EUR|GBP|CHF|INR|dollars|euros|pounds|lakhs?|crores?)\b"
)
_MANY = re.compile(
    r"\d\+?\s?(?:million|billion|[MBK]\+?)\s(?:[a-z-]{2,14}\s){0,2}(?:users?|customers?|requests?|transactions?|records?"
    r"|rows|events?|messages|downloads|orders|visits|visitors|sessions|subscribers|patients|accounts)\b"
)
_HEDGE = (
    r"(?:(?:about|around|over|nearly|almost|up|more|approximately|roughly|at|an|a|to|than|least|average|factor|of|some)"
    r"\s){0,4}"
)
# A bare year after "by" is a date ("by 2020").
_BY = re.compile(r"\bby\s" + _HEDGE + r"[~≈<>]?(?!(?:19|20)\d\d\b)\d")
_CHANGE = re.compile(
    r"\b(?:reduc|cut|sav|decreas|increas|improv|boost|grew|grow|lower|rais|accelerat|shorten|sped|speed|shrank|shrunk"
    r"|slash|trimm|dropp|bring|brought|lift|expand|eliminat|achiev|reach)\w{0,6}\b",
    re.IGNORECASE,
)
_UNITS = (
    r"(?:ms|milliseconds?|s|sec|seconds?|min|minutes?|h|hrs?|hours?|days?|weeks?|months?|points?|pp|bps|tickets"
    r"|incidents|errors|defects|bugs|calls|engineer-hours|person-days|man-hours|[kKMGTP]B|fps|rps|qps|tps|servers|steps"
    r"|clicks)\b"
)
_FROM_TO = re.compile(
    r"\bfrom\s[~≈]?(\d[\d.,]{0,9})\s?(\w{0,12}%?\+?(?:\s\w{1,12})?)\s?\b(?:to|down to|up to)\s"
    r"(?:under\s|over\s|about\s|less than\s)?[~≈<>]?(\d[\d.,]{0,9})"
)
_AMOUNT = re.compile(r"(?<![\d.,/:-])\d[\d.,]{0,9}\+?[ -]?" + _UNITS)
_SCORE = re.compile(
    r"\b(?:auc|f1|accuracy|precision|recall|rmse|mae|mape|bleu|rouge|roc|r2|iou|map)\b[^.\n\d]{0,24}0?\.\d"
    r"|\b0?\.\d{1,4}\s(?:roc|auc|f1|accuracy|precision|recall|iou|map)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=512)
def has_result(line: str) -> bool:
    """Tell whether a line names a measurable result of work; a line of over 600 characters never does.

    Example:
        >>> has_result("Cut nightly batch time from 6 hours to 40 minutes with Spark")
        True
        >>> has_result("Led a team of 6 using Python 3.7 since 2019")
        False
    """
    if len(line) > _LONGEST_LINE:
        return False
    factor = any(word in line for word in _FACTOR_WORDS) and _FACTOR.search(line) is not None
    if factor or not _DIGIT.search(line):
        return factor
    if _PERCENT.search(line) or _MONEY.search(line) or _TIMES.search(line) or _MANY.search(line):
        return True
    return _SCORE.search(line) is not None or _changed(line)


def _changed(line: str) -> bool:
    """Tell whether a line says that something changed by, to or from a figure."""
    match = _FROM_TO.search(line)
    if match and not _is_year_or_version(match.group(1), match.group(3), match.group(2)):
        return True
    change = _CHANGE.search(line)
    if change is None:
        return False
    return _BY.search(line, change.end()) is not None or _AMOUNT.search(line, change.end()) is not None


def _is_year_or_version(one: str, two: str, unit: str) -> bool:
    if unit.strip():
        return False
    one, two = one.rstrip(".,"), two.rstrip(".,")
    years = all(len(number) == 4 and number[:2] in ("19", "20") for number in (one, two))
    return years or ("." in one and "." in two)
