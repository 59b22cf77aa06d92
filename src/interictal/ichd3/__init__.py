"""ICHD-3: the criteria of 1.1, 1.2, 1.3, 1.5.1 and 8.2, asked of a headache diary."""

from interictal.ichd3.chronic import chronic_migraine
from interictal.ichd3.criteria import judgements, starting_judgements
from interictal.ichd3.migraine import migraine_with_aura, migraine_without_aura, probable_migraine
from interictal.ichd3.overuse import medication_overuse

__all__ = [
    "chronic_migraine",
    "judgements",
    "medication_overuse",
    "migraine_with_aura",
    "migraine_without_aura",
    "probable_migraine",
    "starting_judgements",
]
