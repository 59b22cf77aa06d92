"""What the package offers by name."""

import pytest

from interictal.evidence import comparison


def test_each_name_leads_to_what_it_names() -> None:
    """Also those whose module is loaded only now."""
    assert all(getattr(comparison, name).__name__ == name for name in comparison.__all__)


def test_a_name_that_it_lacks() -> None:
    """Is refused as by any module."""
    with pytest.raises(AttributeError, match="has no attribute 'ranking'"):
        _ = comparison.ranking
