"""The page of the mechanism: what a patient reads on it, and what it rests on."""

import dataclasses
import functools
import re
from html import unescape
from pathlib import Path

import pytest

from interictal import INTENDED_USE
from interictal.evidence.claims import claims, facts
from interictal.evidence.claims.document import reading
from interictal.mechanism import course
from interictal.mechanism.parameters import parameters
from interictal.mechanism.records import Course
from interictal.report.mechanism_page import mechanism_page
from interictal.report.patient_words import words
from interictal.sources import source
from support.courses import headache_course, sweat_course

pytest.importorskip("vl_convert", reason="the renderer is not installed")


def text(page: str) -> str:
    """What the page says, without its marks."""
    bare = re.sub(r"<(style|svg)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", bare)).split())


@functools.cache
def page_of(indication: str) -> str:
    return mechanism_page(course(indication))


@functools.cache
def made_up() -> str:
    return mechanism_page(headache_course())


def timed(made: Course, **timing: object) -> Course:
    return dataclasses.replace(made, timing=dataclasses.replace(made.timing, **timing))


def test_it_is_written_as_a_file(tmp_path: Path) -> None:
    """The same page; nothing is loaded from anywhere and no script is in it."""
    made = headache_course()
    file = tmp_path / "mechanism.html"
    file.write_text(mechanism_page(made), encoding="utf-8")
    page = file.read_text(encoding="utf-8")
    assert page == made_up()
    assert page.startswith("<!doctype html>")
    assert not re.search(r"<script|src=|@import", page)
    assert page.count(INTENDED_USE) >= 2


@pytest.mark.parametrize(
    "indication", ["chronic-migraine", "blepharospasm", "axillary-hyperhidrosis", "overactive-bladder"]
)
def test_it_tells_the_chain_of_the_indication(indication: str) -> None:
    """Each indication its own end of the chain, and none of the others'."""
    shown = text(page_of(indication))
    own = {
        "chronic-migraine": "mechanism-brain",
        "blepharospasm": "mechanism-muscle",
        "axillary-hyperhidrosis": "mechanism-sweat",
        "overactive-bladder": "mechanism-bladder",
    }
    for name, fact in own.items():
        assert (words(fact) in shown) is (name == indication)
    assert words("mechanism-nerve") in shown
    assert (words("mechanism-dummy") in shown) is (indication == "chronic-migraine")


def test_the_weeks_are_those_of_the_course_and_say_what_is_unconfirmed() -> None:
    made = headache_course()
    timing = made.timing
    shown = text(made_up())
    assert f"About half of the effect is there in week {timing.onset_day // 7 + 1}. (unconfirmed)" in shown
    assert f"best around week {timing.best_week}. (unconfirmed)" in shown
    assert f"By week {timing.wear_off_day // 7 + 1} about half of it is gone" in shown
    assert "For 61 of 100, that point comes before the next session." in shown
    assert "The last ring marks" in shown
    sure = text(mechanism_page(dataclasses.replace(made, unconfirmed=())))
    assert f"in week {timing.onset_day // 7 + 1}. The effect" in sure


def test_what_the_model_cannot_say_is_left_out() -> None:
    """A loss that only comes where nothing is given again is told, but has no ring."""
    once = timed(headache_course(), onset_day=None, wear_off_day=None, half_lost_day_once=90, share_worn_off=None)
    shown = text(mechanism_page(once))
    assert "By week 13 about half" in shown
    assert "The last ring marks" not in shown
    for gone in ("is there in week", "that point comes before"):
        assert gone not in shown
    never = text(mechanism_page(timed(once, half_lost_day_once=None)))
    assert "Then it fades" not in never


def test_it_names_its_claims_with_verdicts_and_every_source_once() -> None:
    page = made_up()
    shown = text(page)
    for name in ("cgrp-release", "muscles-and-vessels", "onset-and-series", "lasts-months", "side-effects"):
        assert claims()[name].title in shown
        assert claims()[name].why in shown
        for each in claims()[name].sources:
            assert f"id='source-{source(each).id}'" in page
    assert "Partly right : Some of it holds" in shown
    for one in parameters().values():
        if one.source:
            assert page.count(f"id='source-{source(one.source).id}'") == 1
        assert one.words in shown
    for target in re.findall(r"href='#(source-[^']*)'", page):
        assert f"id='{target}'" in page


def test_it_says_what_is_from_animals_and_what_is_left_out() -> None:
    made = headache_course()
    shown = text(made_up())
    for line in (*made.rests_on, *made.left_out):
        assert line in shown
    assert "drooping eyelid (unconfirmed) 3.3 % 0.3 %" in shown
    assert "V1 60 %" in shown
    bare = mechanism_page(sweat_course())
    assert "Side effects that go" not in bare
    assert "Nerve territories" not in bare


def test_it_names_the_sessions() -> None:
    assert "Chronic migraine: onabotulinumtoxinA, 155 units, in weeks 0 and 12." in text(
        mechanism_page(headache_course())
    )
    assert "in weeks 0, 12 and 24." in text(mechanism_page(headache_course(sessions=3, weeks=36)))
    assert "155 units, once." in text(mechanism_page(sweat_course()))


def test_the_table_behind_the_picture_is_there() -> None:
    """One row a week."""
    page = made_up()
    table = page[page.index('aria-label="The picture in figures"') :]
    assert table[: table.index("</table>")].count("<tr>") == 1 + 24
    assert "The figures behind this picture" in page


def test_what_a_patient_reads_is_plain() -> None:
    """Reading age 12 at most, for every fact of the page."""
    own = [one for name, one in facts().items() if name.startswith("mechanism-")]
    assert len(own) >= 10
    assert all(reading(one).age <= 12 for one in own)


def test_every_fact_of_the_page_is_used() -> None:
    """By one indication or another."""
    pages = [page_of(name) for name in ("chronic-migraine", "blepharospasm")]
    pages += [page_of(name) for name in ("axillary-hyperhidrosis", "overactive-bladder")]
    marked = {name for page in pages for name in re.findall(r'data-claim="(mechanism-[a-z]+)"', page)}
    assert marked == {name for name in facts() if name.startswith("mechanism-")}


def test_a_dose_that_was_not_studied_says_so_above_and_beside_its_figures() -> None:
    """At the head, under the weeks, at the side effects, under the picture; the weeks are marked, its source listed."""
    made = dataclasses.replace(course(units=10.0, weeks=24), unconfirmed=())
    page = mechanism_page(made)
    shown = text(page)
    assert shown.count(f"Extrapolated. {made.extrapolated}") == 3
    assert f"Extrapolated: {made.extrapolated}" in shown
    assert f"is there in week {made.timing.onset_day // 7 + 1}. (unconfirmed)" in shown
    assert page.count("id='source-silberstein-2005'") == 1
    assert "xtrapolated" not in text(made_up())
