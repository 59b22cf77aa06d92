"""The profile: answers that no diary holds, and the file they come in."""

from interictal.profile.answers import Profile, Questionnaire
from interictal.profile.file import ICHD_CODES, profile_from, read_profile
from interictal.profile.preventives import (
    ADEQUATE_TOXIN_WEEKS,
    ADEQUATE_TRIAL_WEEKS,
    PREVENTIVE_CLASSES,
    FailedClasses,
    Preventive,
    StopReason,
    failed_classes,
    preventive_class,
    preventive_failed,
)

__all__ = [
    "ADEQUATE_TOXIN_WEEKS",
    "ADEQUATE_TRIAL_WEEKS",
    "ICHD_CODES",
    "PREVENTIVE_CLASSES",
    "FailedClasses",
    "Preventive",
    "Profile",
    "Questionnaire",
    "StopReason",
    "failed_classes",
    "preventive_class",
    "preventive_failed",
    "profile_from",
    "read_profile",
]
