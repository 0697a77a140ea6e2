import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

import zhinan
from tests.apps.records.threads import alone
from tests.factories.accounts import make_actor
from tests.factories.programmes import GOOD, make_guide, pack_files, zipped
from zhinan.apps.accounts.models import Role
from zhinan.apps.accounts.selectors import PUBLIC
from zhinan.apps.programmes.facts import files_of, form_of, pack_of
from zhinan.apps.programmes.models import Guide, Programme
from zhinan.apps.programmes.selectors import guides_visible_to, programme_page
from zhinan.apps.programmes.services import (
    PackRefused,
    export_pack,
    import_archive,
    import_pack,
    publish_guide,
    shipped_packs,
)
from zhinan.apps.programmes.states import GuideState
from zhinan.apps.records.models import Act
from zhinan.apps.records.workflow import MoveRefused
from zhinan.apps.registry.models import Section
from zhinan.engines.packs import load_pack

PLANS = Path(zhinan.__file__).parent / "packs"
pytestmark = pytest.mark.django_db


def bytes_under(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


@pytest.mark.parametrize("name", ["lianyungang-2024", GOOD])
def test_import_then_export_gives_the_same_bytes_and_an_equal_pack(
    name: str | Path, tmp_path: Path
):
    guide = import_pack(name, actor=None)

    export_pack(guide, tmp_path / "out")

    source = GOOD if isinstance(name, Path) else Path("src/zhinan/packs") / name
    assert bytes_under(tmp_path / "out") == bytes_under(source)
    assert load_pack(tmp_path / "out") == load_pack(source) == pack_of(guide)
    assert load_pack(tmp_path / "out").digest == guide.digest


def test_import_pack_stores_bytes_that_are_no_text(tmp_path: Path):
    files = pack_files() | {
        "documents/contract.docx": bytes(range(256)),
        "documents/空 白.txt": b"",
    }

    guide = import_pack(load_pack(files), actor=None)

    assert files_of(guide) == files
    export_pack(guide, tmp_path / "out")
    assert bytes_under(tmp_path / "out") == files


def test_import_pack_derives_rows_in_the_order_of_the_guide():
    guide = import_pack(load_pack(pack_files()), actor=None)

    programme = guide.programmes.get()
    page = programme_page(programme)
    assert (programme.key, programme.section.contact_phone, programme.number_prefix) == (
        "research", "85800000", "EX2024-JC",
    )  # fmt: skip
    assert programme.flow[1] == {"stage": "formal_check", "correction_working_days": 5}
    assert [(c.number, c.level, [r.key for r in c.rules.all()]) for c in page["clauses"]] == [
        ("三", 2, []), ("三.1", 3, ["EX-1-1"]), ("三.2", 3, ["EX-1-2"]), ("五", 2, []),
    ]  # fmt: skip
    assert [(t.code, t.order, t.choice) for t in page["topics"]] == [
        ("7001", 1, "7001"),
        ("7002", 2, "7002"),
    ]
    assert next((q.who, q.most, q.counted_with) for q in page["quotas"]) == (
        "区（功能板块）",
        5,
        ["research"],
    )
    assert programme.rules.get(key="EX-1-2").content["params"] == {"上限": 24, "比例": "0.80"}
    assert [s.key for s in programme.form_sections.all()] == [
        s.key for s in form_of(programme).sections
    ]


def test_import_pack_topics_with_one_code_twice_stay_apart():
    manifest = GOOD.joinpath("pack.yaml").read_text() + (
        'accepted_faults:\n  - {code: "7001", in: topics.csv, reason: 原文如此}\n'
    )
    topics = GOOD.joinpath("topics.csv").read_text().replace("7002", "7001")

    guide = import_pack(load_pack(pack_files(manifest=manifest, topics=topics)), actor=None)

    assert [t.choice for t in guide.programmes.get().topics.all()] == ["7001", "7001@2"]


def test_import_pack_again_makes_the_next_version():
    versions = [import_pack(load_pack(pack_files()), actor=None).version for _ in range(3)]

    assert versions == [1, 2, 3]


def test_import_pack_with_faults_stores_nothing():
    with pytest.raises(PackRefused) as refused:
        import_pack(GOOD.parent / "bad" / "topic-twice", actor=None)

    assert [f.code for f in refused.value.faults] == ["PACK-FILE-MISSING"]
    assert not Guide.objects.exists()
    assert not Section.objects.exists()


@pytest.mark.parametrize("name", ["", "..", "../../etc", "/etc", "nowhere", "vocabulary.yaml"])
def test_import_pack_by_name_takes_shipped_packs_only(name: str):
    with pytest.raises(PackRefused):
        import_pack(name, actor=make_actor(Role.OFFICE))


def test_a_plan_is_listed_apart_and_not_imported_as_a_guide():
    assert "jilin-plan-14" in shipped_packs("plan")
    assert "jilin-plan-14" not in shipped_packs()

    with pytest.raises(PackRefused) as refused:
        import_pack(PLANS / "jilin-plan-14", actor=None)

    assert [f.code for f in refused.value.faults] == ["PACK-KIND"]
    assert not Guide.objects.exists()


def test_shipped_packs_lists_lianyungang():
    assert "lianyungang-2024" in shipped_packs()


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.OFFICE, Role.LEADER)])
def test_import_pack_by_others_is_denied(role: str):
    with pytest.raises(PermissionDenied):
        import_pack("lianyungang-2024", actor=make_actor(role))


def test_import_pack_records_who_and_what():
    actor = make_actor(Role.OFFICE)

    guide = import_pack(load_pack(pack_files()), actor=actor)

    act = Act.objects.get(subject_kind="programmes.guide", subject_id=str(guide.pk))
    assert (act.action, act.account_id, act.after["digest"]) == (
        "programmes.import_guide", actor.account.pk, guide.digest,
    )  # fmt: skip


def test_publish_guide_freezes_it_and_replaces_the_version_before():
    leader = make_actor(Role.LEADER)
    first, second = (import_pack(load_pack(pack_files()), actor=None) for _ in range(2))
    publish_guide(first, actor=leader)

    published = publish_guide(second, actor=leader)

    first.refresh_from_db()
    assert (first.state, published.state) == (GuideState.REPLACED, GuideState.PUBLISHED)
    assert published.published_at is not None


def test_publish_guide_brings_the_sections_contact_up_to_date_only_then():
    import_pack(load_pack(pack_files()), actor=None)
    manifest = GOOD.joinpath("pack.yaml").read_text().replace("85800000", "85800001")
    second = import_pack(load_pack(pack_files(manifest=manifest)), actor=None)
    assert Section.objects.get().contact_phone == "85800000"

    publish_guide(second, actor=make_actor(Role.LEADER))

    assert Section.objects.get().contact_phone == "85800001"


def test_publish_guide_older_than_the_public_one_is_refused():
    leader = make_actor(Role.LEADER)
    first, second = (import_pack(load_pack(pack_files()), actor=None) for _ in range(2))
    publish_guide(second, actor=leader)

    with pytest.raises(MoveRefused) as refused:
        publish_guide(first, actor=leader)

    first.refresh_from_db()
    assert [f.code for f in refused.value.findings] == ["GUIDE-OLDER"]
    assert first.state == GuideState.DRAFT


def test_publish_guide_twice_is_refused():
    guide = make_guide()

    with pytest.raises(MoveRefused) as refused:
        publish_guide(guide, actor=make_actor(Role.LEADER))

    assert [f.code for f in refused.value.findings] == ["STATE-CHANGED"]


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.OFFICE, Role.LEADER)])
def test_publish_guide_by_others_is_denied(role: str):
    guide = make_guide(is_published=False)

    with pytest.raises(PermissionDenied):
        publish_guide(guide, actor=make_actor(role))

    guide.refresh_from_db()
    assert guide.state == GuideState.DRAFT


def test_publish_guide_by_the_office_of_its_section_and_of_another():
    guide = make_guide(is_published=False)
    other = Section.objects.create(key="other", name="其他处")

    with pytest.raises(PermissionDenied):
        publish_guide(guide, actor=make_actor(Role.OFFICE, section=other))

    own = make_actor(Role.OFFICE, section=Section.objects.get(key="high-tech"))
    assert publish_guide(guide, actor=own).state == GuideState.PUBLISHED


def test_guides_visible_to_the_public_are_those_once_published():
    draft, public = make_guide(is_published=False), make_guide()

    assert set(guides_visible_to(PUBLIC)) == {public}
    assert set(guides_visible_to(make_actor(Role.OFFICE))) == {draft, public}


def test_programme_page_takes_the_same_statements_at_any_size(django_assert_num_queries):
    small = make_guide().programmes.get()
    big = import_pack("lianyungang-2024", actor=None).programmes.get(key="commercialisation")

    for programme in (small, big):
        with django_assert_num_queries(4):
            page = programme_page(programme)
            assert sum(len(c.rules.all()) for c in page["clauses"]) >= 2


def test_form_of_costs_no_statement_once_read(django_assert_num_queries):
    programme = Programme.objects.select_related("guide").get(pk=make_guide().programmes.get().pk)
    form_of(programme)

    with django_assert_num_queries(0):
        assert form_of(programme).section("basics").title == "基本信息"


def test_form_of_keeps_to_the_core_vocabulary_of_its_import():
    guide = make_guide()
    text = guide.core_vocabulary.replace(
        "名称: {path: name, type: text, max: 100", "名称: {path: name, type: text, max: 90"
    )
    Guide.objects.filter(pk=guide.pk).update(core_vocabulary=text, digest=guide.digest)
    later = Programme.objects.select_related("guide").get(guide=guide)

    assert form_of(later).title == "申报书"
    assert pack_of(later.guide).vocabulary["项目.名称"].maximum == 90


def test_export_pack_into_a_folder_that_holds_something_is_refused(tmp_path: Path):
    tmp_path.joinpath("kept.txt").write_text("x")

    with pytest.raises(FileExistsError):
        export_pack(make_guide(), tmp_path)

    assert [p.name for p in tmp_path.iterdir()] == ["kept.txt"]


@pytest.mark.django_db(transaction=True)
def test_import_pack_fifty_at_once_get_fifty_versions():
    pack = load_pack(pack_files())

    def run(_: int) -> int:
        try:
            return import_pack(pack, actor=None).version
        finally:
            connection.close()

    with alone(), ThreadPoolExecutor(50) as pool:
        versions = list(pool.map(run, range(50)))

    assert sorted(versions) == list(range(1, 51))


@pytest.mark.django_db(transaction=True)
def test_publish_guide_two_versions_at_once_leave_the_later_public():
    leader = make_actor(Role.LEADER)
    guides = [import_pack(load_pack(pack_files()), actor=None) for _ in range(2)]

    def run(guide: Guide) -> str:
        try:
            return publish_guide(guide, actor=leader).state
        except MoveRefused as refused:
            return refused.findings[0].code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(run, guides))

    assert results[1] == GuideState.PUBLISHED
    assert results[0] in (GuideState.PUBLISHED, "GUIDE-OLDER")
    assert list(Guide.objects.filter(state="published").values_list("version", flat=True)) == [2]


def test_import_archive_stores_the_pack_byte_for_byte():
    guide = import_archive(zipped(pack_files()), actor=make_actor(Role.OFFICE))

    assert files_of(guide) == pack_files()
    assert (guide.state, guide.version) == (GuideState.DRAFT, 1)


def test_import_archive_with_faults_names_file_line_and_remedy_and_stores_nothing():
    quotas = pack_files()["quotas.csv"].decode().replace("高校", "不存在的单位", 1)

    with pytest.raises(PackRefused) as refused:
        import_archive(zipped(pack_files(quotas=quotas)), actor=make_actor(Role.OFFICE))
    with pytest.raises(PackRefused) as broken:
        import_archive(io.BytesIO(b"x"), name="包.zip", actor=make_actor(Role.OFFICE))

    assert [(f.file, f.line, f.code) for f in refused.value.faults] == [
        ("quotas.csv", 4, "PACK-QUOTA-WHO")
    ]
    assert [(f.file, f.code) for f in broken.value.faults] == [("包.zip", "PACK-ARCHIVE")]
    assert Guide.objects.count() == 0


@pytest.mark.parametrize("role", [Role.FINANCE, Role.HOST, Role.SUPERVISOR])
def test_import_archive_by_anybody_else_is_refused_unread(role):
    with pytest.raises(PermissionDenied):
        import_archive(io.BytesIO(b"x"), actor=make_actor(role))
