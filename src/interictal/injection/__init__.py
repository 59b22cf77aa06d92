"""Injection sessions and products."""

from interictal.injection.products import PRODUCTS, product_named
from interictal.injection.sessions import Session, read_sessions, session_dates

__all__ = ["PRODUCTS", "Session", "product_named", "read_sessions", "session_dates"]
