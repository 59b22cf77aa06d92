"""What a course says of itself: what it rests on, what is left out and why, what is not modelled and why."""

from __future__ import annotations

_SPASTICITY = "muscle tone there follows from reflexes as well as from the endplate, and nothing was fitted to it"
_CHILDREN = "doses go by body weight, and the numbers come from adults"
REFUSED = {
    "strabismus": "muscles of the eye have endplates of their own kind and none of the numbers comes from them",
    "upper-limb-spasticity": _SPASTICITY,
    "lower-limb-spasticity": _SPASTICITY,
    "paediatric-upper-limb-spasticity": _CHILDREN,
    "paediatric-lower-limb-spasticity": _CHILDREN,
    "paediatric-neurogenic-detrusor-overactivity": _CHILDREN,
}
"""Indications with a protocol that the model does not hold."""

COMMON = (
    "Uptake in the first days, the renewal of SNAP-25 and the power by which it releases vesicles rest on cells and "
    "animals (rat, mouse).",
    "That the same dose fills half of the binding places of every kind of terminal is an assumption; trials tell "
    "little of it.",
)
SENSORY = (
    "That C-fibres are blocked and A-delta fibres are not was seen in rats; that CGRP falls in patients for this "
    "reason is not shown.",
    "That each site of the fixed protocol counts alike, and that sites added in its muscles block no more, are "
    "assumptions: no trial compares sites.",
    "Central sensitisation was not measured: its time constant comes from how headache days went on falling, mostly by "
    "an assumption.",
    "The course within a cycle comes from a cohort of 80 people without a comparison group.",
)
MOTOR = (
    "How sprouts restore transmission was seen in mice; how fast is an assumption.",
    "How fast muscle follows its endplates is told by two visits of one trial in cervical dystonia (35 people).",
)
BLEPHAROSPASM = (
    "Nothing was fitted to blepharospasm: the numbers come from the neck. Around the eye the best effect is described "
    "at 1 to 2 weeks, earlier than the model has it.",
)
AUTONOMIC = (
    "The half-life of the light chain is set by one published duration, read as half of the effect lost; when patients "
    "ask for the next treatment depends on more.",
)
NECK = ("One site in each muscle of the protocol on both sides is an assumption; the clinician chooses.",)
SIDE_EFFECTS = (
    "That side effects follow weakness and units of the muscles nearby is an assumption; only their sum over 24 weeks "
    "is published.",
)

LEFT_OUT = (
    "A-delta fibres: their responses were not inhibited in rats.",
    "Vessel tone: no document that was read shows an effect on vessels as a cause of the relief.",
    "Transport of toxin to the brain stem: seen in animals, not shown in patients.",
    "Other transmitters than CGRP and acetylcholine: no figures by which to set them.",
    "Antibodies, injection technique, muscle bulk and spread between territories: no figures by which to set them.",
    "Expectation and knowing the treatment: most of the fall in trials is seen with placebo too, and is not in this "
    "course.",
)

NOT_HEADACHE_LEFT_OUT = LEFT_OUT[3:5]
