"""``interictal definitions | guidelines | products | protocols | sources | formats``: what is inside."""

from __future__ import annotations

import argparse
import json
import sys
import textwrap
from typing import TYPE_CHECKING, Any

from interictal.cli import DONE, columns
from interictal.cli.files import json_lines

if TYPE_CHECKING:
    from interictal.injection.protocols import Mixture, Protocol, Range, Target


def run(arguments: argparse.Namespace) -> int:
    """Print one list, as text or as JSON."""
    entries = _LISTS[arguments.command]()
    if arguments.json:
        print(json_lines(json.dumps(entries, ensure_ascii=False, indent=2), sys.stdout.encoding))
        return DONE
    for entry in entries:
        print(_shown(entry))
    return DONE


def _shown(entry: dict[str, Any]) -> str:
    width = max(60, min(96, columns()))
    lines = [textwrap.fill(f"{entry['id']}  {entry['title']}", width, subsequent_indent="  ", break_on_hyphens=False)]
    for key, value in entry.items():
        if key in ("id", "title") or value in ("", None, []):
            continue
        values = value if isinstance(value, list) else [value]
        for each in values:
            lines.append(textwrap.fill(f"{key}: {each}", width, initial_indent="    ", subsequent_indent="      "))
    return "\n".join(lines) + "\n"


def _definitions() -> list[dict[str, Any]]:
    from interictal.outcomes.definitions import DEFAULT_HEADACHE, DEFAULT_MIGRAINE, DEFINITIONS
    from interictal.sources import source

    return [
        {
            "id": one.id,
            "title": one.title,
            "kind": f"{one.kind} day" + (" (default)" if one.id in (DEFAULT_HEADACHE, DEFAULT_MIGRAINE) else ""),
            "rule": one.rule,
            "source": _cited(one.source),
            "status": source(one.source).status,
        }
        for one in DEFINITIONS.values()
    ]


def _guidelines() -> list[dict[str, Any]]:
    from interictal import guidelines

    return [guidelines.described(one) for one in guidelines.ids()]


def _products() -> list[dict[str, Any]]:
    from interictal.injection.catalogue import JURISDICTIONS, label, product
    from interictal.injection.products import PRODUCTS

    listed = []
    for one in map(product, PRODUCTS):
        hours = one.hours_after_reconstitution
        labels = [each for each in (label(one.name, jurisdiction) for jurisdiction in JURISDICTIONS) if each]
        listed.append(
            {
                "id": one.name,
                "title": f"({', '.join(one.brands)})",
                "vials": ", ".join(f"{units} U" for units in one.vials),
                "diluent": "none: a solution, ready to use" if one.ready_to_use else ", ".join(one.diluents),
                "storage": one.storage,
                "once made up": "; ".join(
                    part for part in ("" if hours is None else f"use within {hours} hours", one.storage_after) if part
                ),
                "single use": "yes" if one.single_use else "no",
                "holds": ", ".join(one.excipients),
                "label": [
                    f"{each.jurisdiction}: {each.title}, {each.version or 'version not seen'}, to be checked again by "
                    f"{each.review_by}; " + ", ".join(licence.indication for licence in each.licences)
                    for each in labels
                ],
                "status": "" if one.confirmed else "unconfirmed in part",
                "note": one.note,
                "source": _cited(one.source),
            }
        )
    return listed


def _protocols() -> list[dict[str, Any]]:
    from interictal.injection.indications import INDICATION_IDS, Evidence, indication
    from interictal.injection.protocol_files import protocols

    listed: list[dict[str, Any]] = []
    for one in map(indication, INDICATION_IDS):
        if one.evidence is not Evidence.LICENSED:
            listed.append(
                {
                    "id": one.id,
                    "title": f"{one.title}: no plan is made ({one.evidence.value})",
                    "result": [f"{each.words}{_mark(each.confirmed)} [{each.source}]" for each in one.results],
                    "would change this": one.would_change,
                }
            )
            continue
        for each in protocols(one.id):
            listed.append(
                {
                    "id": f"--indication {one.id} --protocol {each.id} --product {each.product}",
                    "title": each.title,
                    "doses of": each.doses_of,
                    "session": _session(each),
                    "muscle": [_muscle(target) for target in each.targets],
                    "dilution": ", ".join(map(_mixture, each.mixtures)),
                    "not sooner than": "" if each.interval_days is None else f"{each.interval_days} days",
                    "followed by": each.followed,
                    "status": "" if each.wholly_confirmed else "unconfirmed in part",
                    "note": each.note,
                    "source": [_cited(citation) for citation in (each.source, *each.also)],
                }
            )
    return listed


def _session(one: Protocol) -> str:
    """What the whole session gives, "" where the protocol does not bound it."""
    if one.total_units is None:
        return ""
    per = " per kg" if one.per_kg else ""
    most = "" if one.most_units is None else f", at most {one.most_units} U"
    least = "" if one.least_weight_kg is None else f", from {one.least_weight_kg} kg of body weight"
    return f"{_span(one.total_units)} U{per}{most}{least}{_mark(one.confirmed)}"


def _muscle(target: Target) -> str:
    """A muscle with its sites and units, its mark and its note: what a clinician chooses by."""
    side = " on each side" if target.sided else ""
    parts = []
    if target.fixed_sites:
        each = "" if target.units_per_site is None else f" of {target.units_per_site} U"
        parts.append(f"{_sites(target.fixed_sites)}{each}{side}")
        if target.places > target.fixed_sites:
            parts.append(f"places for {target.places - target.fixed_sites} more{side}")
    if target.sites is not None:
        parts.append(f"{_sites(_span(target.sites))}{side}")
    if target.units is not None:
        parts.append(f"{_span(target.units)} U{' per kg' if target.per_kg else ''}{side}")
    return (
        f"{target.muscle}: {', '.join(parts) or 'no dose in the source'}{_mark(target.confirmed)}"
        f"{f'. {target.note}' if target.note else ''}"
    )


def _mixture(mix: Mixture) -> str:
    made_up = "" if mix.dose_ml is None else f", the dose made up to {mix.dose_ml} mL"
    return f"{mix.vial_units} U in {mix.diluent_ml} mL{made_up}{_mark(mix.confirmed)}"


def _sites(number: object) -> str:
    return f"{number} site{'' if str(number) == '1' else 's'}"


def _span(span: Range) -> str:
    return str(span.low) if span.low == span.high else f"{span.low} to {span.high}"


def _mark(confirmed: bool) -> str:
    return "" if confirmed else " (unconfirmed)"


def _sources() -> list[dict[str, Any]]:
    from interictal.sources import register

    return [
        {
            "id": one.id,
            "title": one.citation,
            "doi": one.doi,
            "pmid": one.pmid,
            "url": one.url,
            "kind": one.kind,
            "status": f"{one.status}" + (f" (tier {one.tier})" if one.tier else ""),
            "checked": one.checked,
            "note": one.note,
        }
        for one in register().values()
    ]


def _formats() -> list[dict[str, Any]]:
    from interictal.diary.readers import FORMATS

    return [{"id": one.id, "title": one.title, "reads": one.what, "needs": one.needs} for one in FORMATS.values()]


def _cited(citation: str) -> str:
    from interictal.sources import source

    place = citation.partition("#")[2]
    return source(citation).citation + (f" [{place}]" if place else "")


_LISTS = {
    "definitions": _definitions,
    "guidelines": _guidelines,
    "products": _products,
    "protocols": _protocols,
    "sources": _sources,
    "formats": _formats,
}
