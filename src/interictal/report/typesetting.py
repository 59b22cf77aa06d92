"""From a template and its data to tagged PDF. Data reach the typesetter as JSON, never as markup."""

from __future__ import annotations

from typing import Any

from interictal.errors import NotSupported
from interictal.figures.drawing import FONT, INSTALL

SHEET_FONT = "Libertinus Serif"
"""Comes with the typesetter, so that the same data give the same sheet everywhere."""


def typeset(template: bytes, data: str, picture: str) -> bytes:
    """One PDF/UA-1 document.

    Args:
        template: Typst; reads ``sys.inputs.data`` and ``sys.inputs.picture``.
        data: JSON.
        picture: SVG; its font is replaced by the sheet's.

    Raises:
        NotSupported: the typesetter is not installed.
    """
    try:
        import typst
    except ImportError:
        raise NotSupported(f"The PDF needs a typesetter that is not installed. Install it with: {INSTALL}") from None
    compiler = typst.Compiler(
        input=template,
        ignore_system_fonts=True,
        sys_inputs={"data": data, "picture": picture.replace(FONT, SHEET_FONT)},
    )
    written: Any = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=0)
    return bytes(written)
