from dataclasses import replace
from decimal import Decimal
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from zhinan.engines.packs import QuotaLine, limit_for
from zhinan.engines.packs.lists import read_quotas

BODY = [
    QuotaLine(("a",), "body", "区", 5),
    QuotaLine(("a",), "body", "市卫健委", 15),
    QuotaLine(("a",), "body", "高校", 3),
    QuotaLine(("a",), "body", "江苏海洋大学", 10, clause="五"),
]
HOST = [
    QuotaLine(("a",), "host", "全国重点实验室", 4, is_outside_body_quota=True),
    QuotaLine(("a",), "host", "省重点实验室", 2, is_outside_body_quota=True),
    QuotaLine(("a",), "host", "企业", 2),
    QuotaLine(("a",), "host", "其他企事业单位", 1),
]
WHO = ["区", "市卫健委", "高校", "江苏海洋大学", "全国重点实验室", "企业", "其他企事业单位", "某局"]


def test_limit_for_name_goes_before_class():
    limit = limit_for(BODY, counted_by="body", names={"江苏海洋大学"}, classes=["高校"])

    assert (limit.most, limit.who, limit.clause) == (10, "江苏海洋大学", "五")


def test_limit_for_status_goes_before_class_and_is_outside_the_body_quota():
    limit = limit_for(
        HOST, counted_by="host", names={"甲"}, statuses={"全国重点实验室"}, classes=["企业"]
    )

    assert (limit.most, limit.is_outside_body_quota) == (4, True)


def test_limit_for_class_goes_before_the_rest():
    limit = limit_for(HOST, counted_by="host", names={"甲"}, classes=["其他企事业单位", "企业"])

    assert (limit.most, limit.who) == (2, "企业")


def test_limit_for_two_statuses_with_different_limits_asks_the_office():
    both = {"全国重点实验室", "省重点实验室"}

    limit = limit_for(HOST, counted_by="host", names={"甲"}, statuses=both, classes=["企业"])

    assert limit.finding is not None
    assert (limit.finding.code, limit.left(0)) == ("QUOTA-UNCLEAR", 0)


def test_limit_for_body_without_row_is_an_error_and_never_unlimited():
    limit = limit_for(BODY, counted_by="body", names={"赣榆区科技局"}, classes=["县"])

    assert limit.finding is not None
    assert [f.code for f in limit.refusals(0, name="赣榆区科技局")] == ["QUOTA-NO-ROW"]
    assert limit.left(0) == 0


def test_limit_for_host_without_row_is_held_by_the_body_rows():
    assert (
        limit_for(BODY + HOST, counted_by="host", names={"某大学"}, classes=["高校"]).finding
        is None
    )
    assert (
        limit_for(HOST, counted_by="host", names={"某大学"}, classes=["高校"]).finding is not None
    )


def test_limit_for_stated_to_be_without_limit():
    rows = [*BODY, QuotaLine(("a",), "body", "县", None)]

    limit = limit_for(rows, counted_by="body", names={"甲县科技局"}, classes=["县"])

    assert (limit.finding, limit.left(1000), limit.refusals(1000, name="甲县科技局")) == (
        None,
        None,
        [],
    )


def test_refusals_full_names_used_limit_and_clause():
    limit = limit_for(BODY, counted_by="body", names={"江苏海洋大学"})

    assert [str(f) for f in limit.refusals(10, name="江苏海洋大学")] == [
        "江苏海洋大学已占用名额10项，限10项。依据：五。请先退回或撤销一项，再办理本项。[QUOTA-FULL]"
    ]
    assert limit.refusals(9, name="江苏海洋大学") == []


def test_refusals_money_beyond_the_sum():
    limit = limit_for(
        [QuotaLine(("a",), "body", "甲市", None, Decimal("5000000.00"))],
        counted_by="body",
        names={"甲市"},
    )

    assert limit.refusals(3, name="甲市", yuan=Decimal("5000000.00")) == []
    assert [f.code for f in limit.refusals(3, name="甲市", yuan=Decimal("5000000.01"))] == [
        "QUOTA-YUAN"
    ]


rows = st.lists(
    st.builds(
        QuotaLine, st.just(("a",)), st.sampled_from(["body", "host"]), st.sampled_from(WHO), st.integers(0, 9),
        st.none(), st.booleans(),
    ),
    max_size=8,
)  # fmt: skip
cases = st.fixed_dictionaries(
    {
        "counted_by": st.sampled_from(["body", "host"]),
        "names": st.sets(st.sampled_from(WHO), min_size=1, max_size=2),
        "statuses": st.sets(st.sampled_from(WHO), max_size=2),
        "classes": st.lists(st.sampled_from(WHO), unique=True, max_size=3),
    }
)


@given(rows, cases, st.randoms())
def test_limit_for_any_order_of_rows_gives_the_same(
    lines: list[QuotaLine], case: dict, random: Random
):
    shuffled = random.sample(lines, len(lines))

    assert limit_for(shuffled, **case) == limit_for(lines, **case)


@given(rows, cases)
def test_limit_for_rows_of_the_other_count_never_change_a_decided_limit(
    lines: list[QuotaLine], case: dict
):
    own = [line for line in lines if line.counted_by == case["counted_by"]]
    limit = limit_for(own, **case)

    if limit.who:
        assert limit_for(lines, **case) == limit


@given(rows, cases)
def test_limit_for_a_row_under_its_own_name_decides(lines: list[QuotaLine], case: dict):
    name = min(case["names"])
    others = [
        line
        for line in lines
        if line.who not in case["names"] or line.counted_by != case["counted_by"]
    ]
    own = QuotaLine(("a",), case["counted_by"], name, 7)

    assert limit_for([*others, own], **case).most == 7
    assert limit_for([*others, replace(own, most=8)], **case).most == 8


@given(rows, cases)
def test_limit_for_a_body_where_bodies_have_rows_is_limited_or_told(
    lines: list[QuotaLine], case: dict
):
    limit = limit_for(lines, **(case | {"counted_by": "body"}))

    if any(line.counted_by == "body" for line in lines):
        assert limit.most is not None or limit.finding is not None


HEAD = "programme,counted_by,who,most,most_yuan,outside_body_quota,clause"


def test_read_quotas_group_and_except_may_be_left_out_or_stand_in_any_order():
    old = read_quotas(f"{HEAD}\na,body,甲,5,,,三\n", file="q", faults=[])
    new = read_quotas(f"{HEAD},except,group\na,body,甲,5,,,三,乙 丙,丁\n", file="q", faults=[])

    assert [(q.most, q.group, q.exceptions) for q in old + new] == [
        (5, (), ()),
        (5, ("丁",), ("乙", "丙")),
    ]


def test_read_quotas_tells_a_header_and_a_freeing_it_does_not_know():
    faults: list = []

    read_quotas(f"{HEAD},other\n", file="q", faults=faults)
    read_quotas(f"{HEAD},group,group\n", file="q", faults=faults)
    read_quotas(f"{HEAD}\na,host,甲,5,,maybe,三\na,body,甲,5,,区,三\n", file="q", faults=faults)

    assert [(f.code, f.line) for f in faults] == [
        ("PACK-CSV", 1), ("PACK-CSV", 1), ("PACK-CSV", 2), ("PACK-CSV", 3),
    ]  # fmt: skip


def test_read_quotas_a_host_line_may_name_whose_quota_it_leaves_alone():
    line = read_quotas(f"{HEAD}\na,host,甲,5,,区 某局,三\n", file="q", faults=[])[0]

    limit = limit_for([line], counted_by="host", names={"甲"})

    assert (line.is_outside_body_quota, limit.frees_from({"区"}), limit.frees_from({"省"})) == (
        True,
        True,
        False,
    )


def test_limit_for_listed_apart_only_where_a_line_can_hold_it():
    rows = [QuotaLine(("a",), "body", "市", 2, is_outside_body_quota=True), *BODY]

    apart = limit_for(rows, counted_by="body", names={"甲"}, classes=["市"], is_outside=True)
    ordinary = limit_for(rows, counted_by="body", names={"甲"}, classes=["市"])
    other = limit_for(rows, counted_by="body", names={"乙"}, classes=["高校"], is_outside=True)

    assert (apart.most, ordinary.finding is not None, other.most) == (2, True, 3)


def test_limit_for_group_takes_what_is_excepted_elsewhere_or_named_in_it():
    rows = [
        QuotaLine(("a",), "body", "浙江大学", 12, group=("附院",)),
        QuotaLine(("a",), "body", "省卫健委", 10, exceptions=("附院",)),
        QuotaLine(("a",), "body", "杭州", 15),
    ]

    found = [
        limit_for(rows, counted_by="body", names={body}, members=members).who
        for body, members in (("省卫健委", {"附院"}), ("省卫健委", ()), ("杭州", {"附院"}), ("某局", {"附院"}), ("附院", ()))
    ]  # fmt: skip

    assert found == ["浙江大学", "省卫健委", "杭州", "", "浙江大学"]
