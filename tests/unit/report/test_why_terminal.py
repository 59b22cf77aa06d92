"""Where something comes from, on the terminal."""

from interictal import INTENDED_USE
from interictal.evidence.library.tracing import Trace
from interictal.evidence.tracing import traces
from interictal.report.why_terminal import HOLDS_SHOWN, standing, why_terminal


def _why(identifier: str, width: int = 80) -> str:
    return why_terminal(traces(identifier), width=width, colour=False, unicode=True)


def _flat(text: str) -> str:
    return " ".join(text.split())


def test_a_derived_value_down_to_its_documents() -> None:
    """Figure, standing, document with DOI and PMID, place, and what it was worked out from, each told once."""
    flat = _flat(_why("forward.onabotulinumtoxina.responder50_headache_days.32.odds_ratio.from-counts"))
    assert "4.90 (derived)" in flat
    assert "doi:10.1111/head.13653, PMID 31559634" in flat
    assert "rests on forward.topiramate.responder50_headache_days.32.n_events: 17 people (derived)" in flat
    assert "40.0 % (verified, tier B)" in flat
    assert "rests on forward.topiramate.participants.any.n: 142 people (verified, tier A), as above" in flat
    assert flat.count("seen: https://www.epgonline.org") == 2
    assert flat.endswith(_flat(INTENDED_USE))


def test_an_unconfirmed_value_says_so() -> None:
    """The word, and that nobody saw it."""
    flat = _flat(_why("preempt-pooled.onabotulinumtoxina.headache_days_28.24.difference_low"))
    assert "−2.52 days (unconfirmed)" in flat
    assert "seen: not seen at its source" in flat


def test_a_trial_and_its_publication() -> None:
    """Two things of one id, one after the other."""
    text = _why("sandrini-2011")
    assert "trial: sandrini-2011" in text
    assert "source: sandrini-2011" in text
    assert "https://pmc.ncbi.nlm.nih.gov/articles/PMC3139089" in text


def test_a_document_is_told_once() -> None:
    """Several figures of one arm and week: the second names the source as above."""
    flat = _flat(_why("preempt-1.onabotulinumtoxina.headache_days_28.24"))
    assert flat.count("doi:10.1177/0333102410364676") == 1
    assert flat.count("source: as above [preempt-1-2010]") == 2
    assert flat.count("what rests on it:") == 1


def test_a_source_is_not_told_twice() -> None:
    """Its citation stands once, with DOI and PMID; minus signs are signs."""
    flat = _flat(_why("herd-2019"))
    assert flat.count("Cochrane systematic review and meta-analysis of botulinum toxin") == 1
    assert "HERD2018-MD: MD −2.0 (95 % CI −2.8 to −1.1), verified" in flat


def test_a_claim() -> None:
    """Its verdict, and its figures with their documents."""
    flat = _flat(_why("preempt"))
    assert "verdict: supported" in flat
    assert "rests on preempt-pooled.placebo.headache_days_28.24.change_mean" in flat


def test_a_treatment() -> None:
    """Its facts by what they are about."""
    flat = _flat(_why("topiramate"))
    assert "how it is given: tablets" in flat
    assert "note: No document read says so for migraine." in flat


def test_a_long_list_is_cut_and_says_so() -> None:
    """The rest is in the JSON document."""
    (found,) = traces("compel-2018")
    many = Trace(id="x", kind="source", title="x", holds=tuple((str(n), "y") for n in range(HOLDS_SHOWN + 3)))
    text = why_terminal([found, many], width=80, colour=False, unicode=True)
    assert "and 3 more (--json lists them)" in text
    assert f"    {HOLDS_SHOWN - 1}: y" in text


def test_standing() -> None:
    """Status and tier; nothing where a thing is no single statement."""
    assert standing(Trace(id="x", kind="value", title="", status="verified", tier="A+C")) == "verified, tier A+C"
    assert standing(Trace(id="x", kind="arm", title="")) == ""


def test_ids_stay_whole() -> None:
    """An id can be copied from one line of a narrow terminal."""
    identifier = "halo-cm.fremanezumab-quarterly.responder50_moderate_severe_headache_days.12.percent"
    text = _why("halo-cm.fremanezumab-quarterly.responder50_moderate_severe_headache_days.12.n_events", 60)
    assert any(identifier in line for line in text.splitlines())
