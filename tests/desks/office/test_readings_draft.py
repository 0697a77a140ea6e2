"""The page that turns reviewed records into a draft guide, and the guide's way back to them."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.desks.reading import text_of
from tests.factories.accounts import make_actor, sign_in
from tests.factories.readings import make_draft, make_read, make_reading
from zhinan.apps.accounts.models import Role
from zhinan.apps.programmes.models import Guide
from zhinan.apps.readings.models import Entry, Reading, Standing
from zhinan.apps.readings.services import abandon_reading

pytestmark = pytest.mark.django_db

ABOUT = {
    "title": "云溪市2025年度应用研究计划项目申报指南",
    "year": "2025",
    "office_name": "云溪市科学技术局",
    "region_code": "连云港市",
    "pack": "yunxi-2025",
}


@pytest.fixture
def actor():
    return make_actor(Role.LEADER)


@pytest.fixture
def client(actor):
    return sign_in(Client(), actor)


@pytest.fixture
def reading(actor):
    return make_read(actor)


def draft(reading):
    return reverse("office:reading_draft", args=(reading.pk,))


def confirm_all(reading):
    Entry.objects.filter(reading=reading).update(standing=Standing.CONFIRMED, question="")


def test_page_is_filled_in_from_the_document(client, reading):
    page = text_of(client, draft(reading))

    for words in ('value="云溪市科学技术局"', 'value="2025"', "还没有定的", "将成为", "发布前检查"):
        assert words in page


def test_open_points_lead_to_their_records(client, reading):
    condition = Entry.objects.filter(reading=reading, type="condition").order_by("start")[0]

    page = text_of(client, draft(reading))

    assert f'href="/office/readings/{reading.pk}/?at={condition.key}#{condition.key}"' in page
    assert "DRAFT-UNCHECKED" in page


def test_what_the_office_has_to_say_leads_to_its_field_and_comes_first(client, reading):
    page = text_of(client, draft(reading))

    assert '<a href="#id_region_code">没有填行政区划代码</a>' in page
    assert page.index("DRAFT-REGION") < page.index("DRAFT-UNCHECKED")


def test_confirmed_records_leave_nothing_open_and_make_rules_that_run(client, reading):
    before = text_of(client, draft(reading))
    confirm_all(reading)

    after = text_of(client, draft(reading))

    assert "<span>可执行</span><b>0</b>" in before
    assert "<span>可执行</span><b>0</b>" not in after
    assert ["DRAFT-UNCHECKED" in page for page in (before, after)] == [True, False]


def test_drafting_makes_a_guide_and_goes_to_it(client, reading):
    answer = client.post(draft(reading), ABOUT)

    guide = Guide.objects.get()
    reading.refresh_from_db()
    assert answer["Location"] == reverse("office:guide", args=(guide.pk,))
    assert (guide.title, guide.pack, guide.version, guide.state) == (
        ABOUT["title"], "yunxi-2025", 1, "draft",
    )  # fmt: skip
    assert (reading.state, reading.guide_id, reading.region_code) == ("drafted", guide.pk, "320700")


def test_drafting_again_makes_the_next_version_and_the_same_is_refused(client, reading):
    client.post(draft(reading), ABOUT)
    same = client.post(draft(reading), ABOUT)
    confirm_all(reading)

    answer = client.post(draft(reading), ABOUT)

    assert same.status_code == 409
    assert "DRAFT-SAME" in same.content.decode()
    assert [g.version for g in Guide.objects.order_by("version")] == [1, 2]
    assert answer.status_code == 302


def test_looking_first_changes_nothing(client, reading):
    page = client.post(draft(reading), {**ABOUT, "preview": "1"}).content.decode()

    reading.refresh_from_db()
    assert f'value="{ABOUT["title"]}"' in page
    assert (Guide.objects.count(), reading.state, reading.pack) == (0, "review", "")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"title": " "}, "指南名称"),
        ({"year": "20"}, "1990"),
        ({"region_code": "亚特兰蒂斯"}, "没有“亚特兰蒂斯”，请写全称或六位代码"),
        ({"region_code": "鼓楼区"}, "“鼓楼区”有"),
        ({"region_code": "999999"}, "没有“999999”"),
        ({"pack": "云溪 2025"}, "只用小写英文、数字与连字符"),
    ],
)
def test_what_is_typed_wrong_is_told_and_kept(client, reading, typed, told):
    answer = client.post(draft(reading), ABOUT | typed)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert told in page
    assert Guide.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "code"), [("连云港市", "320700"), ("320706", "320706"), ("海州区", "320706")]
)
def test_region_is_taken_by_name_or_code(client, reading, typed, code):
    client.post(draft(reading), ABOUT | {"region_code": typed})

    reading.refresh_from_db()
    assert reading.region_code == code


def test_finance_looks_and_cannot_draft(reading):
    client = sign_in(Client(), make_actor(Role.FINANCE))

    assert "您当前的身份不能形成指南" in text_of(client, draft(reading))
    assert client.post(draft(reading), ABOUT).status_code == 403
    assert Guide.objects.count() == 0


def test_abandoned_reading_has_no_draft(client, actor, reading):
    abandon_reading(reading, actor=actor)

    assert client.get(draft(reading)).status_code == 302
    assert client.post(draft(reading), ABOUT).status_code == 302
    assert Guide.objects.count() == 0


def test_document_without_a_programme_still_has_a_draft(client):
    page = text_of(
        client, draft(make_reading(0, text="关于做好有关工作的通知\n各单位：请做好工作。\n"))
    )

    assert "1个计划类别" in page


def test_guide_that_was_not_checked_sends_back_to_the_desk(client):
    guide = make_draft()
    reading = Reading.objects.get(guide=guide)

    answer = client.post(reverse("office:guide", args=(guide.pk,)))

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "GUIDE-UNCHECKED" in page
    assert f'href="/office/readings/{reading.pk}/">回到这份公文的核对页' in page


def test_guide_page_names_its_document_and_an_older_version_does_too(client, reading):
    client.post(draft(reading), ABOUT)
    confirm_all(reading)
    client.post(draft(reading), ABOUT)

    pages = [text_of(client, f"/office/guides/{g.pk}/") for g in Guide.objects.all()]

    assert [reading.file_name in page and "原文对照" in page for page in pages] == [True, True]


def test_guides_page_leads_to_reading(client):
    page = text_of(client, "/office/guides/")

    assert 'href="/office/readings/">从公文导入' in page
