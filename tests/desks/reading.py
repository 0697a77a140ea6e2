"""Reading pages in tests: statements they take, and spreadsheets they give."""

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from zhinan.engines.documents.spreadsheet import read_rows


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def statements(client: Client, address: str) -> int:
    """How many statements a page takes once what is kept in the process has been read."""
    text_of(client, address)
    with CaptureQueriesContext(connection) as captured:
        text_of(client, address)
    return len(captured)


def sheet_of(client: Client, address: str) -> list[list[Any]]:
    answer = client.get(address)
    assert answer.status_code == 200, address
    assert "attachment" in answer["Content-Disposition"]
    return read_rows(answer.content)
