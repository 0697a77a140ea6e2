"""Conditions: what an application must meet, read clause by clause, each with its words, bound and hardness."""

import re
from collections.abc import Sequence

from .condition_amounts import amount_conditions
from .condition_bars import bar_conditions
from .condition_breaches import PENALTY, breach_conditions
from .condition_classes import class_conditions, either_bound, scope_conditions
from .condition_holdings import holding_conditions
from .condition_kinds import section_kind
from .condition_leads import Lead, gathered
from .condition_naming import naming_conditions
from .condition_records import RESULT, expected_result, record_of, settled
from .condition_scope import home_of, programmes_by_name
from .condition_status import status_conditions, type_conditions
from .condition_wishes import wish_conditions
from .condition_words import HARD, MAIN_SUBJECTS, OFFICES, PRAISE, SOFT, SUBJECT
from .found import Found, Setting
from .listing import members
from .numbering import CODE, label_of
from .passages import Clause, Passage, Sentence, clauses_of, mended, run_ins, sentences_of
from .record import Record

_LEAD = re.compile(r"还应具备|下[面列]条件|如下条件|以下条件|有关事项|如下[：:]?$")
_WHEN = re.compile(
    r"^(?:对于?|如果?|若|凡|属于?|已|有|因|除)?[^，]{2,60}的$|^(?:如(?:果)?|若)[^，]{2,40}$|^(?:对于?)[^，]{2,40}$|^(?:多个|两个)单位[^，]*的$"
)
_EXCEPT = re.compile(r"除(?P<what>[^，。]{2,40}?)(?:之?外|以外)")
_ONE_OF = re.compile(
    r"(?:下列|以下|如下)[^：:，]{0,10}(?:之一|(?:情形|行为|情况)的)[^：:]{0,60}[：:](?P<list>.+)$|(?:符合|满足|具备)[^，：]{0,8}之一[^：:]{0,6}[：:](?P<list2>.+)$"
)


def conditions_of(passages: Sequence[Passage]) -> list[Record]:
    """All conditions of a document's passages, in order. O(n)."""
    found: list[Record] = []
    lead = Lead()
    for whole in gathered(mended(passages)):
        if whole.is_cell:
            continue
        lead = lead.after(whole)
        for passage in run_ins(whole):
            kind = "topic" if CODE.match(passage.text) else section_kind(passage.path)
            if passage.path and _BARS.search(passage.path[-1]):
                kind = "barred"
            kind = "conditions" if lead.asks and kind in ("other", "method") else kind
            if passage.path and RESULT.search(passage.path[-1]):
                found += expected_result(passage)
            if kind in ("contact", "skip"):
                continue
            for sentence in sentences_of(passage):
                if kind == "barred":
                    part = re.sub(r"的$", "", sentence.text)
                    alone = Setting(sentence, Clause(sentence.text, 0, len(sentence.text)), kind)
                    found.append(_bar_of(part, alone, sentence.text))
                elif not _is_idle(sentence):
                    found += _of_sentence(sentence, kind, lead.subject)
    names, home = programmes_by_name(passages), home_of(passages)
    return [one for record in found for one in settled(record, names, home)]


def _is_idle(sentence: Sentence) -> bool:
    """A lead-in, a heading that runs into its paragraph, or what an office does."""
    text = sentence.text
    if _DEFINES.search(text) or _WHOM_TO_ASK.search(text):
        return True
    if _LEAD.search(text) and not re.search(r"之一", text):
        return True
    numbered = label_of(sentence.passage.text) is not None
    title = (
        numbered
        and sentence.stop == "。"
        and sentence.place == 0
        and sentence.count > 1
        and len(text) <= 28
        and "，" not in text
    )
    if title and not HARD.search(text) and _TITLE.search(text):
        return True
    return bool(OFFICES.match(text)) and not re.search(r"不得|不予", text)


def _of_sentence(sentence: Sentence, kind: str, subject: str) -> list[Record]:
    whole = _one_of(sentence, kind)
    if whole is not None:
        return whole
    if classes := class_conditions(sentence, kind, subject):
        return [record_of(found, each) for found, each in classes]
    setting = Setting(sentence, Clause("", 0, 0), kind, subject)
    records: list[Record] = []
    for clause in _clauses(sentence):
        setting = _advanced(setting, clause)
        if (
            _is_guard(clause, sentence)
            and clause.end < len(sentence.text)
            and not _binds(clause.text)
        ):
            setting = setting.but(when=_guard(clause.text), guarded_from=clause.start)
            continue
        records += [record_of(found, setting) for found in read_clause(setting)]
    return records


_WHOM_TO_ASK = re.compile(
    r"(?:联系人|联系电话|咨询电话|联系方式|传真)(?:及(?:联系)?(?:电话|方式))?[：:][^。]*\d{7}"
)
_DEFINES = re.compile(r"所称|包括本数|不(?:包括|含)本数|是指|负责解释|由[^，。]{2,16}解释")
# a run-in title: 科技创业人才。…, 加强管理。…
_TITLE = re.compile(
    r"^(?:具有|具备|确保|规范|落实|加强|明确|严格|强化)|^(?!.*[限只或和、的一可能])[\u4e00-\u9fff“”（）]{2,14}(?:人才|英才|团队|项目|企业|单位|中心|机构|平台|条件|要求)$"
)
_ITEM_MARK = re.compile(r"^(?:\d{1,2}[、.．）]|（[一二三四五六七八九十\d]{1,3}）|[①-⑳])\s*")
_BARS = re.compile(r"(?:下列|以下|如下)(?:情[形况]|行为).{0,12}(?:不得|不予|不能|不再)")
_BARRED = re.compile(r"(?:企业|单位|项目|人员|人|团队|内容)$")


def _is_guard(clause: Clause, sentence: Sentence) -> bool:
    """如…的，; or a noun of which the next clause says that it may not apply."""
    text = re.sub(r"（[^（）]*）$", "", clause.text)
    if _WHEN.match(text):
        return True
    after = sentence.text[clause.end :].lstrip("，,")
    barred = re.match(r"(?:原则上|均|一律)?不(?:得|予|能)|获得立项", after)
    return bool(barred and _BARRED.search(text) and "的" in text and not HARD.search(text))


def _binds(text: str) -> bool:
    return bool(re.search(r"不得|应为|须为|不予", text))


def read_clause(setting: Setting) -> list[Found]:
    """What one clause asks; amounts, dates, places and forms first, one general pattern where none of them reads."""
    if setting.kind == "topic":
        return wish_conditions(setting)
    breach = breach_conditions(setting)
    if breach is not None:
        return breach
    either = either_bound(setting.text) if setting.in_conditions else []
    if either:
        return [_either(setting, either)]
    if scoped := scope_conditions(setting):
        return scoped
    found = [*status_conditions(setting), *type_conditions(setting), *amount_conditions(setting)]
    found += naming_conditions(setting) if not found else []
    bars = bar_conditions(setting)
    if bars and not any(f.why == "只能一个" for f in found):
        return [*found, *bars] if not found or setting.in_conditions else found
    if found:
        return found
    return wish_conditions(setting) or holding_conditions(setting)


def _either(setting: Setting, value: list[str]) -> Found:
    """甲3件以上，或者乙1项以上: one condition that either meets."""
    clause = setting.clause
    return Found(clause.start, clause.end, "in", value, value[0][:10], confidence=0.8, why="之一", more={"any_of": True})  # fmt: skip


def _clauses(sentence: Sentence) -> list[Clause]:
    """The clauses, an enumeration broken by commas within 不得是…，不得是… put together."""
    found: list[Clause] = []
    for clause in clauses_of(sentence):
        before = found[-1] if found else None
        if before is not None and _continues(before, clause):
            text = sentence.text[before.start : clause.end]
            found[-1] = Clause(text, before.start, clause.end, before.tail)
        else:
            found.append(clause)
    return found


def _continues(before: Clause, clause: Clause) -> bool:
    bar = re.match(r"(?:也|且)?不得(?:是|为)", clause.text)
    other = re.match(r"或(?:者)?(?!其)", clause.text)
    return bool((bar and "不得" in before.text) or other)


def _advanced(setting: Setting, clause: Clause) -> Setting:
    """The setting of the next clause: subject and softness carried on where the clause brings none of its own."""
    text = clause.text
    soft, hard = bool(SOFT.search(text)), bool(HARD.search(text))
    # a wish (鼓励…) softens its own clause only; 原则上 and 一般 reach over what goes on from them
    carried = setting.is_soft and not setting.is_wish
    is_soft = soft or (carried and not (hard and not re.match(r"且|并|其中", text)))
    match = SUBJECT.match(text)
    subject = match["subject"].strip("，、的") if match else ""
    exception = _EXCEPT.search(text)
    return setting.but(
        clause=clause,
        subject=_subject(subject, setting.subject),
        is_soft=is_soft,
        is_wish=bool(PRAISE.search(text)),
        carries=setting.carries or setting.is_hard,
        is_hard=hard,
        exception=exception["what"] if exception else setting.exception,
    )


_MEASURE = re.compile(
    r"[“”]|\d+(?:万|亿|%|个|年|岁|家|名|人|项|平)|(?:收入|比例|比重|占比|年龄|面积|时间|金额|率|总额|费用|费|投入|收入|额|日期|等级|期|经费|专利|学历|学位|毕业|人员不?)$"
)


def _subject(written: str, before: str) -> str:
    """Whom a clause is about: its own subject where it names somebody, else the one before it."""
    known = MAIN_SUBJECTS.match(written)
    if known and re.match(r"在|每|近|同|的|年|中", written[known.end() :]):
        return known[0]
    if _MEASURE.search(written):
        return known[0] if known else before
    return written if MAIN_SUBJECTS.search(written) or 2 <= len(written) <= 14 else before


def _guard(text: str) -> str:
    return re.sub(r"^(?:对于?|如果?|若|凡)|的(?:（[^（）]*）)?$", "", text)


def _one_of(sentence: Sentence, kind: str) -> list[Record] | None:
    """符合下列条件之一：…；…。 and lists of nouns under 支持范围 are one condition with alternatives."""
    text = sentence.text
    match = _ONE_OF.search(text)
    if match is not None:
        listed = match["list"] or match["list2"]
        value = [part for part in re.split(r"；|;|(?:^|，)\d[、.]", listed) if part.strip("，。 ")]
        value = [_ITEM_MARK.sub("", part.strip()) for part in value]
        start = 0
        setting = Setting(sentence, Clause(text, 0, len(text)), kind)
    elif "；" in text and kind == "conditions":
        value = [
            re.sub(r"^.{0,12}?(?:应当|应|须)(?:是|为)", "", part) for part in re.split("；", text)
        ]
        start = 0
        setting = Setting(sentence, Clause(text, 0, len(text)), kind)
    else:
        return None
    head_text = text[: match.start("list") if match and match["list"] else len(text)]
    barred = re.search(r"不得|不予|追回|取消|撤销|收回|终止|不再", head_text)
    named = MAIN_SUBJECTS.findall(head_text) if match else []
    setting = setting.but(subject=named[0] if named else setting.subject)
    breach = bool(barred and PENALTY.search(head_text))
    more: dict[str, object] = {"any_of": True, "consequence": True} if breach else {"any_of": True}
    value = [re.sub(r"的$", "", part.strip("，。 ")) for part in value] if barred else value
    if barred and not breach and match:  # each of them bars by itself
        return [_bar_of(part, setting, text) for part in value]
    one = Found(
        start,
        len(text),
        "not" if barred else "in",
        value,
        "违规情形" if breach else "符合条件之一",
        check="auto",
        confidence=0.8,
        why="之一",
        more=more,
    )
    head = _of_clauses_before(setting, match.start() if match else 0)
    nested = _within(setting, match.start() if match else len(text))
    return [*head, record_of(one, setting), *nested]


def _bar_of(part: str, setting: Setting, text: str) -> Record:
    """One of several things each of which bars: its own words are its quote."""
    at = max(text.find(part), 0)
    return record_of(
        Found(at, at + len(part), "not", [part], part[-10:], confidence=0.8, why="之一"), setting
    )


def _within(setting: Setting, start: int) -> list[Record]:
    """What one of the alternatives asks besides: …，一般应取得学位."""
    found: list[Record] = []
    for clause in clauses_of(setting.sentence):
        if clause.start > start and re.match(r"一般应|且应|须", clause.text):
            words = re.split("[；;]", clause.text)[0]
            cut = Clause(words, clause.start, clause.start + len(words), clause.tail)
            inner = _advanced(setting, cut)
            found += [record_of(one, inner) for one in read_clause(inner)]
    return found


def _of_clauses_before(setting: Setting, end: int) -> list[Record]:
    """What the clauses before 符合下列条件之一 ask by themselves."""
    records: list[Record] = []
    for clause in clauses_of(setting.sentence):
        if clause.end > end:
            break
        setting = _advanced(setting, clause)
        if not _WHEN.match(clause.text):
            records += [record_of(found, setting) for found in read_clause(setting)]
    return records


__all__ = ["conditions_of", "members", "section_kind"]
