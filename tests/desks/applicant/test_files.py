"""Files in their slots."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.factories.applications import (
    LICENCE,
    make_pdf,
    make_submitted,
)

pytestmark = pytest.mark.django_db


def test_file_is_put_in_read_and_taken_out(me, draft, media):
    answer = me.post(reverse("applicant:attach", args=(draft.pk, LICENCE)), {"file": make_pdf()})

    [attachment] = draft.attachments.all()
    assert answer.headers["Location"].endswith(f"fill/papers/#f.{LICENCE}")
    read = me.get(reverse("applicant:file", args=(attachment.pk,)))
    assert read.content.startswith(b"%PDF")
    assert read["X-Content-Type-Options"] == "nosniff"
    me.post(reverse("applicant:file_remove", args=(attachment.pk,)))
    attachment.refresh_from_db()
    assert attachment.removed_at is not None


def test_file_of_another_is_not_found(me, media):
    attachment = make_submitted().attachments.get()

    assert me.get(reverse("applicant:file", args=(attachment.pk,))).status_code == 404
    assert me.post(reverse("applicant:file_remove", args=(attachment.pk,))).status_code == 404


def refusals_of(client, draft, uploaded):
    answer = client.post(
        reverse("applicant:attach", args=(draft.pk, LICENCE)),
        {"file": uploaded},
        headers={"accept": "application/json"},
    )
    assert answer.status_code == 422
    return answer.json()["refused"]


def test_program_renamed_pdf_is_refused(me, draft, media):
    [words] = refusals_of(me, draft, SimpleUploadedFile("执照.pdf", b"MZ\x90\x00" + b"\0" * 64))

    assert "FILE-TYPE" in words
    assert not draft.attachments.exists()


def test_file_over_the_limit_is_refused_with_sizes(me, draft, media, settings):
    settings.UPLOAD_LIMIT_BYTES = 10

    [words] = refusals_of(me, draft, make_pdf())

    assert "FILE-SIZE" in words
    assert not draft.attachments.exists()
