"""Many applications at once."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest

from zhinan.engines.packs import load_pack
from zhinan.engines.rules import Case, rulebook_of
from zhinan.engines.rules.sets import Application, set_findings, set_view

from .quota_pack import BOOK, case

PACKS = Path(__file__).parents[3] / "src/zhinan/packs"
CITY = rulebook_of(load_pack(PACKS / "lianyungang-2024"))
LAW = date(2024, 8, 1)


def of_city(number: str, programme: str, *, state: str = "已提交", **values: Any) -> Application:
    found = {k.replace("__", "."): v for k, v in values.items()}
    return Application(number, state, Case(found, LAW, LAW, LAW, 2024, programme))


def told(*applications: Application, only: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Number -> verdict and the others named, of one rule."""
    found = set_findings(CITY, applications, only=only.split())
    return {f.number: (f.judgement.verdict.label, f.others) for f in found}


def test_set_findings_both_of_an_exclusive_pair_name_the_other():
    firm = {"lead__kind": "企业", "lead__uscc": "91", "lead__name": "甲"}
    one, two = of_city("A", "key-rd-industry", **firm), of_city("B", "commercialisation", **firm)
    other = of_city("C", "commercialisation", **(firm | {"lead__uscc": "92", "lead__name": "乙"}))

    assert told(one, two, other, only="LYG-1-1 LYG-3-2") == {
        "A": ("不通过", ("B",)), "B": ("不通过", ("A",)), "C": ("通过", ()),
    }  # fmt: skip


def test_set_findings_withdrawing_one_releases_the_other():
    firm = {"lead__kind": "企业", "lead__uscc": "91", "lead__name": "甲"}
    one = of_city("A", "key-rd-industry", state="已撤回", **firm)
    two = of_city("B", "commercialisation", **firm)

    assert told(one, two, only="LYG-1-1 LYG-3-2") == {"B": ("通过", ())}


def test_set_findings_related_firms_by_the_component_of_the_graph():
    relations = (
        {"owner_uscc": "91", "owned_uscc": "95", "owner": "甲", "owned": "中"},
        {"owner_uscc": "95", "owned_uscc": "92", "owner": "中", "owned": "乙"},
    )
    firms = [
        of_city(n, "commercialisation", lead__kind="企业", lead__uscc=code, lead__name=name, relations=relations)
        for n, code, name in (("A", "91", "甲"), ("B", "92", "乙"), ("C", "93", "丙"))
    ]  # fmt: skip

    assert told(*firms, only="LYG-3-27") == {
        "A": ("不通过", ("B",)), "B": ("不通过", ("A",)), "C": ("通过", ()),
    }  # fmt: skip


def test_set_findings_refuses_a_number_that_comes_twice():
    one = of_city("A", "commercialisation")

    with pytest.raises(ValueError, match="'A' twice"):
        set_findings(CITY, [one, one])


def of_fund(number: str, body: str, **values: Any) -> Application:
    facts = {
        "body.name": body, "lead.name": f"单位{number}", "lead.kind": "企业", "budget.grant": Decimal(1),
        "application.quota_route": "推荐单位名额",
    }  # fmt: skip
    given = facts | {k.replace("__", "."): v for k, v in values.items()}
    return Application(number, "已提交", case({k: v for k, v in given.items() if v is not None}))


def test_set_view_says_which_groups_exceed_by_how_many():
    applications = [
        of_fund("1", "杭州"), of_fund("2", "杭州市"), of_fund("3", "杭州市科技局"),
        of_fund("4", "省卫健委", lead__name="浙一医院"), of_fund("5", "浙江大学"), of_fund("6", "宁波"),
        replace(of_fund("7", "杭州"), state="已退回"), of_fund("8", "杭州", application__quota_route="单列不占名额", budget__grant=Decimal(11_000_000)),
        of_fund("9", "省卫健委", lead__name=None),
    ]  # fmt: skip

    found = {
        (g.who, g.unit, g.code): (g.members, g.over, g.over_yuan)
        for g in set_view(BOOK, applications)
    }

    assert found == {
        ("杭州市科技局", "", ""): (("1", "2", "3"), 1, Decimal(0)),
        ("浙江大学", "", ""): (("4", "5"), 0, Decimal(0)),
        ("设区市", "杭州市科技局", ""): (("8",), 0, Decimal(1_000_000)),
        ("", "宁波市科技局", "QUOTA-NO-ROW"): (("6",), 0, Decimal(0)),
        ("", "省卫健委", "QUOTA-UNKNOWN"): (("9",), 0, Decimal(0)),
    }  # fmt: skip
    assert set_view(BOOK, applications)[0].who == "杭州市科技局"


def test_set_view_and_findings_are_the_same_in_any_order():
    applications = [of_fund(str(n), body) for n, body in enumerate(["杭州"] * 3 + ["浙江大学"] * 2)]
    shuffled = Random(3).sample(applications, len(applications))

    assert set_view(BOOK, shuffled) == set_view(BOOK, applications)
    assert set_findings(BOOK, shuffled) == set_findings(BOOK, applications)
    full = [f for f in set_findings(BOOK, applications, only=["F-HZ"]) if f.others]
    assert [(f.number, f.others) for f in full] == [
        ("0", ("1", "2")),
        ("1", ("0", "2")),
        ("2", ("0", "1")),
    ]
