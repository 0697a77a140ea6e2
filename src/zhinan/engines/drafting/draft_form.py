"""A drafted form, made whole: a title to apply under, what the rules need, what lists show."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from zhinan.engines.vocabulary import Vocabulary

from .writing import to_yaml

TITLE = "项目.名称"


@dataclass(frozen=True, slots=True)
class DraftForm:
    """A form in the making. ``sheet`` is what forms/*.yaml says, ``terms`` what vocabulary.yaml needs for it."""

    title: str
    sheet: Mapping[str, Any]
    terms: Mapping[str, Any] = field(default_factory=dict)
    signatures: tuple[str, ...] = ()  # printed and signed, not filled in

    @property
    def text(self) -> str:
        return to_yaml(dict(self.sheet))

    @property
    def vocabulary_text(self) -> str:
        return to_yaml(dict(self.terms)) if self.terms else ""

    @property
    def asked(self) -> frozenset[str]:
        """Labels of the terms it asks for, tables and their columns too."""
        found = set[str]()
        for section in self.sheet["sections"]:
            found |= {t["term"] if isinstance(t, dict) else t for t in section.get("terms", ())}
            if "table" in section:
                found.add(section["table"])
                found |= {f"{section['table']}.{c}" for c in section["columns"]}
        return frozenset(found)


def standard_form(title: str) -> DraftForm:
    """The form of a programme whose document has none: what every application tells."""
    basics = [
        {"term": TITLE, "required": True}, {"term": "项目.起始日期", "required": True},
        {"term": "项目.结束日期", "required": True}, {"term": "项目.摘要", "required": True},
    ]  # fmt: skip
    lead = [
        {"term": "牵头单位.名称", "required": True}, {"term": "牵头单位.统一社会信用代码", "required": True},
        "牵头单位.类型", {"term": "牵头单位.联系人", "required": True}, {"term": "牵头单位.联系电话", "required": True},
    ]  # fmt: skip
    leader = [{"term": "负责人.姓名", "required": True}, "负责人.职称", "负责人.手机"]
    money = ["预算.总额", "预算.申请财政经费", "预算.自筹"]
    work: list[Any] = ["项目.研究内容", "项目.预期成果"]
    sections = [
        {"key": "basics", "title": "基本信息", "terms": basics}, {"key": "lead", "title": "申报单位", "terms": lead},
        {"key": "leader", "title": "项目负责人", "terms": leader}, {"key": "work", "title": "研究内容", "terms": work},
        {"key": "budget", "title": "经费", "note": "单位：万元", "terms": money},
    ]  # fmt: skip
    return finished(DraftForm(title, {"title": title, "sections": sections}))


def with_needed(drafted: DraftForm, needed: Sequence[str], vocabulary: Vocabulary) -> DraftForm:
    """The form with sections for what the rules need and it does not ask: labels of terms, tables, columns."""
    asked = drafted.asked
    bare = {label.partition("[")[0] for label in asked}
    terms: list[str] = []
    tables: dict[str, list[str]] = {}
    for label in needed:
        term = vocabulary.get(label)
        if term is None or label in asked or label.partition("[")[0] in bare:
            continue
        if term.table:
            table = vocabulary[term.table]
            tables.setdefault(table.label, []).append(term.name)
        elif term.type == "table":
            tables.setdefault(term.label, [])
        elif not (term.is_yearly and term.year is None):
            terms.append(label)
    sheet = dict(drafted.sheet)
    sections = [dict(section) for section in sheet["sections"]]
    keys = {section["key"] for section in sections}
    files = [label for label in terms if vocabulary[label].type == "file"]
    for stem, title, listed in (
        ("conditions", "申报条件", [label for label in terms if label not in files]),
        ("files", "附件材料", files),
    ):
        if listed:
            key = _free(stem, keys)
            sections.append({"key": key, "title": title, "terms": list(dict.fromkeys(listed))})
    for label, columns in tables.items():
        here = next((s for s in sections if s.get("table") == label), None)
        if here is not None:
            here["columns"] = list(dict.fromkeys([*here["columns"], *columns]))
            continue
        all_columns = [c.name for c in vocabulary[label].columns if c.origin != "computed"]
        listed = columns if len(columns) > 1 else list(dict.fromkeys([*all_columns[:1], *columns]))
        title = label.rpartition(".")[2]
        sections.append(
            {"key": _free("rows", keys), "title": title, "table": label, "columns": listed}
        )
    sheet["sections"] = sections
    return finished(replace(drafted, sheet=sheet))


def finished(drafted: DraftForm) -> DraftForm:
    """With a title asked for, no empty section, and what lists show."""
    sections = [s for s in drafted.sheet["sections"] if s.get("terms") or "table" in s]
    asked = [t["term"] if isinstance(t, dict) else t for s in sections for t in s.get("terms", ())]
    title = TITLE if TITLE in asked else _own_title(asked, drafted.terms)
    if not title:
        title = TITLE
        if sections and "terms" in sections[0] and sections[0]["key"] == "s1":
            sections[0] = {
                **sections[0],
                "terms": [{"term": TITLE, "required": True}, *sections[0]["terms"]],
            }
        else:
            basics = {
                "key": "basics",
                "title": "基本信息",
                "terms": [{"term": TITLE, "required": True}],
            }
            sections = [basics, *sections]
    sections = [_asking(section, title) for section in sections]
    summary = {"title": title}
    shown = (
        ("topic", ("项目.指南代码",)), ("leader", ("负责人.姓名", "牵头单位.联系人")),
        ("grant", ("预算.申请财政经费",)), ("total", ("预算.总额",)),
    )  # fmt: skip
    for name, labels in shown:
        found = next((label for label in labels if label in asked), "")
        if found:
            summary[name] = found
    return replace(drafted, sheet={**drafted.sheet, "sections": sections, "summary": summary})


def _asking(section: dict[str, Any], label: str) -> dict[str, Any]:
    """The section, with one term of it required."""
    terms = section.get("terms", ())
    if label not in [t["term"] if isinstance(t, dict) else t for t in terms]:
        return section
    entries = [{"term": t} if isinstance(t, str) else t for t in terms]
    return {
        **section,
        "terms": [e | {"required": True} if e["term"] == label else e for e in entries],
    }


def _own_title(asked: Sequence[str], terms: Mapping[str, Any]) -> str:
    """A text term of the form's own that names what is applied for: 需求名称, but no 企业名称."""
    for label in asked:
        group, _, name = label.partition(".")
        own = terms.get(group, {}).get(name)
        is_text = isinstance(own, Mapping) and own.get("type") == "text"
        if is_text and re.search(r"(?<!单位)(?<!企业)(?<!机构)名称$", name):
            return label
    return ""


def _free(stem: str, keys: set[str]) -> str:
    found, number = stem, 2
    while found in keys:
        found, number = f"{stem}-{number}", number + 1
    keys.add(found)
    return found
