"""What the toxin does, from the nerve terminal to headache days: a model with sourced or fitted numbers.

``relief`` is what trials and forecasts need; ``course`` holds every state for a protocol. Units are those of
onabotulinumtoxinA, whose numbers these are. docs/mechanism.md explains the model.
"""

from interictal.mechanism.courses import course
from interictal.mechanism.headache import relief

__all__ = ["course", "relief"]
