"""data/taxonomy/certifications.jsonl → the catalogue of certificates.

Every certificate is recognised on a résumé, a retired one too: it is still evidence. Only one that can be sat
today is ever suggested. A name that a role document prints wrongly is kept as printed, with the truth beside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from gapscan.errors import DataError, UnknownNameError
from gapscan.folding import fold
from gapscan.records import CertificationId, Credential, CredentialStatus, Documented, SkillId
from gapscan.resources import data_path

# What a name is made of: letters, digits, the plus of "Security+", and the reserved bytes of the folding.
_NAME = bytes(
    byte if chr(byte).isascii() and (chr(byte).isalnum() or byte in b"+\x10\x11\x12\x13") else 0x20
    for byte in range(256)
)


# What a certificate that is, or was, held shows.
SHOWING = (CredentialStatus.HELD, CredentialStatus.EXPIRED)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a fact about a certificate comes from: a short code, how good it is (A B C M), its date, what it is."""

    code: str
    grade: str
    date: str | None
    what: str


@dataclass(frozen=True, slots=True)
class Certification:
    """One line of ``certifications.jsonl``.

    ``documented_name`` is the wording of a role document where it differs in standing from ``name``, and
    ``status_note`` tells the truth beside it. ``codes`` are present and former exam codes. Every name, alias and
    code is looked for; those in ``ambiguous`` count only near one of ``issuer_names`` or a word such as "certified",
    those in ``titles`` are job titles too and need that word directly beside them, those in ``cased`` need their
    exact case. ``status_checked_on`` is the date of the source, None when nothing was checked.
    ``experience_months`` is what the issuer advises or asks, ``validity_months`` None when it lasts or is not known,
    ``cost_usd`` and hours None when not known; ``effort_source`` grades the hours. ``kind`` is None only for a
    name that its issuer does not know.
    """

    id: CertificationId
    name: str
    documented_name: str | None
    documented_in: tuple[Documented, ...]
    issuer: str
    issuer_names: tuple[str, ...]
    codes: tuple[str, ...]
    aliases: tuple[str, ...]
    ambiguous: tuple[str, ...]
    titles: tuple[str, ...]
    cased: tuple[str, ...]
    kind: str | None
    level: str | None
    status: str
    status_since: str | None
    status_checked_on: str | None
    status_note: str
    successor_ids: tuple[CertificationId, ...]
    prerequisite_ids: tuple[CertificationId, ...]
    prerequisite_note: str
    experience_months: int | None
    validity_months: int | None
    cost_usd: float | None
    hours_min: int | None
    hours_max: int | None
    effort_source: str | None
    evidences: tuple[SkillId, ...]
    url: str | None
    sources: tuple[Evidence, ...]
    suggest: bool
    suggest_note: str

    @property
    def spellings(self) -> tuple[str, ...]:
        """Everything that names it: the official name, the documented one, aliases and codes, each once."""
        documented = (self.documented_name,) if self.documented_name else ()
        return tuple(dict.fromkeys((self.name, *documented, *self.aliases, *self.codes)))


@dataclass(frozen=True)
class Catalogue:
    """All certificates by id, in order of id."""

    by_id: Mapping[CertificationId, Certification]

    def __iter__(self) -> Iterator[Certification]:
        return iter(self.by_id.values())

    def __len__(self) -> int:
        return len(self.by_id)

    def __getitem__(self, identifier: CertificationId) -> Certification:
        return self.by_id[identifier]

    def __contains__(self, identifier: object) -> bool:
        return identifier in self.by_id

    def get(self, identifier: str) -> Certification:
        """Return a certificate by its id.

        Raises:
            UnknownNameError: There is none; the message lists the nearest ids.
        """
        found = self.by_id.get(CertificationId(identifier))
        if found is None:
            near = get_close_matches(identifier, list(map(str, self.by_id)), 5, 0.5)
            raise UnknownNameError("certification", identifier, near)
        return found

    @cached_property
    def _by_words(self) -> dict[tuple[bytes, ...], CertificationId]:
        plain: dict[tuple[bytes, ...], CertificationId] = {}
        marked: dict[tuple[bytes, ...], CertificationId] = {}
        for one in self:
            unsure = {*one.ambiguous, *one.titles}
            for spelling in one.spellings:
                (marked if spelling in unsure else plain).setdefault(words_of(spelling), one.id)
        return {**marked, **plain}

    def resolve(self, name: str) -> CertificationId | None:
        """Return the certificate that an id, a name, an alias or a code means on its own; None when none does.

        Of several that share a spelling the one wins that needs no issuer beside it, then the first by id.

        Example:
            >>> load().resolve("SAA-C03")
            'aws-saa'
        """
        identifier = CertificationId(name)
        return identifier if identifier in self.by_id else self._by_words.get(words_of(name))

    def documented(self) -> tuple[Certification, ...]:
        """Return the certificates that a role document names, by id."""
        return tuple(one for one in self if one.documented_in)

    def suggestible(self) -> tuple[Certification, ...]:
        """Return the certificates that may be suggested, by id."""
        return tuple(one for one in self if one.suggest)


def examined(credentials: Iterable[Credential]) -> dict[SkillId, Credential]:
    """Return the skills that certificates show, each with the first certificate that does.

    One that has expired still shows what it examined; one in progress, planned or denied shows nothing.
    """
    catalogue = load()
    shown: dict[SkillId, Credential] = {}
    for credential in credentials:
        if credential.status in SHOWING and credential.certification in catalogue:
            for skill in catalogue[credential.certification].evidences:
                shown.setdefault(skill, credential)
    return shown


def words_of(text: str) -> tuple[bytes, ...]:
    """Return the words of a name as the finder sees them; empty when it has none.

    Example:
        >>> words_of("CompTIA Security+ (SY0-701)")
        (b'comptia', b'security+', b'sy0', b'701')
    """
    return tuple(separated(fold(text).low).split())


def separated(low: bytes) -> bytes:
    """Return the lower-case view of a text with everything but words blanked; the length stays."""
    return low.translate(_NAME)


def _record(row: Mapping[str, Any]) -> Certification:
    values: dict[str, Any] = {name: tuple(value) if type(value) is list else value for name, value in row.items()}
    values["documented_in"] = tuple(Documented(**one) for one in row["documented_in"])
    values["sources"] = tuple(_evidence(one["code"], one["grade"], one["date"], one["what"]) for one in row["sources"])
    return Certification(**values)


# A few sources stand behind all certificates.
_evidence = cache(Evidence)


def catalogue_path() -> Path:
    """Return the path of the catalogue that comes with gapscan."""
    return data_path("taxonomy", "certifications.jsonl")


@cache
def load(path: Path | None = None) -> Catalogue:
    """Load the catalogue, by default the one that comes with gapscan; each file is read once.

    Raises:
        DataError: The file is missing, or a line does not hold the fields of a certificate; all such lines at once.
    """
    path = path or catalogue_path()
    try:
        # One parse of all lines, unchecked: the lint runs over the file in tests and when something is wrong.
        rows = json.loads(f"[{','.join(path.read_text(encoding='utf-8').splitlines())}]")
        return Catalogue({row["id"]: _record(row) for row in rows})
    except (OSError, ValueError, TypeError, KeyError) as error:
        from gapscan.certifications import lint  # only to say what is wrong; it reads this module

        raise DataError("certifications", lint.problems(path) or [f"{path.name}:0: {error}"]) from error
