"""``zhinan pack terms``: every fact that the rules of a programme need."""

import argparse
import json
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhinan.engines.rules.needs import Need

TYPES = {
    "text": "文字", "choice": "单选", "choices": "多选", "flag": "是/否", "integer": "整数", "decimal": "数", "money": "金额",
    "ratio": "百分数", "date": "日期", "region": "行政区划", "topic": "指南代码", "organisation": "单位", "person": "人员",
    "file": "附件（有/无）", "table": "表",
}  # fmt: skip


def show_terms(options: argparse.Namespace) -> int:
    """Print the terms; 2 where programme or rule is unknown."""
    from zhinan.engines.rules.needs import need_json, terms_needed
    from zhinan.engines.rules.selecting import find_programme, find_rules

    from .check_files import Unusable, read_book

    try:
        book = read_book(options.pack)
    except Unusable as unusable:
        print("\n".join(unusable.lines), file=sys.stderr)
        return 2
    programme = find_programme(book.pack, options.programme) if options.programme else None
    if options.programme and programme is None:
        known = "、".join(f"{p.key}（{p.short}）" for p in book.pack.programmes)
        print(
            f"没有“{options.programme}”这个计划。可用：{known}。[CASE-PROGRAMME]", file=sys.stderr
        )
        return 2
    rules = book.all if programme is None else book.rules(programme)
    if options.rules:
        keys, findings = find_rules(book, options.rules.split(","))
        if findings:
            print("\n".join(map(str, findings)), file=sys.stderr)
            return 2
        rules = tuple(book.rule(key) for key in keys)
    needs = terms_needed(rules, book.pack.vocabulary)
    if options.json:
        shown = {
            "pack": book.pack.key,
            "programme": programme,
            "terms": [need_json(n) for n in needs],
        }
        print(json.dumps(shown, ensure_ascii=False, indent=2))
        return 0
    for need in needs:
        print(_line(need))
    print(f"{len(rules)}条规则，{len(needs)}个词条", file=sys.stderr)
    return 0


def _line(need: "Need") -> str:
    from zhinan.engines.rules.needs import term_json

    facts = term_json(need.term)
    unit = f"，{facts['unit']}" if facts["unit"] else ""
    choices = f"：{' '.join(facts['choices'])}" if facts["choices"] else ""
    lines = [
        f"{need.term.label}  {TYPES.get(need.term.type, need.term.type)}{unit}{choices}  {' '.join(need.rules)}"
    ]
    for column in need.columns:
        inner = term_json(column)
        offered = f"：{' '.join(inner['choices'])}" if inner["choices"] else ""
        lines.append(f"    {column.name}  {TYPES.get(column.type, column.type)}{offered}")
    others = [c.name for c in need.term.columns if c not in need.columns]
    if others:
        lines.append(f"    （未用的列：{' '.join(others)}）")
    return "\n".join(lines)
