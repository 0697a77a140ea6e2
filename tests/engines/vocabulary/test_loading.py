import pytest

from zhinan.engines.vocabulary import (
    FaultsFound,
    Vocabulary,
    core_text,
    core_vocabulary,
    load_vocabulary,
    read_vocabulary,
    read_yaml,
)

BASE = "牵头单位:\n  path: lead\n  名称: {path: name, type: text, max: 100}\n"
TABLE = "团队:\n  path: team\n  type: table\n  姓名: {path: name, type: text}\n"


def faults_of(*texts: str) -> list[tuple[str, int, str]]:
    _, faults = read_vocabulary((f"{n}.yaml", text) for n, text in enumerate(texts, 1))
    return [(f.file, f.line, f.code) for f in faults]


def test_core_vocabulary_every_term_has_an_english_name_and_english_choices():
    every = [inner for term in core_vocabulary() for inner in (term, *term.columns)]

    assert [t.label for t in every if not t.en] == []
    assert [
        t.label for t in every if t.choices and not all(c.isascii() for c in t.choices_en)
    ] == []
    assert [t.label for t in every if len(t.choices) != len(t.choices_en)] == []


def test_core_vocabulary_money_is_shown_in_ten_thousands():
    assert {t.unit for t in core_vocabulary() if t.type == "money"} == {"万元"}


@pytest.mark.parametrize(
    "name", ["牵头单位.注册日期", "lead.registered_on", "团队.出生日期", "budget.lines.grant"]
)
def test_vocabulary_knows_labels_and_paths(name: str):
    assert name in core_vocabulary()


@pytest.mark.parametrize(
    ("name", "path", "year"),
    [
        ("牵头单位.销售收入[上年]", "lead.revenue[-1]", -1),
        ("牵头单位.销售收入[2022]", "lead.revenue[2022]", 2022),
        ("lead.revenue[-2]", "lead.revenue[-2]", -2),
    ],
)
def test_vocabulary_yearly_terms_by_offset_and_by_year(name: str, path: str, year: int):
    term = core_vocabulary()[name]

    assert (term.path, term.year, term.is_yearly) == (path, year, False)


@pytest.mark.parametrize(
    "name", ["牵头单位.名称[上年]", "牵头单位.销售收入[去年]", "lead.revenue[99999]", "无此词", ""]
)
def test_vocabulary_unknown_names(name: str):
    assert core_vocabulary().get(name) is None


def test_load_vocabulary_adds_to_groups_and_tables_of_another_text():
    words = load_vocabulary(
        BASE + TABLE,
        "牵头单位:\n  平台: {path: platform, type: text}\n团队:\n  护照: {path: passport, type: text}\n",
    )

    assert words["牵头单位.平台"].path == "lead.platform"
    assert [c.key for c in words["团队"].columns] == ["name", "passport"]
    assert words["team.passport"].table == "team"


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("牵头单位:\n  名称: {path: title, type: text}\n", 2, "PACK-TERM-REDEFINED"),
        ("牵头单位:\n  全称: {path: name, type: text}\n", 2, "PACK-TERM-REDEFINED"),
        ("牵头单位:\n  path: leader\n", 2, "PACK-TERM-REDEFINED"),
        ("项目:\n  名称: {path: name, type: text}\n", 1, "PACK-TERM"),
        ("项目:\n  path: project\n  名称: {path: Name, type: text}\n", 3, "PACK-TERM"),
        ("项目:\n  path: project\n  名称: {path: name, type: string}\n", 3, "PACK-TERM"),
        ("项目:\n  path: project\n  类型: {path: kind, type: choice}\n", 3, "PACK-TERM"),
        (
            "项目:\n  path: project\n  名称: {path: name, type: text, maximum: 3}\n",
            3,
            "PACK-KEY-UNKNOWN",
        ),
        ("项目:\n  path: project\n  名称: {path: name, type: text, max: 三}\n", 3, "PACK-TERM"),
        ("project: {path: project}\n", 1, "PACK-TERM"),
        ("- 项目\n", 1, "PACK-TERM"),
    ],
)
def test_read_vocabulary_names_the_line_of_a_fault(text: str, line: int, code: str):
    assert faults_of(BASE, text) == [("2.yaml", line, code)]


def test_load_vocabulary_refuses_a_faulty_text():
    with pytest.raises(FaultsFound, match="PACK-TERM-REDEFINED"):
        load_vocabulary(core_text(), BASE)


def test_vocabulary_like_helps_with_a_slip():
    assert core_vocabulary().like("牵头单位.注册日")[0] == "牵头单位.注册日期"


def test_vocabulary_of_nothing_is_empty():
    assert len(Vocabulary.of()) == 0


def test_read_yaml_leaves_words_and_times_as_text():
    marked, faults = read_yaml(
        "a: yes\nb: 17:00\nc: 2023-02-30\nd: 007\ne: 0.80\nf: 3\ng: null\nh: '3'\n", file="x"
    )

    assert faults == []
    assert {k: str(v) for k, v in marked.value.items()} == {
        "a": "yes", "b": "17:00", "c": "2023-02-30", "d": "007", "e": "0.80", "f": "3", "g": "None", "h": "3",
    }  # fmt: skip
    assert marked.line("e") == 5


def test_read_yaml_a_hundred_levels_deep_is_refused():
    _, faults = read_yaml("[" * 100 + "]" * 100, file="x")

    assert [f.code for f in faults] == ["PACK-YAML"]
