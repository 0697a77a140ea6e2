import sqlite3
from datetime import date

from zhinan.engines.rules.columns.batch import moments_of
from zhinan.engines.rules.sql import statement_of, tables_for

from ..columns.made import LAW, case_of, rule_with  # noqa: TID252 - rules and cases that tests share

MOMENTS = moments_of(case_of({}))


def test_a_statement_says_what_it_reads_and_what_it_cannot_decide():
    good, _ = rule_with("任一(团队, 团队.全职) and 项目.起始日期 >= 法律日期", key="T-1")
    bad, _ = rule_with("种数(团队.每年工作月数, 团队.全职) >= 2", key="T-2")
    gone, _ = rule_with("牵头单位.独立法人", key="T-3", more="有效: {至: 2020-01-01}\n")

    made = statement_of([good, bad, gone], "sqlite", moments=MOMENTS, law=LAW)

    assert (made.rules, made.refused) == (("T-1", "T-3"), {"T-2": "带条件的种数按行判断"})
    assert {t: [c.name for c in columns] for t, columns in made.needs.items()} == {
        "": ["project.starts_on", "team#has"], "team": ["is_full_time"],
    }  # fmt: skip
    assert tables_for(made, "postgresql") == [
        'CREATE TABLE "cases" ("case" BIGINT PRIMARY KEY, "project.starts_on" DATE, "team#has" BOOLEAN)',
        'CREATE TABLE "team" ("case" BIGINT, "is_full_time" BOOLEAN)',
        'CREATE INDEX "team_case" ON "team" ("case")',
    ]


def test_a_quote_in_a_word_is_only_a_quote():
    rule, _ = rule_with("""项目.名称 == "a'b" or 项目.名称 in ["'; DROP TABLE cases; --"]""")
    made = statement_of([rule], "sqlite", moments=MOMENTS, law=LAW)
    with sqlite3.connect(":memory:") as connection:
        for line in tables_for(made, "sqlite"):
            connection.execute(line)
        connection.execute("""INSERT INTO cases VALUES (1, 'a''b'), (2, 'ab'), (3, NULL)""")

        assert connection.execute(made.sql).fetchall() == [(1, 1), (2, 6), (3, 3)]


def test_a_text_with_nul_is_refused():
    rule, _ = rule_with("项目.名称 == 词", more="参数: {词: 甲}\n")
    from dataclasses import replace

    from zhinan.engines.rules.parameters import Value

    value = rule.parameters["词"]
    odd = replace(
        rule, parameters={"词": Value("词", value.kind, ((date.min, "a\x00"),))}, ready={}
    )

    assert statement_of([odd], "sqlite", moments=MOMENTS, law=LAW).refused == {
        "T-1": "文字含空字符"
    }
