"""How a file leaves the product: never shown inline as a page, named in Chinese."""

from urllib.parse import quote

from django.http import HttpResponse

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def attachment_response(name: str, content: bytes, media_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def spreadsheet_response(name: str, content: bytes, *, is_recorded: bool = False) -> HttpResponse:
    """A workbook. ``config.middleware.Exports`` writes it into the record, unless the caller has."""
    response = attachment_response(f"{name}.xlsx", content, SPREADSHEET)
    response.is_unrecorded_export = not is_recorded  # type: ignore[attr-defined]
    return response
