"""Reading of documents of kinds the hand-made records do not show; all texts are made up."""

import pytest

from zhinan.engines.guides.reading import as_json, read_document
from zhinan.engines.guides.record import Record
from zhinan.engines.guides.refusals import UnreadableError

CHALLENGES = """青岚市科学技术局文件

青科发〔2025〕18号

青岚市科学技术局关于发布2025年度市“揭榜挂帅”技术攻关
项目榜单的通知

各区（市）科技局，各有关单位：

根据《青岚市“揭榜挂帅”项目管理办法》（青科规〔2023〕4号）要求，现将榜单予以发布，并就申报事项通知如下。

一、榜单任务

（一）高温合金叶片近净成形技术

1.需求单位：青岚航材股份有限公司
2.研究内容：突破一体化工艺。
3.考核指标：叶片合格率≥92%，申请发明专利不少于5件。
4.榜单金额：800万元
5.完成时限：24个月

二、时间安排

网上申报时间为2025年5月6日9时至2025年6月6日17时，纸质材料于6月20日前报送。

三、联系方式

业务咨询：高新技术科 郑晓岚、陆一鸣，0532-88776611

青岚市科学技术局
2025年4月28日
"""
MEASURE = """临泽县科技计划项目和资金管理办法（试行）
第一章　总则
第一条　为规范县级科技计划项目和资金管理，制定本办法。
第二章　项目申报
第二条（申报条件）　申报单位应当在本县注册。
第三条　每家企业每年限报1项，县农科所可推荐3项。
第四条　县科技局应当自受理之日起15个工作日内完成形式审查。
第五条　本办法自2024年3月1日起施行，有效期至2027年2月28日。
"""
PLAN = """云岭市“十五五”科技创新规划
为加快建设区域科技创新中心，根据国家和省科技创新规划，制定本规划。
目  录
一、发展目标………………1
二、重点任务………………3
一、发展目标
到2030年，全市科技创新能力显著提升。
专栏1 主要指标
序号
指标名称
单位
2025年
2030年
属性
1
全社会研发经费投入强度
%
235
280
预期性
2
高新技术企业数
家
1260
2000
预期性
二、重点任务
（一）强化战略科技力量
加快建设实验室。
"""


def _of(records: list[Record], kind: str) -> list[dict[str, object]]:
    return [dict(r.fields) for r in records if r.type == kind]


def test_challenge_list_gives_its_entries_with_asker_sum_and_time():
    records = read_document(CHALLENGES)

    (topic,) = _of(records, "topic")
    assert topic["title"] == "高温合金叶片近净成形技术"
    assert (topic["demander"], topic["bounty"], topic["finish_by"]) == (
        "青岚航材股份有限公司",
        "800万元",
        "24个月",
    )


def test_letterhead_signature_and_addressees_belong_to_the_document():
    (document,) = _of(read_document(CHALLENGES), "document")

    assert document["title"] == "青岚市科学技术局关于发布2025年度市“揭榜挂帅”技术攻关项目榜单的通知"
    assert (document["issuer"], document["date"]) == ("青岚市科学技术局", "2025-04-28")
    assert document["addressees"] == ["各区（市）科技局", "各有关单位"]


def test_dates_keep_time_relation_and_what_was_inferred():
    dated = [
        (d["relation"], d["date"], d["time"], d.get("year_inferred", False))
        for d in _of(read_document(CHALLENGES), "deadline")
    ]

    assert dated == [
        ("on", "2025-05-06", "09:00", False),
        ("on_or_before", "2025-06-06", "17:00", False),
        ("before", "2025-06-20", None, True),
    ]


def test_contact_after_a_purpose_keeps_its_department():
    (contact,) = _of(read_document(CHALLENGES), "contact")

    assert (contact["department"], contact["persons"]) == ("高新技术科", ["郑晓岚", "陆一鸣"])


def test_measure_has_chapters_and_titled_articles_only():
    sections = _of(read_document(MEASURE), "section")

    assert [(s["number"], s["title"]) for s in sections] == [
        ("第一章", "总则"),
        ("第二章", "项目申报"),
        ("第二条", "申报条件"),
    ]


def test_measure_gives_quotas_running_limits_and_its_time_in_force():
    records = read_document(MEASURE)

    assert [(q["body"], q["max"], q["per"]) for q in _of(records, "quota")] == [
        ("企业", 1, "each"),
        ("县农科所", 3, "total"),
    ]
    assert [
        (d["days"], d["day_kind"], d["anchor"], d["actor"]) for d in _of(records, "deadline")
    ] == [(15, "working", "受理", "县科技局")]
    (document,) = _of(records, "document")
    assert (document["effective_from"], document["effective_to"]) == ("2024-03-01", "2027-02-28")


def test_contents_page_is_no_outline():
    sections = _of(read_document(PLAN), "section")

    assert [s["title"] for s in sections] == [
        "发展目标",
        "主要指标",
        "重点任务",
        "强化战略科技力量",
    ]


def test_whole_numbers_in_a_table_are_read():
    values = {i["name"]: i["target_value"] for i in _of(read_document(PLAN), "indicator")}

    assert values["高新技术企业数"] == 2000


def test_lost_decimal_point_is_asked_and_not_guessed():
    text = PLAN.replace("全社会研发经费投入强度", "研发经费占地区生产总值比重")

    written = as_json(text, "规划.txt", read_document(text))

    (asked,) = written["questions"]
    assert (asked["base_value"], asked["target_value"], asked["implausible"]) == (None, None, True)
    assert "235、280" in asked["question"]
    assert asked["name"] not in {r.get("name") for r in written["records"]}


@pytest.mark.parametrize("text", [CHALLENGES, MEASURE, PLAN])
def test_every_record_quotes_the_text_at_its_offsets(text: str):
    for record in as_json(text, "", read_document(text))["records"]:
        assert text[record["start"] : record["end"]] == record["quote"]
        assert record["quote"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "READ-EMPTY"),
        (" \n\t\n", "READ-EMPTY"),
        ("a\x00b", "READ-BYTES"),
        ("Call for proposals of the year. " * 40, "READ-LANGUAGE"),
        (CHALLENGES.replace("青岚市", "青\u202e岚市", 1), "READ-BIDI"),
        ("通知", "READ-SHORT"),
        (
            "第一章 山村\n" + "那年冬天，雪下了三天三夜，老人坐在炕上抽烟，不说一句话。\n" * 20,
            "READ-KIND",
        ),
    ],
)
def test_what_is_no_official_document_is_refused(text: str, code: str):
    with pytest.raises(UnreadableError, match=code):
        read_document(text)
