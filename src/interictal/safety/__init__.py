"""Safety: dose and interval limits, contraindications and interactions, adverse events."""
