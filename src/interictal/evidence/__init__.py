"""The published evidence: trials as data with provenance, their synthesis, comparison with other treatment, and claims.

Importing this package, and reading trials, claims and sources, needs the standard library alone; numpy and scipy are
loaded when something is computed.
"""
