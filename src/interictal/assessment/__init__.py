"""From one patient's diary, sessions and profile to everything a headache clinic decides on."""

from interictal import INTENDED_USE
from interictal.assessment.engine import assess
from interictal.assessment.result import Assessment, Option

__all__ = ["INTENDED_USE", "Assessment", "Option", "assess"]
