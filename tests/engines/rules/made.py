"""Small guides for tests of the rules engine: one programme, whatever blocks a test writes."""

from datetime import date

from zhinan.engines.packs import Pack, load_pack
from zhinan.engines.rules import Case, Judgement, Rule, Rulebook, case_of, judge, rulebook_of
from zhinan.engines.rules.stating import read_facts

MANIFEST = """
pack: small-2024
title: 测试指南
year: 2024
office: {name: 测试局, region: "320700"}
sections: [{key: one, name: 一处, contact: 甲, phone: "1"}]
bodies: {classes: [{name: 企业, kinds: [企业]}, 区], named: [{name: 甲区科技局, class: 区}]}
programmes:
  - {key: main, name: 主计划, short: 主计划, section: one, guide: guide/1.md, form: forms/1.yaml, mode: competition, number_prefix: T, flow: [{stage: decide}], windows: []}
"""
FORM = "title: 申报书\nsections:\n  - {key: basics, title: 基本信息, terms: [项目.名称]}\n"


def pack_with(*blocks: str, **files: str) -> Pack:
    """A pack whose only clause holds ``blocks``; ``lists_yaml=`` and ``interpretations_yaml=`` add files."""
    guide = (
        "# 主计划\n文件: 附件1\n\n## 三 条件\n### 三.1 单位\n正文。\n\n"
        + "\n\n".join(blocks)
        + "\n"
    )
    texts = {"pack.yaml": MANIFEST, "guide/1.md": guide, "forms/1.yaml": FORM}
    texts |= {
        name.replace("_yaml", ".yaml").replace("_csv", ".csv"): text for name, text in files.items()
    }
    return load_pack({path: text.encode() for path, text in texts.items()})


def book_with(*blocks: str, **files: str) -> Rulebook:
    return rulebook_of(pack_with(*blocks, **files))


def block(
    condition: str = "", *, kind: str = "规则", key: str = "T-1", force: str = "硬", more: str = ""
) -> str:
    """A rule block as written in a guide."""
    require = f"条件: >-\n  {condition}\n" if condition else ""
    return f"```{kind} {key}\n标题: 标题\n主体: 牵头单位\n力度: {force}\n{require}{more}```"


def rule_with(condition: str = "", **said: str) -> tuple[Rule, Pack]:
    """One rule and its pack; its faults fail the test."""
    book = book_with(block(condition, **said))
    assert book.faults == ()
    return book.rule(said.get("key", "T-1")), book.pack


def case_with(pack: Pack, facts: dict, **frame: object) -> Case:
    """A case of ``facts`` as typed; law date 2024-06-30 unless said."""
    states, findings = read_facts(facts, pack.vocabulary, year=pack.year)
    assert findings == []
    frame = {"programme": "main", "law": date(2024, 6, 30), **frame}
    return case_of(states, pack.vocabulary, year=pack.year, **frame)


def judged(condition: str, facts: dict, *, frame: dict | None = None, **said: str) -> Judgement:
    """What a rule of this condition says of these facts."""
    rule, pack = rule_with(condition, **said)
    return judge(rule, case_with(pack, facts, **(frame or {})))


def verdict(condition: str, facts: dict, **said: object) -> str:
    return judged(condition, facts, **said).verdict.label  # type: ignore[arg-type]


def lacking(judgement: Judgement) -> list[str]:
    return [str(one) for one in judgement.missing]
