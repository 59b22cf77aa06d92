"""Claims as one JSON document."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from interictal import INTENDED_USE, __version__
from interictal.evidence.claims.readability import OLDEST, Readability, readability
from interictal.evidence.claims.records import Figure, Statement
from interictal.sources import source

SCHEMA = "interictal.claims/1"


def claims_document(wanted: Iterable[Statement]) -> dict[str, Any]:
    """Statements with their verdicts, sentences, figures, sources and reading age.

    Returns:
        What docs/schema/claims.schema.json describes.
    """
    return {
        "schema": SCHEMA,
        "version": __version__,
        "intended_use": INTENDED_USE,
        "reading_age_limit": OLDEST,
        "claims": [_statement(one) for one in wanted],
    }


def reading(one: Statement) -> Readability:
    """What is counted in all sentences of a statement; a number that a page works out counts as twelve."""
    return readability(" ".join(plain.sample for plain in one.plain))


def _statement(one: Statement) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind.value,
        "letter": one.letter or None,
        "claim": one.title,
        "verdict": None if one.verdict is None else one.verdict.value,
        "why": one.why,
        "parts": [{"about": part.about, "verdict": part.verdict.value, "why": part.why} for part in one.parts],
        "plain": [
            {"text": plain.text, "figures": list(plain.figures), "confirmed": plain.confirmed} for plain in one.plain
        ],
        "reading": _reading(reading(one)),
        "figures": [_figure(each) for each in one.figures],
        "sources": [_source(each) for each in one.sources],
        "status": one.status.value,
    }


def _reading(found: Readability) -> dict[str, Any]:
    return {
        "age": round(found.age, 1),
        "flesch_kincaid_grade": round(found.flesch_kincaid, 1),
        "automated_readability_index": round(found.automated, 1),
        "sentences": found.sentences,
        "words": found.words,
        "syllables": found.syllables,
        "letters": found.letters,
    }


def _figure(one: Figure) -> dict[str, Any]:
    return {
        "id": one.id,
        "words": one.words,
        "value": one.value,
        "low": one.low or None,
        "high": one.high or None,
        "below": one.below,
        "unit": one.unit,
        "source": one.source,
        "seen": one.seen,
        "status": one.status.value,
        "tier": one.tier,
        "derivation": one.derivation,
        "refers": one.refers or None,
        "note": one.note,
    }


def _source(citation: str) -> dict[str, Any]:
    found = source(citation)
    return {
        "id": found.id,
        "place": citation.partition("#")[2],
        "citation": found.citation,
        "doi": found.doi,
        "pmid": found.pmid,
        "url": found.url,
        "status": found.status,
        "tier": found.tier,
    }
