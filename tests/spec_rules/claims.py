"""docs/spec/claims.md"""

import json
from typing import Any
from unittest import mock

import pytest

from interictal.errors import InvalidInput
from interictal.evidence.claims import claims, parse
from interictal.evidence.claims.library_figures import Referred
from interictal.evidence.claims.readability import readability, syllables
from interictal.evidence.claims.stated_numbers import without_figure
from interictal.evidence.library.records import Status
from interictal.report import patient_words

UNSEEN = "cernuda-morollon-2015"
LIBRARY = Referred(
    value="47.1",
    low="",
    high="",
    below=False,
    source="forward-2019",
    seen="an abstract",
    status=Status.VERIFIED,
    tier="A",
    derivation="",
    note="",
)


def statement() -> dict[str, Any]:
    """The statement that the rows change."""
    return {
        "kind": "claim",
        "claim": "That it helps",
        "verdict": "partly",
        "why": "It does in part.",
        "figures": [
            {
                "id": "half",
                "words": "At least half (50 %) fewer days, 688 patients",
                "value": "47.1",
                "unit": "%",
                "source": "forward-2019",
                "seen": "an abstract",
                "status": "verified",
                "tier": "A",
            }
        ],
        "plain": [{"text": "47 of 100 people have half of it.", "figures": ["half"]}],
    }


def toml(name: str, table: dict[str, Any]) -> str:
    """One statement as TOML."""
    lines = [f"[{name}]"]
    lines += [f"{key} = {json.dumps(value)}" for key, value in table.items() if not _tables(value)]
    for key, value in table.items():
        if _tables(value):
            for each in value:
                lines += [f"[[{name}.{key}]]", *(f"{inner} = {json.dumps(one)}" for inner, one in each.items())]
    return "\n".join(lines)


def _tables(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def referred(identifier: str) -> Referred | None:
    return LIBRARY if identifier == "half-in-the-library" else None


def changed(what: str) -> dict[str, Any]:
    table = statement()
    (figure,), (sentence,) = table["figures"], table["plain"]
    subject, _, rest = what.partition(": ")
    if what == "no sources, no figures":
        table.update(figures=[], plain=[{"text": "It helps."}])
    elif subject == "source":
        figure["source"] = rest
    elif subject in ("verdict", "letter", "status"):
        table[subject] = rest
    elif what in ("verdict removed", "plain removed"):
        del table[what.partition(" ")[0]]
    elif what in ("a fact with a verdict", "a fact without a verdict"):
        table["kind"], table["about"] = "fact", table.pop("claim")
        if "without" in what:
            del table["verdict"]
    elif subject == "sentence":
        sentence["text"] = rest
    elif what == "sentence without its figure":
        del sentence["figures"]
    elif what == "sentence names figure other":
        sentence["figures"] = ["other"]
    elif what.startswith("figure refers"):
        to = "half-in-the-library" if "library" in what else "nothing"
        kept = ("id", "words", "unit", "value") if "value" in what else ("id", "words", "unit")
        table["figures"] = [{**{key: figure[key] for key in kept}, "refers": to}]
    elif subject.startswith("figure ") or what.startswith("figure "):
        _figure(figure, what.removeprefix("figure "))
    elif what.startswith("an unseen document"):
        table.update(figures=[], plain=[{"text": "It helps."}], sources=[UNSEEN])
        if "unconfirmed" in what:
            table["status"] = "unconfirmed"
    elif what == "another key":
        table["proof"] = "none"
    else:
        assert what == "nothing", what
    return table


def _figure(figure: dict[str, Any], what: str) -> None:
    for part in what.split(", "):
        key, _, value = part.partition(": ")
        if part.endswith(" removed") or part == "no tier":
            figure.pop(part.removesuffix(" removed").removeprefix("no "))
        else:
            figure[key] = value or "why it was not seen"


def loads(row: dict[str, str]) -> None:
    text = toml("helped", changed(row["changed"]))
    if not row["refused"]:
        assert list(parse(text, "claims.toml", referred)) == ["helped"]
        return
    with pytest.raises(InvalidInput) as problem:
        parse(text, "claims.toml", referred)
    assert problem.value.field == f"helped: {row['refused']}"
    assert problem.value.file == "claims.toml"


def verdict(row: dict[str, str]) -> None:
    one = claims()[row["claim"]]
    assert one.letter == row["letter"]
    assert one.verdict is not None
    assert one.verdict.value == row["verdict"]
    assert ", ".join(part.verdict.value for part in one.parts) == row["parts"]
    assert row["plain says"] in " ".join(plain.text for plain in one.plain)


def numbers(row: dict[str, str]) -> None:
    odd = without_figure(row["sentence"], row["figures"].split("; "))
    assert ", ".join(map(str, odd)) == row["odd"]


def syllable(row: dict[str, str]) -> None:
    assert syllables(row["word"]) == int(row["syllables"])


def reading(row: dict[str, str]) -> None:
    found = readability(row["text"])
    counted = (found.sentences, found.words, found.syllables, found.letters)
    assert counted == tuple(int(row[key]) for key in ("sentences", "words", "syllables", "letters"))
    grades = (found.flesch_kincaid, found.automated, found.age)
    assert [f"{one:.1f}" for one in grades] == [row["Flesch-Kincaid"], row["automated"], row["age"]]


def _two(identifier: str) -> object:
    helped = statement()
    helped.update(plain=[{"text": "You get it."}, {"text": "Of 100 people, {gain} have less."}])
    heard = changed("figure status: unconfirmed, no tier, note")
    heard["plain"] = [{"text": "It is heard.", "figures": ["half"]}]
    found = parse(f"{toml('helped', helped)}\n{toml('heard', heard)}", "claims.toml", referred)
    if identifier not in found:
        raise InvalidInput("claim", identifier, "helped, heard", "Choose one.")
    return found[identifier]


def part(row: dict[str, str]) -> None:
    with mock.patch.object(patient_words, "statement", _two):
        if row["renders"] == "yes":
            assert row["content"] in patient_words.patient_part(row["content"])
        else:
            with pytest.raises(InvalidInput):
                patient_words.patient_part(row["content"])


RUNNERS = {
    "claim-verdicts": verdict,
    "statement-loads": loads,
    "sentence-numbers": numbers,
    "syllables": syllable,
    "reading-age": reading,
    "patient-part": part,
}
