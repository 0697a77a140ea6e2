"""Lints of the guide's sentences: which of them lay something down, and which have a rule."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from zhinan.engines.packs import Clause, Pack, Programme, RuleBlock

from .finding import LintFinding, View, file_of, shown

# 应用, 供应, 适应, 应急 … are no orders; 限 is one only where something is limited to.
NORMATIVE = re.compile(
    r"必须|须|应当|(?<![供适相反响效对呼顺])应(?![用急对届税力变激答邀聘])|不得|不准|不予|严禁|禁止|一律|不允许"
    r"|不超过|不超出|不少于|不低于|不高于|不多于|不小于|不大于|至少|最多|最高|超过\s*[\d一二三四五六七八九十]"
    r"|以上|以下|以内|(?<![权期无时上下有极受界局省])限(?=[报额推项于为每\d一二三四五六]|申报)"
    r"|(?<=[日月年号])(?:之|以)?前|(?<=[日月年号])(?:之|以)?后|(?<=[）)])(?:以|之)?[前后]|截止|截至|原则上?|一般应|一般要求|均由|优先|达到\s*\d"
)
AMBIGUOUS = re.compile(
    r"以上|以下|以内|近[一二两三四五六\d]+个?年|最近|(?<=[日月年])(?:之|以)?[前后](?!者)|左右|(?<![范缩])约\s*\d|近\s*\d+"
    r"|周岁|主要|良好|完善|较[高强好]|等(?:[领条行方类][域件业面别]?)"
)
_SENTENCE = re.compile(r"[^。！？!?；;\n]+")
_EXACT = re.compile(r"（含）|\(含\)|（不含）")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A normative sentence with its place; covered where a block stands under its clause."""

    text: str
    file: str
    line: int
    clause: str
    programme: str
    is_covered: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many normative sentences there are, and how many of them have a rule."""

    sentences: int
    covered: int

    @property
    def percent(self) -> float:
        """Rounded down to a tenth, so that 100 means all; 100 of none."""
        return self.covered * 1000 // self.sentences / 10 if self.sentences else 100.0


def normative(text: str) -> list[str]:
    """The sentences of ``text`` that lay something down.

    >>> normative("牵头单位须为企业。本计划看准新材料的应用；推荐不超过3项。")
    ['牵头单位须为企业', '推荐不超过3项']
    """
    return [s.strip() for s in _SENTENCE.findall(text) if NORMATIVE.search(s)]


def sentences_of(programme: Programme) -> Iterator[Sentence]:
    """Normative sentences of a programme, in the order of its clauses."""
    for clause in programme.clauses:
        for text in normative(clause.text):
            number = shown(programme, clause)
            yield Sentence(
                text,
                file_of(programme, clause),
                clause.line,
                number,
                programme.key,
                bool(clause.rules),
            )


def sentence_without_rule(view: View) -> Iterator[LintFinding]:
    """条文无规则: a normative sentence in a clause without a block."""
    given = view.parameter("句")
    if given is not None:
        for text in given:
            for sentence in normative(str(text)):
                yield view.found("LINT-SENTENCE", _words(sentence), _REMEDY, subject=sentence)
        return
    for programme in view.programmes():
        for one in sentences_of(programme):
            if not one.is_covered:
                yield view.found("LINT-SENTENCE", _words(one.text), _REMEDY, file=one.file, line=one.line,
                                 clause=one.clause, programme=one.programme, subject=one.text)  # fmt: skip


_REMEDY = "在条款下写规则；由人判断的写力度: 人工；不设条件的写入 lint.yaml 并说明"


def _words(sentence: str) -> str:
    return f"条文“{sentence if len(sentence) <= 60 else sentence[:58] + '……'}”没有对应的规则"


def rule_without_reading(view: View) -> Iterator[LintFinding]:
    """缺解释: a rule whose words can be read in two ways, without 解释.

    The words looked at are those of its 标题; and those of the clause where it is the only block there.
    """
    for programme in view.programmes():
        for clause in programme.clauses:
            for rule in clause.rules:
                words = _ambiguous(rule, clause)
                if words and not rule.content.get("note"):
                    what = f"规则{rule.key}的条文写有“{'”“'.join(words)}”，没有解释"
                    yield view.found("LINT-AMBIGUOUS", what, "写 解释:，或引用 interpretations.yaml 的条目",
                                     file=file_of(programme, clause), line=rule.line, subject=rule.key,
                                     clause=shown(programme, clause), programme=programme.key)  # fmt: skip


def _ambiguous(rule: RuleBlock, clause: Clause) -> list[str]:
    if rule.kind in ("检查", "限额", "互斥"):
        return []
    text = rule.title if len(clause.rules) > 1 else f"{rule.title}。{clause.text}"
    return list(dict.fromkeys(AMBIGUOUS.findall(_EXACT.sub("", text))))


def coverage_of(
    pack: Pack, accepted: set[tuple[str, int, str]]
) -> tuple[Coverage, Mapping[str, Coverage]]:
    """Clause coverage of a pack and of each programme.

    Args:
        accepted: File, line and text of sentences that need no rule.

    Returns:
        That of the pack, a shared clause counted once; and by programme, each counting its own.
    """
    by_programme, held = {}, dict[tuple[str, int, str], bool]()
    for programme in pack.programmes:
        own = {
            (s.file, s.line, s.text): s.is_covered or (s.file, s.line, s.text) in accepted
            for s in sentences_of(programme)
        }
        by_programme[programme.key] = Coverage(len(own), sum(own.values()))
        held |= own
    return Coverage(len(held), sum(held.values())), by_programme
