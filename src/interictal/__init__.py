"""From headache diary to treatment decision.

Import the packages by name (``interictal.diary``, ``interictal.ichd3``, ``interictal.outcomes`` ...);
this module loads nothing, so that a light use stays light.
"""

__version__ = "0.1.0"

INTENDED_USE = (
    "For record keeping and calculation by headache professionals. Not CE-marked, not FDA-cleared. "
    "It calculates and explains; the clinician decides."
)
"""Stands wherever a result is shown."""
