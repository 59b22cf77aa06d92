"""From headache diary to treatment decision.

Import the packages by name (``interictal.diary``, ``interictal.ichd3``, ``interictal.outcomes`` ...);
this module loads nothing, so that a light use stays light.
"""

__version__ = "0.1.0"
