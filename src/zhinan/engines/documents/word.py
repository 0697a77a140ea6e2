"""Word files from templates that the office may edit."""

import io
from typing import Any

from .typeset import TEMPLATES


def fill_word(template: str, content: dict[str, Any]) -> bytes:
    """Fill a Word template.

    Args:
        template: Name of a file under ``templates/documents``, without ``.docx``.
        content: JSON values; text may hold ``&`` and ``<``.

    Returns:
        A docx.

    Raises:
        FileNotFoundError: No such template.
    """
    from docxtpl import DocxTemplate

    path = TEMPLATES / f"{template}.docx"
    if not path.is_file():
        raise FileNotFoundError(f"expected a template {path.name} in templates/documents")
    document = DocxTemplate(str(path))
    document.render(content, autoescape=True)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()
