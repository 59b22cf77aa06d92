"""Who may start, go on or stop, by body and date: rules as data, each with its source."""

from interictal.guidelines.applying import apply, described, review_findings
from interictal.guidelines.case import Case
from interictal.guidelines.reading import ids, load
from interictal.guidelines.rules import Guideline, GuidelineVerdicts

__all__ = ["Case", "Guideline", "GuidelineVerdicts", "apply", "described", "ids", "load", "review_findings"]
