"""Certificates: data/taxonomy/certifications.jsonl → a catalogue, and a résumé → the certificates it names.

``catalogue`` holds the facts and ``lint`` keeps them honest, ``finding`` is the dictionary look-up with issuer
disambiguation, ``standing`` what the words around a certificate say of it, by the tables in ``cues``.
"""

from gapscan.certifications.catalogue import SHOWING, Catalogue, Certification, Evidence, examined, load
from gapscan.certifications.finding import Sighting, find, locate
from gapscan.certifications.lint import problems

__all__ = ["SHOWING", "Catalogue", "Certification", "Evidence", "Sighting", "examined", "find", "load", "locate", "problems"]
