"""Anybody's table of studies: arms with events, arms with means, or contrasts. ``reading`` reads them from files."""

from interictal.evidence.tables.records import (
    Contrast,
    EventsArm,
    Kind,
    MeansArm,
    Row,
    Rows,
    StudyTable,
    faults_between,
    treatments_of,
)

__all__ = [
    "Contrast",
    "EventsArm",
    "Kind",
    "MeansArm",
    "Row",
    "Rows",
    "StudyTable",
    "faults_between",
    "treatments_of",
]
