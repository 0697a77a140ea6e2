import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories.applications import (
    LICENCE,
    PDF,
    make_applicant,
    make_application,
    make_pdf,
    make_submitted,
)
from zhinan.apps.applications.facts import application_values
from zhinan.apps.applications.selectors import attachments_of
from zhinan.apps.applications.services import attach_file, remove_attachment
from zhinan.apps.records.workflow import MoveRefused

pytestmark = pytest.mark.django_db


def codes(refused):
    return [finding.code for finding in refused.value.findings]


def value(application):
    return application_values(application).get("papers", {}).get(LICENCE)


def test_attach_file_fills_the_slot_and_a_second_file_takes_its_place():
    actor = make_applicant()
    application = make_application(actor)

    first = attach_file(application, term=LICENCE, uploaded=make_pdf("一.pdf"), actor=actor)
    second = attach_file(
        application, term=LICENCE, uploaded=make_pdf("二.pdf", PDF + b"%"), actor=actor
    )

    first.refresh_from_db()
    assert first.removed_at is not None
    assert value(application) == {"value": [second.pk], "source": "declared"}
    assert [a.name for a in attachments_of(application)[LICENCE]] == ["二.pdf"]


def test_attach_file_sent_twice_is_kept_once():
    actor = make_applicant()
    application = make_application(actor)

    first, second = (
        attach_file(application, term=LICENCE, uploaded=make_pdf(), actor=actor) for _ in range(2)
    )

    assert first == second
    assert application.attachments.count() == 1
    application.refresh_from_db()
    assert application.version == 1


def test_attach_file_keeps_the_name_without_its_folders():
    actor = make_applicant()
    application = make_application(actor)
    uploaded = make_pdf()
    uploaded._name = "C:\\用户\\王\\执照.pdf"

    assert attach_file(application, term=LICENCE, uploaded=uploaded, actor=actor).name == "执照.pdf"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("程序.pdf", b"MZ" + bytes(200), "FILE-TYPE"),
        ("空.pdf", b"", "FILE-EMPTY"),
        ("表.xlsx", PDF, "FILE-TYPE"),
    ],
)
def test_attach_file_that_is_not_what_it_claims_is_refused(name, content, code):
    actor = make_applicant()
    application = make_application(actor)

    with pytest.raises(MoveRefused) as refused:
        attach_file(
            application, term=LICENCE, uploaded=SimpleUploadedFile(name, content), actor=actor
        )

    assert codes(refused) == [code]
    assert value(application) is None


def test_attach_file_too_large_is_refused(settings):
    settings.UPLOAD_LIMIT_BYTES = len(PDF) - 1
    actor = make_applicant()
    application = make_application(actor)

    with pytest.raises(MoveRefused) as refused:
        attach_file(application, term=LICENCE, uploaded=make_pdf(), actor=actor)

    assert codes(refused) == ["FILE-SIZE"]


def test_attach_file_in_no_slot_is_refused():
    actor = make_applicant()

    with pytest.raises(MoveRefused) as refused:
        attach_file(make_application(actor), term="project.name", uploaded=make_pdf(), actor=actor)

    assert codes(refused) == ["FILE-SLOT"]


def test_attach_and_remove_by_a_stranger_or_after_handing_in_are_refused():
    actor = make_applicant()
    submitted = make_submitted(actor)
    attachment = submitted.attachments.get()

    for other in (make_applicant(), actor):
        expected = MoveRefused if other is actor else PermissionDenied
        with pytest.raises(expected):
            attach_file(submitted, term=LICENCE, uploaded=make_pdf(), actor=other)
        with pytest.raises(expected):
            remove_attachment(attachment, actor=other)

    attachment.refresh_from_db()
    assert attachment.removed_at is None


def test_remove_attachment_empties_the_slot_and_twice_is_harmless():
    actor = make_applicant()
    application = make_application(actor)
    attachment = attach_file(application, term=LICENCE, uploaded=make_pdf(), actor=actor)

    for _ in range(2):
        remove_attachment(attachment, actor=actor)

    assert value(application) is None
    assert attachments_of(application) == {}
