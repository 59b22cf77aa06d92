"""The questions asked before every injection, as a closed list, so that a misspelt answer is never silently unknown."""

from __future__ import annotations

QUESTIONS = {
    "toxin_elsewhere": "Any botulinum toxin, anywhere, for anything, in the last four months?",
    "pregnancy": "Pregnant, or possibly pregnant?",
    "breast_feeding": "Breast-feeding?",
    "infection": "Infection at a place that will be injected?",
    "inflammation_or_weakness_at_site": "Inflammation, or a weak or wasted muscle, where it will be injected?",
    "neuromuscular_disease": "A disease of nerve and muscle (myasthenia gravis, Lambert-Eaton syndrome, ALS)?",
    "dysphagia": "Trouble swallowing, now or before, or food gone the wrong way?",
    "breathing_difficulty": "Trouble breathing, or a lung disease?",
    "allergy_botulinum_toxin": "An allergic reaction to any botulinum toxin?",
    "allergy_albumin": "An allergy to human albumin?",
    "allergy_cows_milk_protein": "An allergy to cow's milk protein?",
    "anticoagulant": "A medicine that thins the blood, or a bleeding disorder?",
    "antiplatelet": "A medicine against blood clots, such as aspirin or clopidogrel?",
    "aminoglycoside": "An aminoglycoside antibiotic, or spectinomycin?",
    "neuromuscular_blocker": "A medicine that blocks nerve and muscle, as used in anaesthesia?",
    "muscle_relaxant": "A muscle relaxant?",
    "anticholinergic": "A medicine with anticholinergic effects?",
    "urinary_tract_infection": "A urinary tract infection?",
    "urinary_retention": "Trouble emptying the bladder, or more than 200 mL left in it afterwards, without regular "
    "catheterisation?",
}
"""Id -> the question in plain words. Answers: yes, no, possible, unknown, not applicable."""

ALWAYS_ASKED = (
    "toxin_elsewhere",
    "pregnancy",
    "breast_feeding",
    "infection",
    "urinary_tract_infection",
    "urinary_retention",
)
"""Asked at every session that they concern (the last two: the bladder), never carried over from an earlier one."""

ANSWERS = ("yes", "no", "possible", "unknown", "not-applicable")
"""What may be answered. No answer at all means that nobody asked; that is not the same as "unknown"."""
