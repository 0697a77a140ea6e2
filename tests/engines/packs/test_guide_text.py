from zhinan.engines.packs.guide_text import clauses_for, read_guide

SHARED = """\
# 市创新能力建设计划
文件: 附件4

## 一 支持重点
甲。

## 三 联系人
乙。

# 机构备案 {filing}
## 二 申报条件
### 二.1 设立方
丙。

```规则 A-1
title: 设立方属于列明的类型
force: person
subject: 设立方
params: {上限: 0.80}
```

# 机构奖补 {subsidy}
## 二 申报条件
### 二.1 备案
丁。
"""


def test_clauses_for_puts_own_clauses_among_the_shared_by_number():
    parts, faults = read_guide(SHARED, file="4.md")

    clauses, repeated = clauses_for(parts, "filing")

    assert (faults, repeated) == ([], [])
    assert [(c.number, c.level, c.text) for c in clauses] == [
        ("一", 2, "甲。"), ("二", 2, ""), ("二.1", 3, "丙。"), ("三", 2, "乙。"),
    ]  # fmt: skip


def test_read_guide_takes_english_keys_and_keeps_the_block():
    parts, _ = read_guide(SHARED, file="4.md")

    [rule] = [r for c in clauses_for(parts, "filing")[0] for r in c.rules]

    assert (rule.kind, rule.key, rule.title, rule.force, rule.line) == (
        "规则", "A-1", "设立方属于列明的类型", "人工", 15,
    )  # fmt: skip
    assert str(rule.content["params"]["上限"]) == "0.80"
    assert rule.text.startswith("title: 设立方")


def test_clauses_for_another_programme_leaves_out_what_is_not_its_own():
    parts, _ = read_guide(SHARED, file="4.md")

    clauses, _ = clauses_for(parts, "subsidy")

    assert [c.text for c in clauses if c.number == "二.1"] == ["丁。"]


def test_clauses_for_tells_a_number_met_in_shared_text_and_in_a_part():
    parts, _ = read_guide(SHARED.replace("## 三 联系人", "### 二.1 联系人"), file="4.md")

    _, repeated = clauses_for(parts, "filing")

    assert repeated == [(12, "二.1", "设立方")]


def test_read_guide_reads_rule_yaml_with_the_lines_of_the_file():
    _, faults = read_guide(
        "# 甲\n## 一 乙\n```规则 A-1\n标题: 丙\n力度: 硬\n条目: 丁\n```\n", file="1.md"
    )

    assert [(f.line, f.code) for f in faults] == [(6, "PACK-KEY-UNKNOWN")]
