"""A pack of kind plan: no section, form or quota; plan.yaml with its indicators, projects and tasks."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from zhinan.engines.packs import Figure, Pack, load_pack, read_folder, read_pack

SHIPPED = Path(__file__).parents[3] / "src" / "zhinan" / "packs"
FILES, _ = read_folder(SHIPPED / "jilin-plan-14")


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(FILES)


def faults_of(path: str, old: str, new: str) -> list[tuple[str, str]]:
    text = FILES[path].decode()
    assert old in text
    _, faults = read_pack(FILES | {path: text.replace(old, new, 1).encode()})
    return [(f.file, f.code) for f in faults]


def test_a_plan_has_no_section_form_or_quota(pack: Pack):
    [programme] = pack.programmes

    assert (pack.kind, pack.sections, programme.form.sections, programme.quotas) == (
        "plan",
        (),
        (),
        (),
    )
    assert programme.guide == "guide/plan.md"


def test_a_plan_keeps_figures_as_understood_and_as_printed(pack: Pack):
    assert pack.plan is not None
    first = pack.plan.indicators[0]

    assert (pack.plan.begins, pack.plan.ends) == (date(2021, 1, 1), date(2025, 12, 31))
    assert (first.base, first.target) == (
        Figure(2020, Decimal("1.30")),
        Figure(2025, Decimal("2.00")),
    )
    assert (first.direction, dict(first.printed)) == (
        "more_than",
        {"base": "130", "target": "＞200"},
    )
    assert (first.least, first.most) == (0, 10)


def test_a_plan_names_its_projects_and_tasks(pack: Pack):
    assert pack.plan is not None
    yanbian = load_pack(SHIPPED / "yanbian-plan-14").plan
    assert yanbian is not None

    assert (len(pack.plan.projects), len(pack.plan.tasks)) == (13, 5)
    assert (len(yanbian.indicators), len(yanbian.projects), len(yanbian.tasks)) == (7, 26, 6)
    assert (yanbian.projects[17].ends, yanbian.projects[17].place) == (2028, "俄罗斯")


def test_every_target_of_a_plan_is_a_rule_of_it(pack: Pack):
    for one in (pack, load_pack(SHIPPED / "yanbian-plan-14")):
        assert one.plan is not None
        rules = {rule.key for rule in one.programmes[0].rules}
        assert {i.rule for i in one.plan.indicators} <= rules


@pytest.mark.parametrize(
    ("path", "old", "new", "fault"),
    [
        ("pack.yaml", "kind: plan", "kind: plans", ("pack.yaml", "PACK-VALUE")),
        ("plan.yaml", "period: {from: 2021-01-01", "period: {from: 2021-02-30", ("plan.yaml", "PACK-WINDOW-DATE")),
        ("plan.yaml", "to: 2025-12-31", "to: 2020-12-31", ("plan.yaml", "PACK-VALUE")),
        ("plan.yaml", "direction: more_than", "direction: above", ("plan.yaml", "PACK-VALUE")),
        ("plan.yaml", "term: 地区.研发投入强度", "term: 地区.没有", ("plan.yaml", "PACK-TERM")),
        ("plan.yaml", "range: [0, 10]", "range: [0]", ("plan.yaml", "PACK-VALUE")),
        ("plan.yaml", "value: 1.30", "value: 多", ("plan.yaml", "PACK-VALUE")),
        ("plan.yaml", "target: {year: 2025, value: 2.00}", "target: {year: 2025}", ("plan.yaml", "PACK-KEY-MISSING")),
        ("plan.yaml", "tasks:", "task:", ("plan.yaml", "PACK-KEY-UNKNOWN")),
    ],
)  # fmt: skip
def test_a_faulty_plan_is_refused(path: str, old: str, new: str, fault: tuple[str, str]):
    assert fault in faults_of(path, old, new)


def test_a_plan_without_its_file_is_refused():
    _, faults = read_pack({path: text for path, text in FILES.items() if path != "plan.yaml"})

    assert [(f.file, f.code) for f in faults] == [("plan.yaml", "PACK-FILE-MISSING")]
