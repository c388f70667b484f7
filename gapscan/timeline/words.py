"""The words that dates and figures are told by: months, connectors, today, names that only look like dates.

Knowledge alone: what is done with a word stands where it is used. English first; months and "today" also in German,
French, Spanish, Portuguese, Italian and Dutch, because a résumé in English keeps them more often than other words.
"""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# --- dates -------------------------------------------------------------------------------------

_SPRING, _SUMMER, _AUTUMN, _WINTER = (3, 5), (6, 8), (9, 11), (1, 3)
_MONTH_NAMES = (
    "jan january januar janvier janv enero ene janeiro gennaio gen januari",
    "feb february februar février fév fevrier febrero fevereiro fev febbraio februari",
    "mar march mär märz mars marzo março maart mrt",
    "apr april avril avr abril abr aprile",
    "may mai mayo maio maggio mag mei",
    "jun june juni juin junio junho giugno giu",
    "jul july juli juillet juil julio julho luglio lug",
    "aug august août aout agosto ago augustus",
    "sep sept september septembre septiembre setembro set settembre",
    "oct october okt oktober octobre octubre outubro out ottobre ott",
    "nov november novembre noviembre novembro",
    "dec december dez dezember déc décembre diciembre dic dezembro dicembre",
)
_FOLDED: dict[str, tuple[int, int]] = {
    **{name: (number, number) for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()},
    **dict.fromkeys(("spring", "frühling", "primavera"), _SPRING),
    **dict.fromkeys(("summer", "sommer", "été", "verano"), _SUMMER),
    **dict.fromkeys(("autumn", "fall", "herbst"), _AUTUMN),
    "winter": _WINTER,
    "early": (2, 2),
    "mid": (7, 7),
    "late": (11, 11),
}
# First and last month of a word; in the spellings people type, which is faster than folding each word looked up.
MONTHS = {typed: months for name, months in _FOLDED.items() for typed in (name, name.title(), name.upper())}
# Only before "of": "end of 2019" dates something, "front end 2019" does not.
PARTS = {"end": (12, 12), "start": (1, 1), "beginning": (1, 1), "middle": (7, 7)}
ORDINALS = ("st", "nd", "rd", "th")
# A year after one of these belongs to a name ("SQL Server 2012") or tells another kind of fact ("Class of 2018").
NOT_DATES = _set("""
    server windows office excel word access exchange sharepoint visio outlook powerpoint photoshop autocad studio visual
    revit solidworks sql vista dynamics navision project of top iso iec ieee es ecma cve copyright rfc batch version
    release edition model suite room apt box pmp no nr number""")
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZäöüéèûôàçãñÄÖÜÉ"
CONNECTORS = _set("""
    - – — − ‐ ‑ ― \u00ad -- --- –- -> → –> ~ | to till until til through thru up_to bis al hasta a à au até tot and_to
    -exp –exp -expected –expected to_exp to_expected""")
COMMON_CONNECTORS = (" - ", " – ", "-", "–", " to ", " — ")
SINCE = _set("since seit desde depuis from")
TODAY = (
    r"(?:present|current(?:ly)?|now|today|ongoing|to\s?date|date|heute|aujourd'hui|ce\sjour|actualidad|actual|presente"
    r"|atual|oggi|heden|nu)"
)

# --- entries -----------------------------------------------------------------------------------

BULLETS = frozenset("•‣◦▪▫■□●○◆◇►▶➢➤✓✔★·⋅∙*-–—o§")
# Words that may stand before a date of its own line.
DATE_LABELS = _set("from since duration period date dates tenure timeline year years time when worked")
# A date after one of these is part of a sentence.
PROSE = _set("""
    from in between during of since until till for and by with the after before over around about at on to as into than
    von bis zwischen seit entre depuis desde""")
# "Client: …", "Role: …" are titles; "Technologies: …" is not.
TITLE_LABELS = _set("""
    client company role title position project employer organization organisation designation location team name""") | {
    "project name", "job title", "company name", "client name",
}  # fmt: skip
TABLE_HEADINGS = _set("""
    role company from to title employer start end date dates position period duration location organization""")
# What people are and do when they work.
WORK = _set("""
    work worked working works joined served serving employed hired engineer developer programmer analyst scientist manager
    consultant architect administrator admin intern internship trainee assistant director lead leader head officer
    specialist designer tester technician researcher professor lecturer teacher tutor instructor employee founder
    cofounder freelance freelancer freelancing contractor executive coordinator supervisor fellow postdoc postdoctoral
    staff advisor adviser president owner nurse clerk cashier accountant auditor driver chef cook waiter waitress barista
    mechanic operator agent representative buyer planner recruiter attorney lawyer physician therapist librarian
    photographer editor journalist writer copywriter translator secretary receptionist strategist practitioner apprentice
    engineers developers ingenieur ingenieurin entwickler entwicklerin werkstudent werkstudentin praktikant praktikum
    leiter teamleiter ingénieur développeur stagiaire ingeniero desarrollador""")
JOB_TOOLS = (
    "technologies",
    "tools",
    "technical environment",
    "tech stack",
    "technology stack",
    "tools and technologies",
)

# --- figures -----------------------------------------------------------------------------------

_COUNTING = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
NUMBERS = {word: number for number, word in enumerate(_COUNTING.split())} | {
    "a": 1, "an": 1, "couple": 2, "thirty": 30, "forty": 40,
}  # fmt: skip
QUALIFIERS = _set("""
    than under below over above least nearly almost approximately approx approx. about around roughly to a half of < > ~
    ≈ ± +""")
# "within 2 years" is not a time of practice.
NOT_MINE = _set("within in every per each next after first another second third final last-minute age aged by")
# Between a name and its figure: "Python (expert, 5 years)", "Java developer with 5 years", "used SQL for 3 years".
BEFORE_FIGURE = _set("""
    expert advanced intermediate proficient beginner basic experienced strong fluent senior level skill skills
    experience exp programming development for with of having developer engineer programmer analyst scientist architect
    administrator consultant specialist tester designer professional lead used since years total approx hands-on and
    over""")
# Between a figure and the name it counts: "5 years of professional experience building services in Go".
AFTER_FIGURE = _set("""
    of in with on as working using experience exp developing building designing hands-on professional commercial
    industry practical programming coding writing solid strong extensive administering managing""")
ENDS_FIGURE = _set("""
    including incl and but while also plus knowledge familiar proficient skilled exposure which where having well both
    currently who""")
FIGURE_HEADINGS = _set("""
    skill skills technology technologies tool tools language languages years yrs year of experience level exp used""")
# Whose years they are when not the person's.
OTHERS = _set("""
    we our their his her its company firm agency team combined collective collectively client clients vendor provider
    organization organisation startup start-up colleagues staff consultancy bank institute employees professionals
    required requires requiring""")
