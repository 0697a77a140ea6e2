"""The office's desk: what waits, guides in and out, calls and their windows, the list of applications."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.desks.reading import sheet_of, statements, text_of
from tests.factories.accounts import make_actor, sign_in
from tests.factories.awards import make_valid_applications
from tests.factories.programmes import make_call, make_guide, make_programme, pack_files, zipped
from tests.factories.recommendation import make_handed_in, make_host
from tests.factories.registry import make_body, make_section
from tests.factories.screening import make_claimed_review, make_screened_application
from zhinan.apps.accounts.models import Role
from zhinan.apps.applications.states import ApplicationState as S
from zhinan.apps.awards.services import create_decision_list
from zhinan.apps.programmes.models import Call, Guide
from zhinan.apps.programmes.states import CallState

pytestmark = pytest.mark.django_db
PAGES = [
    "/office/",
    "/office/applications/",
    "/office/applications/1/",
    "/office/guides/",
    "/office/guides/1/",
    "/office/guides/1/export/",
    "/office/calls/",
    "/office/calls/new/1/",
    "/office/calls/1/",
]


@pytest.fixture
def client():
    return sign_in(Client(), make_actor(Role.OFFICE))


def of(role, **scope):
    return sign_in(Client(), make_actor(role, **scope))


def moment(value):
    return timezone.localtime(value).strftime("%Y-%m-%dT%H:%M")


def form_of(**over):
    now = timezone.now()
    return {
        "title": "关于组织申报的通知",
        "number": "示科发〔2026〕1号",
        "opens_at": moment(now),
        "closes_at": moment(now + timedelta(days=30)),
        "host_closes_at": moment(now + timedelta(days=33)),
        "recommendation_closes_at": moment(now + timedelta(days=40)),
        "planned_awards": "12",
        "planned_wan": "9.50",
    } | over


@pytest.mark.parametrize("address", PAGES)
def test_pages_ask_a_stranger_to_sign_in_and_refuse_other_roles(address):
    anonymous = Client().get(address)

    assert (anonymous.status_code, anonymous["Location"]) == (
        302,
        f"/account/sign-in/?next={address}",
    )
    for actor in (
        make_host(),
        make_actor(Role.RECOMMENDER, body=make_body()),
        make_actor(Role.SUPERVISOR),
    ):
        assert sign_in(Client(), actor).get(address).status_code == 403


# What waits


def test_home_lists_what_waits_and_by_when(client):
    now = timezone.now()
    call = make_call()
    make_call(programme=call.programme, state="draft", title="还没发布的通知")
    make_handed_in(call, state=S.AT_OFFICE, title="等审的项目")
    claimed = make_screened_application(call)
    make_claimed_review(claimed, actor=make_actor(Role.OFFICE))
    for days in (-1, 3):
        make_handed_in(call, state=S.CORRECTING, title=f"补正{days}", correction_due_at=now + timedelta(days=days))  # fmt: skip

    page = text_of(client, "/office/")

    assert "1项补正已经逾期" in page
    assert "1项形式审查无人认领" in page
    assert "/office/screening/?tab=correcting&amp;sort=due" in page
    assert "1个申报通知还是草稿" in page
    assert all(
        words in page
        for words in (call.programme.name, "还没发布的通知", "等审的项目", "补正-1", "补正3")
    )


def test_home_counts_what_i_have_claimed():
    clerk = make_actor(Role.OFFICE)
    make_claimed_review(actor=clerk)

    assert "1项形式审查由我承办" in text_of(sign_in(Client(), clerk), "/office/")
    assert "由我承办" not in text_of(of(Role.OFFICE), "/office/")


def test_home_shows_a_section_only_its_own():
    section, other = make_section(), make_section()
    clients = [of(Role.OFFICE, section=s) for s in (section, other)]
    programme = make_programme()
    programme.section = section
    programme.save()
    call = make_call(programme=programme)
    make_handed_in(call, state=S.AT_OFFICE, title="本处室的项目")
    create_decision_list(make_valid_applications(1, call), actor=make_actor(Role.OFFICE))

    mine, theirs = (text_of(client, "/office/") for client in clients)

    shown = ("本处室的项目", programme.name, "1份立项名单在办")
    assert [words for words in shown if words in mine] == list(shown)
    assert [words for words in shown if words in theirs] == []


def test_home_of_finance_leads_only_to_pages_it_may_open():
    make_handed_in(make_call(), state=S.AT_OFFICE, title="等审的项目")
    client = of(Role.FINANCE)

    page = text_of(client, "/office/")

    assert "等审的项目" in page
    assert 'class="card' in page
    assert "/office/screening/1" not in page


def test_home_with_nothing_says_so(client):
    page = text_of(client, "/office/")

    assert "眼下没有等您办的事" in page
    assert "没有等待形式审查的申报" in page
    assert "没有开放的通知" in page


# Lists


@pytest.mark.parametrize(
    ("address", "count"),
    [("/office/", 14), ("/office/applications/", 8), ("/office/guides/", 7), ("/office/calls/", 8)],
)
def test_lists_take_the_same_statements_with_one_row_and_three(client, address, count):
    def add():
        call = make_call()
        make_call(programme=call.programme, state="draft")
        make_handed_in(call, state=S.AT_OFFICE)
        make_handed_in(call, state=S.CORRECTING, correction_due_at=timezone.now())

    add()
    with_one = statements(client, address)
    add()
    add()

    assert (with_one, statements(client, address)) == (count, count)


def test_list_of_applications_takes_fifteen_statements_at_most(client):
    call = make_call()
    for _ in range(60):
        make_handed_in(call, state=S.AT_OFFICE)

    assert (
        statements(client, "/office/applications/?q=示例&state=at_office&sort=-grant_yuan&page=2")
        <= 15
    )


def test_list_of_applications_filters_sorts_and_turns_pages(client):
    first, second = make_call(), make_call()
    rows = [
        make_handed_in(
            first, state=S.AT_OFFICE, title="碳纤维", leader_name="周甲", grant_yuan=100
        ),
        make_handed_in(second, state=S.VALID, title="海水养殖", leader_name="吴乙", grant_yuan=200),
    ]
    make_handed_in(first, title="还没推荐的碳纤维")

    def listed(query):
        page = text_of(client, f"/office/applications/?{query}")
        found = [row.title for row in rows if f">{row.title}<" in page]
        return sorted(found, key=lambda title: page.index(f">{title}<"))

    assert listed("") == ["海水养殖", "碳纤维"]
    assert listed("sort=grant_yuan") == ["碳纤维", "海水养殖"]
    assert listed(f"call={first.pk}") == ["碳纤维"]
    assert listed("state=valid") == ["海水养殖"]
    assert [listed(f"q={q}") for q in ("周甲", rows[1].number, rows[1].host.name)] == [["碳纤维"], ["海水养殖"], ["海水养殖"]]  # fmt: skip
    assert [listed(q) for q in ("page=2", "call=²", f"call={'9' * 40}")] == [[], [], []]
    assert listed("page=²&sort=nonsense") == ["海水养殖", "碳纤维"]
    assert "还没推荐的碳纤维" not in text_of(client, "/office/applications/")


def test_list_of_applications_has_pages_of_fifty(client):
    call = make_call()
    for _ in range(51):
        make_handed_in(call, state=S.AT_OFFICE)

    first, second = (text_of(client, f"/office/applications/?page={n}") for n in (1, 2))

    assert (first.count("<tr>"), second.count("<tr>")) == (51, 2)  # with the head
    assert "共51项" in first
    assert ('rel="next"' in first, 'rel="next"' in second) == (True, False)


def test_application_of_another_section_is_not_found():
    row = make_handed_in(make_call(), state=S.AT_OFFICE)
    theirs = of(Role.OFFICE, section=make_section())
    mine = of(Role.OFFICE, section=row.call.programme.section)

    assert [c.get(f"/office/applications/{row.pk}/").status_code for c in (theirs, mine)] == [
        404,
        200,
    ]


def test_excel_of_applications_holds_the_list_as_filtered(client):
    call, body = make_call(), make_body()
    row = make_handed_in(call, body=body, state=S.AT_OFFICE, title="=HYPERLINK(1)")
    make_handed_in(call, state=S.VALID)

    heads, *lines = sheet_of(client, "/office/applications/?format=xlsx&state=at_office")

    assert heads[:3] == ["受理号", "项目名称", "计划类别"]
    assert [line[:8] for line in lines] == [
        [row.number, "=HYPERLINK(1)", "市基础研究计划", "", row.host.name, "王示例", body.name, 20]
    ]


# Guides


def uploaded(content, name="指南包.zip"):
    return {"archive": SimpleUploadedFile(name, content, content_type="application/zip")}


def test_guide_comes_from_a_shipped_pack_and_goes_out_as_the_same_bytes(client):
    answer = client.post("/office/guides/", {"pack": "lianyungang-2024"})
    guide = Guide.objects.get()
    exported = client.get(f"/office/guides/{guide.pk}/export/")

    assert answer["Location"] == f"/office/guides/{guide.pk}/"
    with zipfile.ZipFile(io.BytesIO(exported.content)) as archive:
        files = {name.split("/", 1)[1]: archive.read(name) for name in archive.namelist()}
    assert files == {file.path: bytes(file.content) for file in guide.files.all()}


def test_guide_comes_from_an_uploaded_zip(client):
    answer = client.post(
        "/office/guides/", uploaded(zipped(pack_files(), top="示例/").read()), follow=True
    )

    assert "已导入为草稿" in answer.content.decode()
    assert Guide.objects.get().title == "示例市2024年度科技计划项目指南"


def test_guide_exported_and_uploaded_again_is_the_next_version_of_the_same_content(client):
    first = make_guide()
    exported = client.get(f"/office/guides/{first.pk}/export/").content

    client.post("/office/guides/", uploaded(exported))

    second = Guide.objects.get(version=2)
    assert (second.pack, second.digest) == (first.pack, first.digest)
    page = text_of(client, f"/office/guides/{second.pk}/")
    assert f"/office/guides/{first.pk}/" in page


def test_upload_with_faults_lists_each_with_file_line_and_remedy(client):
    quotas = (
        pack_files()["quotas.csv"].decode().replace("高校", "不存在的单位").replace(",15,", ",,")
    )

    answer = client.post("/office/guides/", uploaded(zipped(pack_files(quotas=quotas)).read()))

    page = answer.content.decode()
    assert answer.status_code == 409
    assert all(
        words in page
        for words in ("没有导入：包里有错", "quotas.csv", "PACK-QUOTA-WHO", "PACK-QUOTA-LIMIT")
    )
    assert Guide.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"%PDF-1.7", "PACK-ARCHIVE"),
        (b"", "PACK-ARCHIVE"),
        (zipped({"../pack.yaml": "x"}).read(), "PACK-PATH"),
        (zipped({"readme.txt": "x"}).read(), "PACK-FILE-MISSING"),
        (zipped({"pack.yaml": b"\0" * 25_000_000}).read(), "PACK-FILE-SIZE"),
    ],
    ids=["pdf", "empty", "outside", "no pack", "bomb"],
)
def test_upload_that_is_no_pack_is_refused_with_its_reason(client, content, code):
    answer = client.post("/office/guides/", uploaded(content))

    assert answer.status_code == 409
    assert code in answer.content.decode()
    assert Guide.objects.count() == 0


def test_shipped_pack_that_does_not_exist_is_refused(client):
    answer = client.post("/office/guides/", {"pack": "../../etc"})

    assert (answer.status_code, Guide.objects.count()) == (409, 0)


def test_finance_reads_guides_but_neither_imports_nor_publishes():
    guide = make_guide(is_published=False)
    client = of(Role.FINANCE)

    answers = [
        client.post("/office/guides/", uploaded(zipped(pack_files()).read())).status_code,
        client.post(f"/office/guides/{guide.pk}/").status_code,
    ]

    assert answers == [403, 403]
    assert "上传指南包" not in text_of(client, "/office/guides/")
    assert list(Guide.objects.values_list("state", flat=True)) == ["draft"]


def test_publish_guide_locks_it_and_twice_is_refused(client):
    guide = make_guide(is_published=False)

    first = client.post(f"/office/guides/{guide.pk}/", follow=True)
    again = client.post(f"/office/guides/{guide.pk}/")

    assert "指南已发布，内容已锁定" in first.content.decode()
    assert again.status_code == 409
    assert "STATE-CHANGED" in again.content.decode()


def test_excel_of_guides_and_calls_hold_what_is_listed(client):
    call = make_call(title="通知甲", number="示科发1号", planned_awards=3)
    make_handed_in(call)
    make_call(programme=call.programme, title="通知乙", state="draft")

    guides = sheet_of(client, "/office/guides/?format=xlsx")
    heads, *calls = sheet_of(client, "/office/calls/?format=xlsx&state=published")

    assert guides[1][:3] == ["示例市2024年度科技计划项目指南", "example-2024", 1]
    assert len(calls) == 1
    found = dict(zip(heads, calls[0], strict=True))
    assert (found["通知"], found["文号"], found["申报数"], found["拟支持项数"]) == (
        "通知甲",
        "示科发1号",
        1,
        3,
    )


# Calls


def test_call_is_opened_shown_with_its_timetable_published_and_ended(client):
    programme = make_programme()

    made = client.post(f"/office/calls/new/{programme.pk}/", form_of())
    call = Call.objects.get()
    page = text_of(client, f"/office/calls/{call.pk}/")
    client.post(f"/office/calls/{call.pk}/", {"act": "publish"})
    call.refresh_from_db()
    published = call.state
    client.post(f"/office/calls/{call.pk}/", {"act": "close", "note": "名额已满"})
    call.refresh_from_db()

    assert made["Location"] == f"/office/calls/{call.pk}/"
    assert call.planned_yuan == 95_000
    assert "单位确认截止" in page
    assert (published, call.state) == (CallState.PUBLISHED, CallState.CLOSED)


def test_timetable_counts_from_what_is_set_and_marks_what_is_provisional(client):
    programme = make_programme()
    closes = timezone.make_aware(timezone.datetime(2099, 3, 6, 17))
    Call.objects.create(programme=programme, title="远期通知", closes_at=closes)
    call = Call.objects.create(programme=programme, title="未定通知")

    far = text_of(client, f"/office/calls/{Call.objects.get(title='远期通知').pk}/")
    open_ended = text_of(client, f"/office/calls/{call.pk}/")

    assert "2099-03-09 23:59" in far or "2099-03-10 00:00" in far
    assert "暂定" in far
    assert "指南 六" in far
    assert "待提交截止确定后起算" in open_ended


@pytest.mark.parametrize(
    ("over", "status", "words"),
    [
        ({"title": ""}, 422, "err"),
        ({"closes_at": "2026-13-40"}, 422, "err"),
        ({"planned_wan": "-1"}, 422, "err"),
        ({"closes_at": "2020-01-01T00:00"}, 409, "CALL-WINDOW-ORDER"),
    ],
)
def test_call_that_does_not_fit_is_refused_and_what_was_typed_is_kept(client, over, status, words):
    programme = make_programme()

    answer = client.post(f"/office/calls/new/{programme.pk}/", form_of(number="甲文号") | over)

    page = answer.content.decode()
    assert (answer.status_code, Call.objects.count()) == (status, 0)
    assert words in page
    assert "甲文号" in page


@pytest.mark.parametrize(
    ("over", "sent", "code"),
    [
        ({"state": "draft", "closes_at": None}, {"act": "publish"}, "CALL-NO-WINDOW"),
        ({}, {"act": "publish"}, "STATE-CHANGED"),
        ({}, {"act": "close", "note": " "}, "REASON-MISSING"),
        ({}, {"act": "cancel"}, "REASON-MISSING"),
        (
            {},
            form_of(closes_at=moment(timezone.now() + timedelta(days=1)), note="提前"),
            "CALL-ONLY-LATER",
        ),
    ],
)
def test_acts_on_a_call_that_are_refused_change_nothing(client, over, sent, code):
    call = make_call(**over)
    before = Call.objects.values().get(pk=call.pk)

    answer = client.post(f"/office/calls/{call.pk}/", sent)

    assert answer.status_code == 409
    assert code in answer.content.decode()
    assert Call.objects.values().get(pk=call.pk) == before


def test_another_section_reads_a_call_but_may_not_change_it():
    call = make_call()
    before = Call.objects.values().get(pk=call.pk)
    client = of(Role.OFFICE, section=make_section())
    here = f"/office/calls/{call.pk}/"

    answers = [
        client.post(here, {"act": act, "note": "理由"} | form_of()).status_code
        for act in ("publish", "close", "cancel", "change")
    ]

    assert answers == [403] * 4
    assert "取消通知" not in text_of(client, here)
    assert client.post(f"/office/calls/new/{call.programme_id}/", form_of()).status_code == 403
    assert Call.objects.values().get(pk=call.pk) == before


def test_calls_are_found_by_state_and_words(client):
    call = make_call(title="通知甲")
    make_call(programme=call.programme, title="通知乙", state="draft")

    pages = [
        text_of(client, f"/office/calls/?{q}") for q in ("state=draft", "q=通知甲", "q=没有这个")
    ]

    assert ["通知甲</a>" in page for page in pages] == [False, True, False]
    assert ["通知乙</a>" in page for page in pages] == [True, False, False]
    assert "没有符合条件的通知" in pages[2]


def test_guides_and_calls_without_any_say_what_to_do(client):
    assert "选一个包导入" in text_of(client, "/office/guides/")
    assert "还没有申报通知" in text_of(client, "/office/calls/")
