"""Everything a plan or a session is checked for: what the label limits, warns of and leaves open.

What is found here is a clinician's judgement: it asks for a reason and cites the label. It never corrects, and no
finding at all does not mean that nothing speaks against the injection: what was not recorded cannot be checked.
What each check does: docs/spec/safety-doses.md and docs/spec/safety-conditions.md.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from interictal.injection.catalogue import Label, Licence, label
from interictal.injection.findings import Finding, Severity, in_order
from interictal.injection.limits import Bound, Limit, limits
from interictal.injection.plan import Plan
from interictal.injection.previous import Earlier, of_patient, others_than
from interictal.injection.protocol_files import protocols
from interictal.injection.protocols import Protocol
from interictal.injection.record import Answer, Elsewhere, SessionRecord, Status
from interictal.injection.record_checks import TOLERANCE_ML, answered, record_findings
from interictal.profile.answers import Profile
from interictal.safety.conditions import Condition, asked, condition_findings, conditions
from interictal.safety.doses import (
    Dose,
    dose_findings,
    limit_words,
    other_toxin,
    over_place,
    over_site,
    window_start,
    window_start_of,
)
from interictal.safety.intervals import OURS, Toxin, applies, count, date_findings, history, interval_findings
from interictal.safety.patient import age_findings, age_group, twin_of, weight_findings, weights_known
from interictal.safety.ranges import by_weight, range_findings
from interictal.units import digits

ASKED_MONTHS = 4
"""How far back the question on toxin elsewhere reaches."""


def plan_findings(
    plan: Plan,
    *,
    profile: Profile | None = None,
    earlier: Iterable[Earlier] | None = None,
    date: dt.date,
    patient: str = "",
) -> tuple[Finding, ...]:
    """What is to be known before a plan is carried out.

    Args:
        plan: the plan.
        profile: the patient's; its answers are used for every question, also for those asked anew at each session.
        earlier: earlier sessions; None where nobody gave them.
        date: the day for which it is planned.
        patient: whose sessions count, with those of no named one; "" all of them, as those of one patient.

    Returns:
        What asks, then notes.
    """
    everybody = None if earlier is None else tuple(earlier)
    given = everybody if everybody is None or not patient else of_patient(everybody, patient)
    protocol = plan.protocol
    case = _Case(
        product=protocol.product,
        jurisdiction=plan.jurisdiction,
        indication=protocol.indication,
        protocol=protocol,
        date=date,
        doses=tuple(
            Dose(site=site.id, muscle=site.muscle, side=site.side, units=site.units.amount) for site in plan.sites
        ),
        volumes=tuple((site.id, site.volume_ml) for site in plan.sites),
        mixed=((plan.dilution.vial.amount, plan.dilution.diluent_ml),),
        weights=weights_known(plan.weight_kg, profile),
        profile=profile,
        toxins=history(given or ()),
        known=given is not None,
        answers={} if profile is None else _answers(profile),
        elsewhere=(),
    )
    whose = []
    if not patient and len(people := {each.patient for each in given or ()}) > 1:
        words = f"The earlier sessions are of {len(people)} patients, and all were counted. Give those of this patient."
        whose.append(_ask("PATIENT", words, OURS))
    if left := len(everybody or ()) - len(given or ()):
        words = (
            f"Of other patients and not counted: {count(left, 'earlier session')}; counted: {len(given or ())}. "
            "Check the patient's identifier if that is wrong."
        )
        whose.append(Finding(code="PATIENT", severity=Severity.NOTE, because=words, source=OURS))
    return in_order(
        [
            *whose,
            *date_findings(case.toxins, date=date, today=None),
            *case.findings(),
        ]
    )


def session_findings(
    record: SessionRecord,
    *,
    profile: Profile | None = None,
    earlier: Iterable[Earlier] | None = None,
    recalled: Collection[tuple[str, str]] = (),
    now: dt.datetime,
) -> tuple[Finding, ...]:
    """The faults of a session's record, and what of it asks for a reason.

    Args:
        record: the session. A site counts as given where its status is given or moved.
        profile: the patient's; its answers stand in where the session has none, but never for the questions that are
            asked at every session.
        earlier: other sessions, of any patients (those of this patient or of no named one count); None where nobody
            gave them.
        recalled: pairs of product and lot.
        now: the present, with the clinic's own offset from UTC.

    Returns:
        What blocks, what asks, then notes, each once. What asked, and for whose code the record gives a reason,
        stays as a note that says so; a reason never lifts a block.
    """
    given = None if earlier is None else tuple(earlier)
    own = others_than(record, of_patient(given or (), record.patient))
    protocol = _protocol(record)
    injected = [site for site in record.sites if site.status in (Status.GIVEN, Status.MOVED)]
    doses = tuple(Dose(site=site.id, muscle=site.muscle, side=site.side, units=site.units) for site in injected)
    case = _Case(
        product=record.product,
        jurisdiction=record.jurisdiction,
        indication=record.indication,
        protocol=protocol,
        date=record.date,
        doses=doses,
        volumes=tuple((site.id, site.volume_ml) for site in injected),
        mixed=tuple(
            (vial.units, vial.diluent_ml)
            for vial in record.vials
            if vial.product == record.product and vial.units is not None and vial.diluent_ml is not None
        ),
        weights=weights_known(record.weight_kg, profile),
        profile=profile,
        toxins=history(own, record.elsewhere),
        known=given is not None,
        answers=record.answers,
        elsewhere=record.elsewhere,
        background={} if profile is None else _answers(profile),
    )
    found = [
        *record_findings(record, earlier=given or (), recalled=recalled, now=now),
        *date_findings(case.toxins, date=record.date, today=_latest_today(now)),
        *case.findings(),
    ]
    return in_order([answered(each, record.deviations) for each in found])


def _latest_today(now: dt.datetime) -> dt.date:
    """The latest date that it is anywhere: a session today in Auckland is not in the future."""
    return (now.astimezone(dt.UTC) + dt.timedelta(hours=14)).date()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """What a plan and a session have in common for the checks. "" and None: not known."""

    product: str
    jurisdiction: str
    indication: str
    protocol: Protocol | None
    date: dt.date | None
    doses: tuple[Dose, ...]
    volumes: tuple[tuple[str, Decimal | None], ...]
    mixed: tuple[tuple[Decimal, Decimal], ...]
    weights: tuple[Decimal, ...]
    profile: Profile | None
    toxins: tuple[Toxin, ...]
    known: bool
    answers: Mapping[str, Answer]
    elsewhere: tuple[Elsewhere, ...]
    background: Mapping[str, Answer] | None = None

    def findings(self) -> list[Finding]:
        found = [
            *self._elsewhere(),
            *condition_findings(
                self.answers,
                product=self.product,
                jurisdiction=self.jurisdiction,
                indication=self.indication,
                background=self.background,
            ),
        ]
        if not self.product:
            return found  # the record's own fault, which blocks: units of no product can be checked against nothing
        if not self.jurisdiction:
            found.append(
                Finding(
                    code="UNREADABLE",
                    severity=Severity.BLOCK,
                    because="jurisdiction: not recorded, so no dose and no interval could be checked; allowed: us, eu. "
                    "Say whose label applies.",
                    source=OURS,
                )
            )
            return found
        page = label(self.product, self.jurisdiction)
        licensed = page.licences if page is not None else ()
        licence = next((each for each in licensed if each.indication == self.indication), None)
        twin = twin_of(self.indication)
        twin_licence = next((each for each in licensed if each.indication == twin), None)
        listed = limits(self.product, self.jurisdiction, self.indication)
        group = age_group(None if self.profile is None else self.profile.age, self.indication, licence, listed)
        indications = [self.indication]
        if twin and group == "paediatric":
            indications.append(twin)
            children = limits(self.product, self.jurisdiction, twin)
            listed = (*listed, *(each for each in children if each.indication == twin))
        applying = [each for each in listed if applies(each, group)]
        dosed = [each for name in indications if name for each in protocols(name) if each.product == self.product]
        steps = {each.indication: each.weight_step_kg for each in dosed if each.weight_step_kg is not None}
        weight = min(self.weights, default=None)
        borrowed = _protocols_interval(applying, self.protocol, self.jurisdiction)
        return [
            *self._label(page, licence),
            *age_findings(self.profile, self.indication, licence, twin_licence),
            *weight_findings(self.weights, dosed),
            *dose_findings(
                self.product,
                self.doses,
                applying,
                date=self.date,
                toxins=self.toxins,
                weight_kg=weight,
                weight_steps=steps,
                group=group,
            ),
            *self._ranges(applying, weight, steps),
            *interval_findings(
                self.toxins, applying, date=self.date, group=group, known=self.known, protocols=borrowed
            ),
            *self._fit(applying, weight, steps),
            *self._others(applying),
            *found,
            *self._unconfirmed(applying, licence, borrowed),
            *self._dilution(),
            *self._volumes(),
        ]

    # --- Toxin of other clinics and products --------------------------------------------------------------------------

    def _elsewhere(self) -> list[Finding]:
        answer = self.answers.get("toxin_elsewhere")
        if self.elsewhere and answer is not Answer.YES:
            said = "was not answered" if answer is None else f"was answered with {answer.value}"
            told = f" The question {said}, yet toxin elsewhere is listed: it was counted. Correct one of the two."
        elif self.elsewhere:
            told = f" {self._amounts()}"
        elif answer is Answer.NO:
            return []
        elif answer is Answer.YES:
            told = " Date, product and units are not recorded: neither interval nor sum can be checked. Record them."
        else:
            told = " Interval and sum over months may be wrong without it."
        answer = Answer.YES if self.elsewhere else answer
        return [
            asked(self._question, answer, product=self.product, jurisdiction=self.jurisdiction, more=told),
        ]

    def _amounts(self) -> str:
        parts = []
        for each in self.elsewhere:
            amount = "units not known" if each.units is None else f"{digits(each.units)} U"
            when = "date not known"
            if each.date is not None:
                days = 0 if self.date is None else (self.date - each.date).days
                when = f"on {each.date}" if self.date is None or days < 0 else f"{count(days, 'day')} before"
            parts.append(f"{amount} of {each.product or 'a product not known'}, {when}")
        return (
            f"Counted into the interval, and into the sum where the product is the same: {'; '.join(parts)}. "
            "What stands among the earlier sessions with the same day, product and units is counted once."
        )

    def _others(self, applying: Sequence[Limit]) -> list[Finding]:
        """Toxin within the window of a sum that cannot be added to it."""
        if self.date is None:
            return []
        sums = [each for each in applying if each.bound is Bound.CUMULATIVE_UNITS]
        asked_since = window_start(self.date, months=ASKED_MONTHS)
        since = min([asked_since, *(window_start_of(self.date, each) for each in sums)])
        others = other_toxin(self.product, self.toxins, since, self.date)
        if not others:
            return []
        names = ", ".join(sorted({each.product or "a product not known" for each in others}))
        where, told = self._question.passage(self.product, self.jurisdiction)
        return [
            _ask(
                "DUPTHPY",
                f"{count(len(others), 'injection')} of {names} after {since}: units are specific to a product, so they "
                f"cannot be added to those of {self.product}: no sum over both is known. Judge them together.{told}",
                where.source,
            )
        ]

    @property
    def _question(self) -> Condition:
        return conditions()["toxin_elsewhere"]

    # --- Label --------------------------------------------------------------------------------------------------------

    def _label(self, page: Label | None, licence: Licence | None) -> list[Finding]:
        if page is None:
            return [
                _ask(
                    "OFF_LABEL",
                    f"No label of {self.product} is on file for the jurisdiction {self.jurisdiction}: it is not known "
                    "to be licensed there. Give the reason.",
                    OURS,
                )
            ]
        found = []
        if licence is None and self.indication:
            found.append(
                _ask(
                    "OFF_LABEL",
                    f"{self.indication} is not among the indications on file for {self.product} in the jurisdiction "
                    f"{self.jurisdiction}. Give the reason for using it off label.",
                    page.source,
                )
            )
        if self.date is not None and self.date > page.review_by:
            found.append(
                _ask(
                    "REVIEW_DUE",
                    f"The limits of {page.title} were to be checked again by {page.review_by}: the label may have "
                    "changed. Compare them with the label in force.",
                    page.source,
                )
            )
        return found

    def _unconfirmed(self, applying: Sequence[Limit], licence: Licence | None, borrowed: Limit | None) -> list[Finding]:
        """One finding for all that was not seen at its source."""
        found = []
        # What a label allows in all on one day was stated for limbs: it is not what this indication may get.
        if not any(each.bound is not Bound.INTERVAL_DAYS and each.within_days != 1 for each in applying):
            found.append(
                _ask(
                    "UNCONFIRMED",
                    f"No limit on doses of {self.product} for {self.indication or 'an indication not recorded'} is on "
                    f"file for the jurisdiction {self.jurisdiction}: the doses were not checked. Look them up.",
                    OURS,
                )
            )
        named: list[tuple[str, str]] = []
        used = {each.muscle for each in self.doses}
        if self.protocol is None:
            found.append(
                _ask(
                    "UNCONFIRMED",
                    "The session names no protocol on file for its indication and product: doses per site, volumes and "
                    "dilution were not compared with one.",
                    OURS,
                )
            )
        else:
            if not self.protocol.confirmed:
                named.append((f"the protocol {self.protocol.id}", self.protocol.source))
            named += [
                (f"the doses of {each.muscle}", each.source)
                for each in self.protocol.targets
                if each.muscle in used and not each.confirmed
            ]
            named += [
                (f"the dilution of {digits(each.vial_units)} U in {digits(each.diluent_ml)} mL", each.source)
                for each in self.protocol.mixtures
                if (each.vial_units, each.diluent_ml) in self.mixed and not each.confirmed
            ]
        if licence is not None and not licence.confirmed:
            named.append(("the licence for this indication", licence.source))
        if named:
            found.append(_ask("UNCONFIRMED", _not_seen(named), named[0][1]))
        # A limit that is exceeded asks by itself, with its mark; one that is kept is worth a note, not a reason.
        limits = [
            (f"the limit of {limit_words(each)}", each.source)
            for each in applying
            if not each.confirmed and (not each.muscle or each.muscle in used)
        ]
        if borrowed is not None:
            limits.append((f"an interval of this label (the protocol's {digits(borrowed.value)} days stand in)", OURS))
        if limits:
            found.append(
                Finding(code="UNCONFIRMED", severity=Severity.NOTE, because=_not_seen(limits), source=limits[0][1])
            )
        return found

    def _dilution(self) -> list[Finding]:
        if self.protocol is None:
            return []
        listed = {(each.vial_units, each.diluent_ml) for each in self.protocol.mixtures}
        strange = dict.fromkeys(each for each in self.mixed if each not in listed)
        said = "none is on file"
        if listed:
            said = "on file: " + ", ".join(f"{digits(units)} U in {digits(ml)} mL" for units, ml in sorted(listed))
        return [
            _ask(
                "DILUTION",
                f"{digits(units)} U in {digits(ml)} mL is not a dilution of the protocol ({said}). Give the reason.",
                self.protocol.source,
            )
            for units, ml in strange
        ]

    def _volumes(self) -> list[Finding]:
        """One finding for all sites whose volume is not the protocol's."""
        if self.protocol is None or self.protocol.volume_per_site_ml is None or self.protocol.per_kg:
            return []  # a dose by body weight is made up to its volume after it is drawn
        wanted = self.protocol.volume_per_site_ml
        other = [
            (site, volume)
            for site, volume in self.volumes
            if volume is not None and abs(volume - wanted) > TOLERANCE_ML
        ]
        if not other:
            return []
        shown = ", ".join(f"{digits(each)}" for each in sorted({volume for _, volume in other}))
        return [
            _ask(
                "DILUTION",
                f"The protocol gives {digits(wanted)} mL per site; {count(len(other), 'site')} otherwise: {shown} mL. "
                "Give the reason.",
                self.protocol.source,
                *(site for site, _ in other),
            )
        ]

    def _ranges(
        self, applying: Sequence[Limit], weight_kg: Decimal | None, steps: Mapping[str, Decimal]
    ) -> list[Finding]:
        """What is outside the protocol's own ranges, unless a limit of the label named it already."""
        if self.protocol is None:
            return []
        named = over_place(self.doses, applying, weight_kg=weight_kg, weight_steps=steps)
        found = list(range_findings(self.protocol, self.doses, weight_kg=weight_kg, named=named))
        told = any(each.per_kg for each in applying)  # then the limits ask for the weight
        if weight_kg is None and not told and by_weight(self.protocol, self.doses):
            found.append(
                _ask(
                    "DOSEH",
                    "The protocol doses by body weight, which is not known: this cannot be checked. Record the weight.",
                    self.protocol.source,
                )
            )
        return found

    def _fit(self, applying: Sequence[Limit], weight_kg: Decimal | None, steps: Mapping[str, Decimal]) -> list[Finding]:
        """Sites whose dose the protocol fixes otherwise: one finding for each dose that it fixes.

        A site over the label's limit of one site was named already.
        """
        if self.protocol is None:
            return []
        named = over_site(self.doses, applying, weight_kg=weight_kg, weight_steps=steps)
        fixed: dict[Decimal, set[str]] = {}
        for target in self.protocol.targets:
            if target.units_per_site is not None:
                fixed.setdefault(target.units_per_site, set()).add(target.muscle)
        found = []
        for units, muscles in fixed.items():
            other = [
                (each.site, each.units)
                for each in self.doses
                if each.muscle in muscles and each.units not in (None, units) and each.site not in named
            ]
            if other:
                shown = ", ".join(
                    f"{digits(each)}" for each in sorted({given for _, given in other if given is not None})
                )
                found.append(
                    _ask(
                        "DOSEH",
                        f"The protocol fixes {digits(units)} U {self.product} per site; "
                        f"{count(len(other), 'site')} otherwise: {shown} U. Give the reason.",
                        self.protocol.source,
                        *(site for site, _ in other),
                    )
                )
        return found


def _protocol(record: SessionRecord) -> Protocol | None:
    if not record.indication:
        return None
    same = (each for each in protocols(record.indication) if each.id == record.protocol)
    return next((each for each in same if each.product == record.product), None)


def _answers(profile: Profile) -> dict[str, Answer]:
    return {question: Answer(answer) for question, answer in profile.answers.items()}


def _protocols_interval(listed: Sequence[Limit], protocol: Protocol | None, jurisdiction: str) -> Limit | None:
    """The protocol's interval, where none of the limits is one. It is not this label's: never confirmed."""
    if protocol is None or protocol.interval_days is None or any(each.bound is Bound.INTERVAL_DAYS for each in listed):
        return None
    return Limit(
        product=protocol.product,
        jurisdiction=jurisdiction,
        indication=protocol.indication,
        bound=Bound.INTERVAL_DAYS,
        value=Decimal(protocol.interval_days),
        source=protocol.source,
        confirmed=False,
    )


def _not_seen(named: Sequence[tuple[str, str]]) -> str:
    return f"Not seen at the source: {'; '.join(dict.fromkeys(words for words, _ in named))}. Look it up in the label."


def _ask(code: str, because: str, source: str, *about: str) -> Finding:
    return Finding(code=code, severity=Severity.ASK, because=because, source=source, about=about)
