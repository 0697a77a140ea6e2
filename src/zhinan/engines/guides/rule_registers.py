"""Rules over the registers: nothing held, nothing on record, one application only, not two programmes at once."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from .lexicon import Entry, Facts, listed, spoken
from .numbering import numeral
from .shaped import DAY, ON_DAY, Around, Shaped, Unclear, quoted

NAME, CODE = "示例单位", "91320700MA1ABCDE0X"
OWN = {"牵头单位.名称": NAME, "牵头单位.统一社会信用代码": CODE}
_ORGANISATION = {
    "台账": ("单位代码", "单位名称"), "诚信记录": ("主体代码", "主体名称"), "支付记录": ("单位代码", "单位名称"),
    "同年申报": ("单位代码", "单位名称"),
}  # fmt: skip
_ID = "示例证件号1"
PERSON = re.compile(r"负责人|主持人|申请人|申报人|带头人")
_PARTNERS = re.compile(r"参与单位|合作单位|联合(?:申报)?单位")
_MEMBERS = re.compile(r"团队成员|项目组成员|(?<!核心)成员|参与人员|参加人员")
_LEVELS = (
    ("国家级", r"国家(?:级|科技|计划|重点)"),
    ("省级", r"省级?(?:[、，]|及|和|市|级|科技|重点|自然|成果)"),
    ("市州级", r"市级|州级|市科技|(?<=省)市|、市"),
)
_RUNNING = re.compile(
    r"在研|承担.{0,4}未(?:验收|结题)|未(?:通过)?(?:验收|结题)|逾期未|尚未(?:验收|结题)"
)
_SPAN = re.compile(r"([一二两三四五六十\d]+)(?:个)?年")


@dataclass(slots=True)
class Row:
    """The row that must not be there: its tests, a row that meets all, and rows that each miss one."""

    table: str
    tests: list[str] = field(default_factory=list)
    row: dict[str, Any] = field(default_factory=dict)
    misses: list[dict[str, Any]] = field(default_factory=list)
    also: list[dict[str, Any]] = field(default_factory=list)  # other rows that meet all
    own: dict[str, Any] = field(default_factory=dict)
    frame: Mapping[str, str] = field(default_factory=dict)
    params: dict[str, str] = field(default_factory=dict)

    def add(self, test: str, good: Facts, *bad: Facts, also: Sequence[Facts] = ()) -> None:
        self.tests.append(test)
        self.row |= good
        self.misses = [{**row, **good} for row in self.misses]
        self.also = [{**row, **good} for row in self.also]
        self.misses += [{**self.row, **row} for row in bad]
        self.also += [{**self.row, **row} for row in also]

    def shaped(self, kind: str = "历史", said: Sequence[str] = ()) -> Shaped:
        passes = [
            {**self.own, self.table: []},
            *({**self.own, self.table: [row]} for row in self.misses),
        ]
        fails = [{**self.own, self.table: [row]} for row in (self.row, *self.also)]
        return Shaped(
            " and ".join(self.tests), tuple(passes), tuple(fails), (), self.params, (), self.frame, kind,
            self.table, said=tuple(said),
        )  # fmt: skip


def _organisation(table: str) -> str:
    code, name = _ORGANISATION[table]
    return f"同单位({table}.{code}, {table}.{name}, 牵头单位.统一社会信用代码, 牵头单位.名称)"


def by_organisation(row: Row) -> None:
    code, name = _ORGANISATION[row.table]
    row.own |= OWN
    row.add(
        _organisation(row.table),
        {code: CODE, name: NAME},
        {code: "91320700MA1ABCDE9Y", name: "另一单位"},
    )


_PERSON_COLUMNS = {
    "台账": ("负责人证件号码", "负责人"), "同年申报": ("负责人证件号码", "负责人"), "诚信记录": ("证件号码", "主体名称"),
}  # fmt: skip


def by_person(row: Row) -> None:
    """One person by name and identity number; where a number is missing, it stays open."""
    number, name = (f"{row.table}.{column}" for column in _PERSON_COLUMNS[row.table])
    row.own |= {"负责人.证件号码": _ID, "负责人.姓名": "甲"}
    good = dict(zip(_PERSON_COLUMNS[row.table], (_ID, "甲"), strict=True))
    row.add(
        f"{name} == 负责人.姓名 and 同单位({number}, {name}, 负责人.证件号码, 负责人.姓名)", good,
        {_PERSON_COLUMNS[row.table][0]: "示例证件号2"}, {_PERSON_COLUMNS[row.table][1]: "乙"},
    )  # fmt: skip


def history(entry: Entry, record: Mapping[str, Any], around: Around) -> Shaped | Unclear:
    """What must not stand in the ledger, the integrity register or the payments."""
    row = Row(str(entry.said["table"]))
    text = f"{spoken(record)}|{record.get('quote') or ''}"
    said: list[str] = []
    fault = whose(row, record, text)
    if fault:
        return Unclear(fault)
    for word, one in (entry.said.get("where") or {}).items():
        if re.search(word, text):
            row.add(one["test"], one["good"], *_listed(one["bad"]), also=_listed(one.get("also")))
    fault = _what(entry, row, text, said) or _when(entry, record, row, text)
    if fault:
        return Unclear(fault)
    return row.shaped(said=said)


def _listed(written: Any) -> list[Facts]:
    return list(written) if isinstance(written, list) else [written] if written else []


def whose(row: Row, record: Mapping[str, Any], text: str) -> str:
    """Whose row it is; a fault where it is also that of partners or members."""
    subject = f"{record.get('subject') or ''}|{listed(record)}"
    if _PARTNERS.search(subject) or _MEMBERS.search(subject):
        return "条件还管参与单位或团队成员，须逐一核对"
    if row.table == "同年申报" and "项目" in subject and not PERSON.search(subject):
        by_organisation(row)
    elif PERSON.search(subject):
        if re.search("单位|企业", subject.split("|")[0]) and not re.match("项目", subject):
            return "条件同时管单位和负责人，须分开写"
        by_person(row)
    else:
        by_organisation(row)
    return ""


def _what(entry: Entry, row: Row, text: str, said: list[str]) -> str:
    """State, level and programme of a ledger row."""
    if row.table != "台账" or entry.said.get("plain"):
        return ""
    if not entry.said.get("year") and _RUNNING.search(text):
        row.add('台账.状态 == "在研"', {"状态": "在研"}, {"状态": "已验收"})
    levels = [level for level, words in _LEVELS if re.search(words, spoken(record_text(text)))]
    stem = _stem(entry, text)
    if stem is None:
        return "是哪一类计划的项目没有读出"
    if stem:
        row.add(f'含(台账.计划, "{stem}")', {"计划": f"{stem}计划"}, {"计划": "别的计划"})
        said.append(stem)
    if levels:
        test = (
            f'台账.级别 == "{levels[0]}"' if len(levels) == 1 else f"台账.级别 in {quoted(levels)}"
        )
        row.add(
            test,
            {"级别": levels[0]},
            {"级别": "其他"},
            also=[{"级别": level} for level in levels[1:]],
        )
    if entry.said.get("year"):
        row.add("台账.立项年度 == 本年度", {"立项年度": "2024"}, {"立项年度": "2023"})
    return ""


def record_text(text: str) -> Mapping[str, Any]:
    """The words before the quote, as a record's."""
    subject, attribute, value = [*text.split("|"), "", "", ""][:3]
    return {"subject": subject, "attribute": attribute, "value": value}


def _stem(entry: Entry, text: str) -> str | None:
    """The name of the plan; empty where any plan is meant; None where it could not be read."""
    pattern = entry.said.get("stem")
    if not pattern:
        return ""
    found = re.search(str(pattern), text)
    if found is None:
        return (
            ""
            if entry.said.get("any_plan") and re.search(str(entry.said["any_plan"]), text)
            else None
        )
    return found["stem"]


def _when(entry: Entry, record: Mapping[str, Any], row: Row, text: str) -> str:
    """近三年 on the register's date; 惩戒期内 on its last day."""
    period = str(record.get("period") or "")
    span = _SPAN.search(period)
    since, until = entry.said.get("since"), entry.said.get("until")
    if period and (span is None or not since):
        return f"“{period}”无从计算"
    if span and since:
        years = numeral(span[1]) or int(span[1])
        edge = DAY.replace(year=DAY.year - years)
        row.add(
            f"{row.table}.{since} >= 加年(基准日, -年数) and {row.table}.{since} <= 基准日", {since: edge.isoformat()},
            {since: edge.replace(day=edge.day - 1).isoformat()}, {since: DAY.replace(month=7, day=1).isoformat()},
            also=[{since: DAY.isoformat()}],
        )  # fmt: skip
        row.params["年数"] = str(years)
        row.frame = ON_DAY
    elif until:
        column = f"{row.table}.{until}"
        row.add(
            f"(无({column}) or {column} >= 基准日)", {until: DAY.isoformat()},
            {until: DAY.replace(day=DAY.day - 1).isoformat()}, also=[{until: "无"}],
        )  # fmt: skip
        row.frame = ON_DAY
    return ""


_BARRED = re.compile(
    r"(?:不得|不予|不再|不)(?:再)?(?:受理|接受)?[^，。]{0,6}(?:申报|申请|参与)|取消[^，。]{0,10}(?:申报|申请|参与)[^，。]{0,4}资格|暂停[^，。]{0,10}申[报请]"
)
_BREACH = re.compile(
    r"弄虚作假|虚构|虚报|骗取|套取|造假|伪造|抄袭|剽窃|失信|不端|违规|违反|违法|挪用|侵权|侵犯"
)
_OTHERS = re.compile(r"专家|服务机构|推荐单位|中介|评审|平台|创新券|团队和")


def is_barred_for_years(record: Mapping[str, Any]) -> bool:
    """Whether a consequence keeps an applicant from applying for some years: that the register carries out."""
    text = f"{spoken(record)}|{record.get('quote') or ''}"
    years = _SPAN.search(text)
    is_breach = _BREACH.search(text) and not re.search("不合格|未获资助|未通过", text)
    return bool(years and is_breach and _BARRED.search(text) and not _OTHERS.search(text))


def penalty(record: Mapping[str, Any]) -> Shaped:
    """No penalty still running against the applicant; the register says until when."""
    row = Row("诚信记录")
    by_organisation(row)
    row.add(
        "(无(诚信记录.结束日期) or 诚信记录.结束日期 >= 基准日)", {"结束日期": DAY.isoformat()},
        {"结束日期": DAY.replace(day=DAY.day - 1).isoformat()}, also=[{"结束日期": "无"}],
    )  # fmt: skip
    row.frame = ON_DAY
    return replace(row.shaped(), notes=("违规的后果按诚信记录登记的处罚期执行",))
