"""A small pack with every kind of quota line, and applications under it."""

from datetime import date
from decimal import Decimal
from typing import Any

from zhinan.engines.packs import load_pack
from zhinan.engines.rules import Case, Rulebook, rulebook_of

MANIFEST = """
pack: quotas-2024
title: 名额试验
year: 2024
office: {name: 某市科技局, region: "330000"}
sections: [{key: s, name: 处, contact: 某, phone: "1"}]
bodies:
  classes:
    - 设区市
    - 区
    - {name: 高校, kinds: [高校]}
    - {name: 企业, kinds: [企业]}
    - {name: 其他企事业单位, kinds: [企业, 其他事业单位], other: true}
  named:
    - {name: 杭州市科技局, class: 设区市, aliases: [杭州, 杭州市]}
    - {name: 宁波市科技局, class: 设区市, aliases: [宁波]}
    - {name: 浙江大学, class: 高校}
    - {name: 省卫健委}
    - {name: 某局}
    - {name: 浙一医院}
  statuses: [全国重点实验室, 省重点实验室]
programmes:
  - {key: fund, name: 资金, section: s, guide: guide.md, part: fund, form: form.yaml, mode: filing, number_prefix: A}
  - {key: twin, name: 双生, section: s, guide: guide.md, part: twin, form: form.yaml, mode: filing, number_prefix: B}
  - {key: basic, name: 基础, section: s, guide: guide.md, part: basic, form: form.yaml, mode: filing, number_prefix: C}
"""
QUOTAS = """programme,counted_by,who,most,most_yuan,outside_body_quota,clause,group,except
fund twin,body,杭州市科技局,2,,,一,,
fund twin,body,高校,1,,,一,,
fund twin,body,浙江大学,2,,,一,附属医院,
fund twin,body,省卫健委,2,,,一,,附属医院
fund twin,body,设区市,2,10000000,yes,一,,
basic,body,区,2,,,一,,
basic,body,省卫健委,2,,,一,,
basic,body,高校,2,,,一,,
basic,host,高校,1,,,一,,
basic,host,全国重点实验室,2,,区,一,,
basic,host,省重点实验室,1,,区,一,,
basic,host,全国重点实验室+省重点实验室,2,,区,一,,
basic,host,其他企事业单位,1,,,一,,
"""
BLOCK = """
```限额 {key}
标题: {key}
力度: 硬
按: {by}
{who}```
"""
VOCABULARY = """
推荐单位:
  path: body
  类别: {path: category, type: choice, choices: [设区市, 区, 高校, 部门], en: Class}
"""
LISTS = "附属医院: {kind: text, of: [浙一医院, 浙二医院]}\n"
FORM = "title: 表\nsections: [{key: a, title: 甲, terms: [项目.名称]}]\n"


def _block(key: str, by: str = "推荐单位", who: str = "") -> str:
    return BLOCK.format(key=key, by=by, who=f"谁: {who}\n" if who else "")


GUIDE = "".join(
    [
        "# 资金 {fund}\n## 一 限项\n", _block("F-ALL"), _block("F-HZ", who="杭州市科技局"),
        _block("F-OUT", who="设区市"), _block("F-CITY", who="[杭州市科技局, 设区市]"),
        "# 双生 {twin}\n## 一 限项\n", "# 基础 {basic}\n## 一 限项\n", _block("B-BODY"),
        _block("B-LAB", "申报单位", "[全国重点实验室, 省重点实验室, 全国重点实验室+省重点实验室]"), _block("B-REST", "申报单位", "其他企事业单位"),
        _block("B-UNI", "申报单位", "高校"),
    ]
)  # fmt: skip
TEXTS = {
    "pack.yaml": MANIFEST, "quotas.csv": QUOTAS, "guide.md": GUIDE, "form.yaml": FORM,
    "vocabulary.yaml": VOCABULARY, "lists.yaml": LISTS,
}  # fmt: skip


def book(**texts: str) -> Rulebook:
    """The rules of the small pack, some files in other words."""
    found = {**TEXTS, **{name.replace("__", "."): text for name, text in texts.items()}}
    return rulebook_of(load_pack({name: text.encode() for name, text in found.items()}))


def quota_book(*blocks: str) -> Rulebook:
    """The pack with these blocks under the fund alone: key, who, key, who …"""
    written = "".join(
        _block(key, who=who) for key, who in zip(blocks[::2], blocks[1::2], strict=True)
    )
    rest = "# 双生 {twin}\n## 一 限项\n# 基础 {basic}\n## 一 限项\n"
    return book(guide__md=f"# 资金 {{fund}}\n## 一 限项\n{written}{rest}")


BOOK = book()
LAW = date(2024, 6, 30)


def case(values: dict[str, Any] | None = None, *, programme: str = "fund", **more: Any) -> Case:
    """An application of these facts by path."""
    return Case(values or {}, LAW, LAW, LAW, 2024, programme, **more)


def rival(**cells: Any) -> dict[str, Any]:
    """Another application; a cell given as None is unknown."""
    found = {
        "state": "已提交",
        "programme": "fund",
        "quota_route": "推荐单位名额",
        "grant": Decimal(1),
        **cells,
    }
    return {key: value for key, value in found.items() if value is not None}
