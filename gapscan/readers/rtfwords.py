"""The control words of RTF 1.9.1 that matter for reading, as tables."""

from __future__ import annotations

from gapscan.readers.wordlists import words

# Groups whose text is not text of the document (RTF 1.9.1, destinations).
SKIPPED = words(
    """colortbl stylesheet info pict objdata objclass objname objalias objsect themedata colorschememapping datastore
    latentstyles listtable listoverridetable listpicture rsidtbl generator xmlnstbl fldinst formfield datafield
    bkmkstart bkmkend annotation atnid atnauthor atndate atnicn atnref atntime atnparent atrfstart atrfend xe tc txe
    rxe sp shprslt nonshppict nonesttables filetbl revtbl template pgdsctbl pn pnseclvl panose falt fname fontemb
    mmathPr mailmerge userprops docvar ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn background protusertbl wgrffmtfilter
    private passwordhash password upr htmltag mhtmltag pxe sv sn defchp defpap g tb ebcstart ebcend"""
)
# Groups that ``\*`` marks as "skip if unknown" and that do hold text.
STARRED_KEPT = frozenset({"shpinst", "shptxt", "ud", "do", "dptxbxtext", "fldrslt", "footnote"})
HEADERS = frozenset({"header", "headerl", "headerr", "headerf"})
FOOTERS = frozenset({"footer", "footerl", "footerr", "footerf"})
ASIDES = frozenset({"shptxt", "dptxbxtext", "footnote"})
SIGNS = {
    "tab": "\t",
    "line": "\n",
    "emdash": "—",
    "endash": "–",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
    "nestcell": " | ",
    "nestrow": "\n",
    "zwj": "",
    "zwnj": "",
}
ESCAPES = {"~": " ", "-": "", "_": "-", "{": "{", "}": "}", "\\": "\\", "\t": "\t"}
PARAGRAPH_ENDS = frozenset({"par", "sect", "page", "column"})
# fcharset of a font → codec (RTF 1.9.1, table of character sets). 1 is "default", 2 "symbol".
CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "cp950", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
CODE_PAGES = {
    **{n: f"cp{n}" for n in (437, 850, 852, 855, 857, 858, 860, 861, 862, 863, 864, 865, 866, 869, 874, 932, 949, 950)},
    **{n: f"cp{n}" for n in range(1250, 1259)},
    936: "gbk", 1361: "johab", 10000: "mac_roman", 10006: "mac_greek", 10007: "mac_cyrillic", 10029: "mac_latin2",
    54936: "gb18030", 65001: "utf-8",
}  # fmt: skip
# What Word assumes when a file names no code page.
FALLBACK = "cp1252"
# Stands for "letters are signs" among the codecs.
SYMBOL = "symbol"
# Half-points, as in Word.
TINY = 4
# A word that says how many characters to skip after ``\u`` says 0 or 1; a larger one is an attack on the text.
MAX_UC = 8
