"""Numbers and dates as pictures write them. Light: the terminal report needs them and nothing else of pictures."""

from __future__ import annotations

import datetime as dt


def number(value: float | None) -> str:
    """A rate with one decimal; a missing one as an en dash, never as zero."""
    return "–" if value is None else f"{value:.1f}"


def day(date: dt.date) -> str:
    """A date as a person writes it: 4 Mar 2024."""
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
