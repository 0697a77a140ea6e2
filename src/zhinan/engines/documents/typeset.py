"""PDF by typst, with fonts that travel with the product: the same page on every machine."""

import json
from functools import cache
from pathlib import Path
from typing import Any

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "documents"


def typeset(template: str, content: dict[str, Any]) -> bytes:
    """Set one document.

    Args:
        template: Name of a file under ``templates/documents``, without ``.typ``.
        content: JSON values; the template reads them as ``content``.

    Returns:
        A PDF.

    Raises:
        FileNotFoundError: No such template.
        RuntimeError: The template does not compile with this content.
    """
    import typst

    path = TEMPLATES / f"{template}.typ"
    if not path.is_file():
        raise FileNotFoundError(f"expected a template {path.name} in templates/documents")
    pdf = typst.compile(
        str(path),
        root=str(TEMPLATES),
        font_paths=[_fonts()],
        ignore_system_fonts=True,
        sys_inputs={"content": json.dumps(content, ensure_ascii=False)},
    )
    assert isinstance(pdf, bytes)
    return pdf


@cache
def _fonts() -> str:
    """Folder of Noto Sans SC and Noto Serif SC (OFL)."""
    import pylopdf_fonts_zh_cn

    return str(Path(pylopdf_fonts_zh_cn.__file__).parent)
