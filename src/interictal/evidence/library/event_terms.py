"""What a side effect of a trial is called: the plain list of the session records, and what no session record needs."""

from __future__ import annotations

from interictal.errors import InvalidInput
from interictal.safety.adverse_events.events import terms
from interictal.safety.adverse_events.published import GROUPS

WITHDRAWAL = "withdrawal"
"""People who stopped the treatment because of a side effect; ``withdrawal-<event>`` because of that one."""

FURTHER = {
    WITHDRAWAL: "Stopped because of a side effect",
    "death": "Death",
    "mild": "Any event, mild at its greatest",
    "moderate": "Any event, moderate at its greatest",
    "severe": "Any event, severe at its greatest",
    "possibly-related": "Any event, possibly related at its greatest",
    "probably-related": "Any event, probably related at its greatest",
    "definitely-related": "Any event, definitely related at its greatest",
    "abdominal-pain": "Pain in the belly",
    "anti-drug-antibodies": "Antibodies against the drug in the blood",
    "anxiety": "Anxiety",
    "appetite-gain": "More appetite",
    "appetite-loss": "Less appetite",
    "back-pain": "Pain in the back",
    "burning-sensation": "Burning or stinging",
    "chest-symptoms": "Pain or tightness in the chest",
    "cognitive-disorder": "Trouble thinking or finding words",
    "diarrhoea": "Diarrhoea",
    "dizziness": "Dizziness",
    "drowsiness": "Drowsiness",
    "dry-mouth": "Dry mouth",
    "dysmenorrhoea": "Painful periods",
    "dyspepsia": "Indigestion",
    "fatigue": "Tiredness",
    "hair-loss": "Hair loss",
    "heat-sensation": "Feeling of heat, or flushing",
    "heaviness": "Feeling of heaviness or tightness",
    "infection": "Infection",
    "influenza": "Influenza",
    "injection-site-erythema": "Redness where it was injected",
    "injection-site-induration": "Hardening where it was injected",
    "injection-site-itching": "Itching where it was injected",
    "injection-site-reaction": "Any reaction where it was injected",
    "insomnia": "Trouble sleeping",
    "nasopharyngitis": "Common cold",
    "neck-or-back-pain": "Pain in the neck or back",
    "paraesthesia": "Tingling or numbness",
    "sweating": "Sweating",
    "taste-disturbance": "Disturbed taste",
    "throat-symptoms": "Symptoms in the throat",
    "tremor": "Trembling",
    "vomiting": "Vomiting",
    "weight-gain": "Weight gain",
}
"""Event that no session record of a toxin has a term for -> what it is, for a person."""

EVENTS = "an id of terms.toml, any, serious, a further event of the trial library, or withdrawal-<one of these>"
"""Which events are allowed, in words."""


def event_words(event: str) -> str:
    """What an event is, for a person.

    Raises:
        InvalidInput: no such event.
    """
    for names in (FURTHER, GROUPS):
        if event in names:
            return names[event]
    if event in terms():
        return terms()[event].name
    cause = event.removeprefix(f"{WITHDRAWAL}-")
    if cause == event:
        raise InvalidInput("event", event, EVENTS, "Correct it.")
    return f"Stopped because of: {event_words(cause)}"
