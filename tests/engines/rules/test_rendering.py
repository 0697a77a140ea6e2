"""Sentences made from the expression: nothing in it is left unsaid, in either language."""

from fractions import Fraction
from importlib.resources import files

import pytest

from tests.engines.rules.made import case_with, judged, rule_with
from zhinan.engines.packs import load_pack
from zhinan.engines.rules import judge, requirement_of, rulebook_of, say
from zhinan.engines.rules.amounts import plain
from zhinan.engines.rules.examples import law_date
from zhinan.engines.rules.tree import Call, Cell, Compare, Constant, Derived, Fact, children, walk
from zhinan.engines.rules.wording import MOST_LISTED

PACKS = sorted(
    entry.name for entry in files("zhinan").joinpath("packs").iterdir() if entry.joinpath("pack.yaml").is_file()
)  # fmt: skip


def test_failure_says_clause_requirement_fact_margin_and_remedy():
    rule, pack = rule_with("牵头单位.销售收入[上年] >= 1500*万元", more="补救: 核对报表。\n")
    case = case_with(pack, {"牵头单位.销售收入[上年]": "1499.99万元"})

    said = say(judge(rule, case), case, pack.vocabulary)

    assert said.sentence == (
        "不通过〔三.1〕标题；要求牵头单位.销售收入[上年]不少于1500万元；"
        "实际牵头单位.销售收入[上年]为1499.99万元；相差0.01万元。核对报表。[T-1]"
    )


def test_missing_facts_are_named():
    rule, pack = rule_with('牵头单位.注册日期 < 日期("2023-01-01")')
    case = case_with(pack, {})

    english = say(judge(rule, case), case, pack.vocabulary, language="en")

    assert english.missing == ("Registered on (lead)",)
    assert "Registered on (lead) is before 2023-01-01" in english.requirement


def test_sensitive_values_are_not_repeated():
    condition = '负责人.出生日期 >= 日期("1989-01-01")'
    rule, pack = rule_with(condition)
    case = case_with(pack, {"负责人.出生日期": "1980-05-06"})

    said = say(judge(rule, case), case, pack.vocabulary)

    assert judged(condition, {"负责人.出生日期": "1980-05-06"}).reasons
    assert "1980" not in said.sentence
    assert said.margins == ()


def _spoken(node):
    """The nodes a sentence speaks of: a computed term by its name, not its formula."""
    yield node
    for child in (node.fact,) if isinstance(node, Derived) else children(node):
        yield from _spoken(child)


def _constants(node):
    """Texts and numbers that a sentence must hold; of a long list the first words."""
    for part in _spoken(node):
        if not isinstance(part, Constant) or isinstance(part.value, bool):
            continue
        values = part.value if isinstance(part.value, tuple) else (part.value,)
        yield from ((part.kind, value) for value in values[:MOST_LISTED])


@pytest.mark.parametrize("name", PACKS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_constant_and_label_of_every_rule_is_said(name, language):
    pack = load_pack(files("zhinan").joinpath("packs", name))
    book = rulebook_of(pack)
    law = law_date(pack)
    assert book.faults == ()

    for rule in book.all:
        bound = rule.on(law)
        said = requirement_of(rule, pack.vocabulary, law=law, language=language)
        for tree in filter(None, (bound.guard, bound.condition, bound.result)):
            _check_numbers(tree.root, said, language, rule.key)
            _check_labels(tree.root, said, language, rule.key, pack.vocabulary)


def _check_numbers(root, said, language, key):
    for kind, value in _constants(root):
        if isinstance(value, str) and language == "zh":
            assert value in said, (key, value)
        elif (
            not isinstance(value, (str, bool)) and hasattr(value, "is_signed") and kind.unit != "元"
        ):
            number = abs(Fraction(value))
            assert plain(number) in said or f"{plain(number * 100)}%" in said, (key, value)


def _check_labels(root, said, language, key, vocabulary):
    for part in _spoken(root):
        if not isinstance(part, (Fact, Cell)):
            continue
        path = part.path if isinstance(part, Fact) else f"{part.table}.{part.key}"
        label = part.label if language == "zh" else vocabulary[path].en
        if _is_code_of_same(part, root):
            continue
        assert label in said, (key, label)


def _is_code_of_same(part, root):
    """同单位 says the names; the codes that decide are left out of the sentence."""
    return any(
        isinstance(call, Call)
        and call.function in ("同单位", "有关联")
        and part in (call.arguments[0], call.arguments[2])
        for call in walk(root)
    )


def test_a_choice_is_told_by_its_english_name():
    rule, pack = rule_with('牵头单位.类型 == "企业"')

    said = requirement_of(rule, pack.vocabulary, law=law_date(pack), language="en")

    assert said == "Kind (lead) is “Enterprise”"
    assert isinstance(rule.condition, Compare)
