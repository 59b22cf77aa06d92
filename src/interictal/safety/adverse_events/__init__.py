"""Adverse events: what happened, how it is judged, what is reported, and how often it happens beside what is published.

Light on purpose: import what is needed from the modules (docs/spec/adverse-events.md).
"""
