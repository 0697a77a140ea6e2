"""Which fields the form of each type of record asks for, with their labels in the order people read them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

RARE = frozenset(
    [
        "any_of",
        "approx",
        "inclusive",
        "stage",
        "topic",
        "exclude",
        "exception",
        "period",
        "year_inferred",
        "rolling",
        "recurring",
        "anchor",
        "days",
        "day_kind",
        "direction",
        "relative",
        "run_in",
        "box",
        "stray",
        "items",
        "number_intended",
        "path",
        "aliases",
        "field",
        "group",
        "parent",
        "duplicate_code",
        "code_expected",
        "directed",
        "labelled",
        "deliverable",
        "demander",
        "bounty",
        "finish_by",
        "copies",
        "years",
        "issued_by",
        "level1",
        "level2",
        "table",
        "attribute",
        "province",
        "year_end",
        "effective_from",
        "effective_to",
        "doc_number",
        "email",
        "purpose",
        "attachments",
        "addressees",
    ]
)  # folded away while blank


@dataclass(frozen=True, slots=True)
class Field:
    """One field: ``kind`` text long lines value number date time choice flag years."""

    name: str
    label: Any
    kind: str = "text"
    width: str = "w6"
    hint: Any = ""


_PROGRAMME = Field("programme", _("所属计划类别"), width="w12")
_WHEN = Field("when", _("适用情形"), width="w12")

FORMS: Mapping[str, tuple[Field, ...]] = {
    "document": (
        Field("title", _("标题"), width="w12"), Field("kind", _("文种"), "choice", "w4"), Field("annex", _("附件号"), width="w4"),
        Field("doc_number", _("文号"), width="w4"), Field("issuer", _("发文机关")), Field("date", _("成文日期"), "date", "w3"),
        Field("year", _("年度"), "number", "w3"), Field("year_end", _("止于年度"), "number", "w3"),
        Field("region", _("地区"), width="w3"), Field("province", _("省份"), width="w3"),
        Field("effective_from", _("施行日期"), "date", "w3"), Field("effective_to", _("有效期至"), "date", "w3"),
        Field("addressees", _("主送"), "lines"), Field("attachments", _("附件"), "lines"),
    ),
    "section": (
        Field("number", _("编号（照原文）"), width="w3"), Field("number_intended", _("应为编号"), width="w3"),
        Field("level", _("层级"), "number", "w3", _("1为最高")), Field("title", _("标题"), width="w12"),
        Field("path", _("上级标题"), "lines"), Field("items", _("条目"), "lines"), Field("box", _("专栏"), "flag", "w3"),
        Field("run_in", _("段首标题"), "flag", "w3"), Field("stray", _("多余的标题"), "flag", "w3"),
    ),
    "programme": (
        Field("name", _("全名"), width="w12", hint=_("上级在前，用“·”相连")), Field("short", _("简称")), Field("parent", _("上级")),
        Field("code", _("代码"), width="w3"), Field("group", _("分组"), width="w3"), Field("field", _("领域"), width="w3"),
        Field("applicable", _("可以申报"), "flag", "w3"), Field("application_document", _("申报书名称"), width="w12"),
        Field("aliases", _("别名"), "lines"),
    ),
    "topic": (
        Field("code", _("代码"), width="w3"), Field("code_expected", _("应为代码"), width="w3"), Field("number", _("编号"), width="w3"),
        Field("labelled", _("有标题"), "flag", "w3"), Field("title", _("标题"), "long", "w12"), _PROGRAMME, Field("group", _("分组")),
        Field("directed", _("定向"), "flag", "w3"), Field("duplicate_code", _("代码重复"), "flag", "w3"),
        Field("items", _("内容"), "lines", "w12"), Field("deliverable", _("成果"), width="w12"),
        Field("demander", _("发榜单位")), Field("bounty", _("榜单金额"), width="w3"), Field("finish_by", _("完成期限"), "date", "w3"),
    ),
    "contact": (
        Field("department", _("科室")), Field("purpose", _("事项")), Field("persons", _("姓名"), "lines"),
        Field("phones", _("电话"), "lines"), Field("email", _("邮箱")), _PROGRAMME,
    ),
    "deadline": (
        Field("role", _("事项"), "choice", "w4"), Field("relation", _("界限"), "choice", "w4"), Field("inclusive", _("含当日"), "flag", "w4"),
        Field("date", _("日期"), "date", "w4"), Field("time", _("时刻"), "time", "w4"), Field("subject", _("谁"), width="w4"),
        Field("year_inferred", _("年份是推断的"), "flag", "w4"), Field("rolling", _("常年受理"), "flag", "w4"), Field("recurring", _("每年如此"), "flag", "w4"),
        Field("anchor", _("起算事件")), Field("days", _("数量"), "number", "w3"), Field("day_kind", _("单位"), "choice", "w3"),
        Field("direction", _("在事件"), "choice", "w3"), Field("relative", _("原文写法"), width="w12"), _PROGRAMME,
    ),
    "quota": (
        Field("body", _("单位")), Field("max", _("上限"), "number", "w3"), Field("unit", _("计量单位"), width="w3"),
        Field("per", _("口径"), "choice", "w3"), Field("outside_quota_of", _("不占谁的名额"), width="w12"), _WHEN, _PROGRAMME,
    ),
    "condition": (
        Field("subject", _("谁")), Field("attribute", _("看什么")), Field("operator", _("关系"), "choice", "w4"),
        Field("value", _("值"), "value", "w4", _("几个值就一行一个")), Field("unit", _("单位"), width="w4"),
        Field("hardness", _("力度"), "choice", "w4"), Field("check", _("怎么查"), "choice", "w4"), Field("stage", _("阶段"), "choice", "w4"),
        Field("any_of", _("任一即可"), "flag", "w4"), Field("approx", _("约数"), "flag", "w4"), Field("inclusive", _("含本数"), "flag", "w4"),
        Field("period", _("期间")), Field("topic", _("所属方向")), _WHEN, Field("exception", _("例外"), "long", "w12"),
        Field("exclude", _("不含"), "lines"), _PROGRAMME,
    ),
    "support": (
        Field("kind", _("方式"), "choice", "w4"), Field("amount", _("金额"), "number", "w4"), Field("unit", _("单位"), width="w4"),
        Field("ratio", _("比例（%）"), "number", "w4"), Field("base", _("按什么算"), width="w8"), Field("per", _("每什么"), width="w4"),
        Field("period", _("期间"), width="w4"), Field("hardness", _("力度"), "choice", "w4"), _PROGRAMME,
    ),
    "required_document": (
        Field("name", _("材料名称"), width="w12"), Field("form", _("形式"), width="w4"), Field("stage", _("阶段"), "choice", "w4"),
        Field("issued_by", _("出具者"), width="w4"), Field("years", _("年度"), "years", "w4"), Field("copies", _("份数"), "number", "w4"),
        _WHEN, _PROGRAMME,
    ),
    "process": (
        Field("kind", _("类别"), "choice"), Field("stages", _("步骤，按先后"), "lines"), Field("actors", _("经手单位"), "lines"), _WHEN, _PROGRAMME,
    ),
    "indicator": (
        Field("name", _("指标"), width="w12"), Field("kind", _("类别"), "choice", "w4"), Field("no", _("序号"), "number", "w4"), Field("unit", _("单位"), width="w4"),
        Field("base_year", _("基期"), "number", "w3"), Field("base_value", _("基期值"), "number", "w3"), Field("base_value_as_written", _("基期值（照原文）"), width="w3"),
        Field("target_op", _("目标关系"), "choice", "w3"), Field("target_year", _("目标年"), "number", "w3"), Field("target_value", _("目标值"), "number", "w3"),
        Field("target_value_as_written", _("目标值（照原文）"), width="w3"), Field("attribute", _("属性"), "choice", "w3"),
        Field("level1", _("一级指标")), Field("level2", _("二级指标")), Field("table", _("所在的表")), _PROGRAMME,
    ),
    "key_project": (
        Field("name", _("项目名称"), width="w12"), Field("no", _("序号"), "number", "w4"), Field("table", _("所在的表"), width="w4"), Field("period", _("起止"), width="w4"),
        Field("undertaker", _("承担单位")), Field("place", _("地点")), Field("content", _("内容"), "long", "w12"),
    ),
    "form": (
        Field("title", _("表名"), width="w12"), Field("annex", _("附件号"), width="w4"), Field("filled_by", _("由谁填"), width="w4"),
        Field("truncated", _("原文不全"), "flag", "w4"), _PROGRAMME,
    ),
    "policy_citation": (Field("title", _("文件名称"), width="w12"), Field("number", _("文号")), Field("issuer", _("发文机关")), _PROGRAMME),
}  # fmt: skip


def names_of(kinds: Sequence[str] = tuple(FORMS)) -> dict[str, Any]:
    """The label of every field of some types, by name; for exports and differences."""
    return {field.name: field.label for kind in kinds for field in FORMS[kind]}
