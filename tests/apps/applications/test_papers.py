from decimal import Decimal

import pytest

from tests.factories.applications import make_application
from zhinan.apps.applications.facts import document_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("yuan", "printed"), [("95000.00", "9.50 万元"), ("95000.01", "9.500001 万元")]
)
def test_printed_cover_loses_no_fen(yuan, printed):
    application = make_application()
    application.grant_yuan = Decimal(yuan)

    assert ["申请经费", printed] in document_of(application)["cover"]
