"""限额: which line of quotas.csv governs an application, what is used of it, and whether one more fits."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from zhinan.engines.packs.pack import Pack
from zhinan.engines.packs.quota import QuotaLimit

from . import lacking
from .case import Case
from .claims import BODY_CLASS, Claim, own_claim, rival_claims
from .counting import Count, count
from .quota_registers import Register, World
from .rule import HARD, QuotaSpec, Rule
from .verdict import Judgement, Missing, Usage, Verdict
from .worlds import completed, differing, options, worlds

_OWN = {
    "body": "推荐单位.名称", "body_classes": BODY_CLASS, "host": "牵头单位.名称", "host_classes": "牵头单位.类型",
    "statuses": "牵头单位.资质", "members": "牵头单位.名称", "is_apart": "申报.占用名额", "is_freed": "牵头单位.资质",
}  # fmt: skip
GRANT = "预算.申请财政经费"
MOST_REGISTERS = 256
_registers: dict[tuple[int, str, date], tuple[QuotaSpec, Register]] = {}  # by the spec itself, held


@dataclass(frozen=True, slots=True)
class Outcome:
    """What holds in one world. ``holds`` is None where it depends on others, or on the office."""

    applies: bool
    holds: bool | None = None
    limit: QuotaLimit = field(default_factory=QuotaLimit)
    count: Count = field(default_factory=Count)
    missing: tuple[Missing, ...] = ()
    code: str = ""

    @property
    def decided(self) -> tuple[Any, ...]:
        """What worlds are compared by."""
        return self.applies, self.holds, self.code if self.holds is None else ""


@dataclass(frozen=True, slots=True)
class Use:
    """A quota block on one case: does it apply, does one more fit, and what would decide it."""

    applies: bool | None
    holds: bool | None
    usage: Usage | None = None
    missing: tuple[Missing, ...] = ()
    rows: tuple[int, ...] = ()  # of 同年申报, that surely count


def judge_quota(rule: Rule, case: Case) -> Judgement:
    """What a 限额 block says: one more fits or not, or what is missing to say so.

    A body or host without any line is 待补 for the office (``usage.code`` QUOTA-NO-ROW), as is one that
    two lines of one rank hold with different limits (QUOTA-UNCLEAR).
    """
    bound, at = rule.on(case.law), case.standing
    guard = True if bound.guard is None else bound.guard.run(at)
    use = use_of(rule, case) if guard is not False else Use(False, None)
    if use.applies is False:
        return Judgement(rule, Verdict.NOT_APPLICABLE)
    if use.holds is True:
        return Judgement(rule, Verdict.PASSED, usage=use.usage)
    waivers = [
        w
        for w, g in zip(rule.waivers, bound.waivers, strict=True)
        if g is None or g.run(at) is not False
    ]
    if waivers and case.grant_for(rule.key) is not None and guard and use.applies:
        return Judgement(rule, Verdict.WAIVED, usage=use.usage, waiver=waivers[0], is_waived=True)
    if use.holds is None or use.applies is None or guard is None:
        open_guard = lacking.missing(bound.guard, at) if guard is None and bound.guard else ()
        missing = tuple(dict.fromkeys((*open_guard, *use.missing)))
        return Judgement(rule, Verdict.MISSING, missing=missing, usage=use.usage)
    if rule.is_preference:
        return Judgement(rule, Verdict.NOT_APPLICABLE, usage=use.usage)
    if rule.force == HARD and not waivers:
        return Judgement(rule, Verdict.FAILED, usage=use.usage)
    return _by_person(rule, case, use, waivers[0] if waivers else None)


def _by_person(rule: Rule, case: Case, use: Use, waiver: Any) -> Judgement:
    decision = case.decision_on(rule.key)
    if decision is None:
        return Judgement(rule, Verdict.DISCRETION, usage=use.usage, waiver=waiver)
    settled = Verdict.PASSED if decision.is_satisfied else Verdict.FAILED
    return Judgement(rule, settled, usage=use.usage, decided_by=decision.by or "有关人员")


def register_of(spec: QuotaSpec, rule: Rule, case: Case) -> Register:
    """The quota lines of the case's programme, with the lists of its law date; made once for them."""
    key = (id(spec), case.programme, case.law)
    held = _registers.get(key)
    if held is not None and held[0] is spec:
        return held[1]
    pack: Pack = spec.pack
    own = next((p.quotas for p in pack.programmes if p.key == case.programme), ())
    rows = tuple(line for line in own if line.counted_by != spec.by)
    rows += tuple(line for line in spec.lines if not own or case.programme in line.programmes)
    register = Register(pack, rows, rule.lists, case.law)
    if len(_registers) >= MOST_REGISTERS:
        _registers.clear()
    _registers[key] = (spec, register)
    return register


def use_of(rule: Rule, case: Case) -> Use:
    """The quota block on this case, every way taken in which the unknown may be."""
    spec = rule.quota
    if spec is None:
        raise ValueError(f"rule {rule.key} is no quota")
    register = register_of(spec, rule, case)
    own, rivals = completed(own_claim(case, spec.pack), register), rival_claims(case)
    given = options(own, register, spec.by)
    found = {w: _outcome(rule, own, rivals, w, register) for w in worlds(given)}
    applying = [o for o in found.values() if o.applies]
    if not applying:
        return Use(False, None)
    applies = True if len(applying) == len(found) else None
    answers = {o.holds for o in applying}
    holds = answers.pop() if len(answers) == 1 else None
    missing: tuple[Missing, ...] = ()
    if holds is None or (applies is None and holds is not True):
        decided = {world: outcome.decided for world, outcome in found.items()}
        asked = differing(decided, given)
        if "body" in asked:  # its class is asked once its name is known
            asked = tuple(field for field in asked if field != "body_classes")
        wanted = [_term(spec.pack, _OWN[field]) for field in asked]
        missing = tuple(dict.fromkeys((*wanted, *(m for o in applying for m in o.missing))))
    return Use(applies, holds, _usage(own, applying, spec), missing, applying[0].count.rows)


def _outcome(
    rule: Rule, own: Claim, rivals: tuple[Claim, ...] | None, world: World, register: Register
) -> Outcome:
    spec = rule.quota
    if spec is None or world.is_freed:
        return Outcome(False)
    limit = register.limit(world, spec.by)
    if limit.finding is not None:
        is_told = not limit.among and _tells(rule, own.programme)
        return Outcome(
            is_told or _concerns(spec, limit, world), None, limit, code=limit.finding.code
        )
    if limit.row is None or (spec.who and limit.who not in spec.who):
        return Outcome(False)
    counted = count(own, rivals, world, limit, register)
    places, yuan = _fits(limit, counted), _affords(limit, counted, own)
    holds = False if False in (places, yuan) else (None if None in (places, yuan) else True)
    missing = (*counted.gaps,) if places is None else ()
    if yuan is None:
        asked = () if own.grant is not None else (_term(register.pack, GRANT),)
        missing = (*missing, *asked, *counted.money_gaps)
    code = "" if holds is not False else ("QUOTA-FULL" if places is False else "QUOTA-YUAN")
    return Outcome(True, holds, limit, counted, missing if holds is None else (), code)


def _concerns(spec: QuotaSpec, limit: QuotaLimit, world: World) -> bool:
    """Whether an unclear line, or the want of one, is this block's to tell: it names the unit's class, or nobody."""
    whose = limit.among or (*world.body_classes, *world.host_classes)
    is_apart = spec.by == "body" and all(
        line.is_outside_body_quota for line in spec.lines if line.who in spec.who
    )
    return not spec.who or (not is_apart and not set(spec.who).isdisjoint(whose))


def _tells(rule: Rule, programme: str | None) -> bool:
    """Whether this block speaks for a body without a line: the programme's first, where all have 谁."""
    spec = rule.quota
    if spec is None or spec.by != "body":
        return False  # a guide that limits some units says nothing of the others
    blocks = [
        block
        for one in spec.pack.programmes if one.key == programme
        for block in one.rules
        if block.kind == "限额" and str(block.content.get("by") or "推荐单位") in ("推荐单位", "body")
    ]  # fmt: skip
    free = [block for block in blocks if not block.content.get("who")]
    return not free and bool(blocks) and blocks[0].key == rule.key


def _fits(limit: QuotaLimit, counted: Count) -> bool | None:
    if limit.most is None:
        return True
    if counted.places + 1 > limit.most:
        return False
    return (
        True
        if counted.more is not None and counted.places + counted.more + 1 <= limit.most
        else None
    )


def _affords(limit: QuotaLimit, counted: Count, own: Claim) -> bool | None:
    if limit.most_yuan is None:
        return True
    if counted.yuan + (own.grant or Decimal(0)) > limit.most_yuan:
        return False
    if own.grant is None or counted.more_yuan is None:
        return None
    return True if counted.yuan + counted.more_yuan + own.grant <= limit.most_yuan else None


def _term(pack: Pack, label: str) -> Missing:
    term = pack.vocabulary.get(label) or pack.vocabulary.get("推荐单位.名称")
    return Missing(label, "") if term is None else Missing(term.label, term.path, en=term.en)


def _usage(own: Claim, applying: list[Outcome], spec: QuotaSpec) -> Usage | None:
    """The line and its use, where one line holds in every way."""
    name = (own.body if spec.by == "body" else own.host) or ""
    limits = {(o.limit.who, o.limit.most, o.limit.most_yuan, o.code) for o in applying}
    first = applying[0]
    if len(limits) > 1:
        return None
    counted, limit = first.count, first.limit
    has_money = limit.most_yuan is not None
    return Usage(
        counted.places if counted.more == 0 and limit.row is not None else None,
        limit.most, limit.who, limit.clause, name,
        counted.yuan if has_money and counted.more_yuan == 0 else None, limit.most_yuan, first.code,
    )  # fmt: skip
