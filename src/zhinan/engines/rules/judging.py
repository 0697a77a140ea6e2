"""A rule judges a case: guard, condition, exceptions, waivers and persons' decisions into one verdict."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from .case import APPLYING, Case
from .evaluating import Standing
from .explaining import reasons
from .lacking import is_open, lacks, missing
from .ranges import high_of, low_of
from .rule import HARD, PERSON, Bound, Rule, Waiver
from .verdict import Judgement, Missing, Verdict

if TYPE_CHECKING:
    from .rulebook import Rulebook


def judge(rule: Rule, case: Case) -> Judgement:
    """What ``rule`` says of ``case``; the same in, the same out. About 1 µs where it passes.

    >>> # docs/design/cases.md shows whole cases; tests/engines/rules judge them
    """
    bound, at = rule.ready.get(case.law) or rule.on(case.law), case.standing
    if not bound.is_valid:
        return Judgement(rule, Verdict.NOT_APPLICABLE)
    if rule.quota is not None:
        return _judge_quota(rule, case)
    applies = True if bound.guard is None else bound.guard.run(at)
    if applies is False:
        return Judgement(rule, Verdict.NOT_APPLICABLE)
    holds = _holds(bound, at) if bound.condition is None else bound.condition.run(at)
    if holds is True and rule.force != PERSON:
        if bound.result is None and not rule.exceptions:
            return Judgement(rule, Verdict.PASSED)
        return Judgement(
            rule,
            Verdict.PASSED,
            interval=_interval(bound, at),
            exception=_exception(rule, bound, at),
        )
    return _unpassed(rule, bound, case, applies, holds)


def _holds(bound: Bound, at: Standing) -> bool | None:
    """Whether a rule without a condition holds: an amount, once it is known."""
    if bound.result is not None:
        result = bound.result.run(at)
        return True if not is_open(result) else None
    return True


def _interval(bound: Bound, at: Standing) -> tuple[Any, Any] | None:
    if bound.result is None:
        return None
    value = bound.result.run(at)
    return low_of(value), high_of(value)


def _unpassed(
    rule: Rule, bound: Bound, case: Case, applies: bool | None, holds: bool | None
) -> Judgement:
    """Everything but a plain pass."""
    at = case.standing
    if applies and bound.plain is not None:
        if holds is None:
            return Judgement(rule, Verdict.MISSING, (), lacks(bound.plain, at))
        if rule.force == HARD and not rule.is_preference:
            return Judgement(rule, Verdict.FAILED, reasons(bound.plain, at))
    found: dict[str, Any] = {
        "interval": _interval(bound, at),
        "exception": _exception(rule, bound, at),
    }
    if applies is None and (holds is not True or rule.force == PERSON):
        lacking = _lacking(bound, at, guard=True, condition=holds is None)
        return Judgement(rule, Verdict.MISSING, missing=lacking, **found)
    if holds is not True and (waived := _granted(rule, bound, case)) is not None:
        why = _reasons(bound, at) if holds is False else ()
        return Judgement(rule, Verdict.WAIVED, why, waiver=waived, is_waived=True, **found)
    if holds is None:
        lacking = _lacking(bound, at, guard=False, condition=True)
        return Judgement(
            rule, Verdict.MISSING, missing=lacking, waiver=_possible(rule, bound, at), **found
        )
    if holds is True:
        return _by_person(rule, case, Verdict.PERSON, (), found)
    why = _reasons(bound, at)
    if rule.is_preference:
        return Judgement(rule, Verdict.NOT_APPLICABLE, why, **found)
    possible = _possible(rule, bound, at)
    if rule.force == HARD and possible is None:
        return Judgement(rule, Verdict.FAILED, why, **found)
    return _by_person(rule, case, Verdict.DISCRETION, why, {**found, "waiver": possible})


def _by_person(
    rule: Rule, case: Case, verdict: Verdict, why: tuple[Any, ...], found: dict[str, Any]
) -> Judgement:
    """A verdict that a person's conclusion on record settles."""
    decision = case.decision_on(rule.key)
    if decision is None:
        return Judgement(rule, verdict, why, **found)
    settled = Verdict.PASSED if decision.is_satisfied else Verdict.FAILED
    return Judgement(rule, settled, why, decided_by=decision.by or "有关人员", **found)


def _reasons(bound: Bound, at: Standing) -> tuple[Any, ...]:
    return () if bound.condition is None else reasons(bound.condition, at)


def _lacking(bound: Bound, at: Standing, *, guard: bool, condition: bool) -> tuple[Missing, ...]:
    of_guard = missing(bound.guard, at) if guard and bound.guard is not None else ()
    tree = bound.condition if bound.condition is not None else bound.result
    if not condition or tree is None:
        return of_guard
    of_condition = missing(tree, at)
    return tuple(dict.fromkeys(of_guard + of_condition)) if of_guard else of_condition


def _exception(rule: Rule, bound: Bound, at: Standing) -> Any:
    """The exception that stands in place of the rule's condition, the most specific that holds."""
    if not rule.exceptions:
        return None
    pairs = zip(reversed(rule.exceptions), reversed(bound.exceptions), strict=True)
    return next((exception for exception, guard in pairs if guard.run(at) is True), None)


def _possible(rule: Rule, bound: Bound, at: Standing) -> Waiver | None:
    """A waiver a person may still grant."""
    if not rule.waivers:
        return None
    pairs = zip(rule.waivers, bound.waivers, strict=True)
    return next((w for w, guard in pairs if guard is None or guard.run(at) is not False), None)


def _granted(rule: Rule, bound: Bound, case: Case) -> Waiver | None:
    """The waiver that is on record."""
    if not rule.waivers:
        return None
    return None if case.grant_for(rule.key) is None else _possible(rule, bound, case.standing)


def _judge_quota(rule: Rule, case: Case) -> Judgement:
    from .quotas import judge_quota

    return judge_quota(rule, case)


def judge_all(
    rulebook: "Rulebook", case: Case, *, only: Iterable[str] | None = None
) -> tuple[Judgement, ...]:
    """Every rule of the case's programme and stage, in the order of the guide.

    Args:
        only: Rule ids; then these alone, whatever their stage.

    Raises:
        KeyError: ``only`` names a rule the programme does not have.
    """
    if only is not None:
        return tuple(judge(rulebook.rule(key), case) for key in only)
    rules = rulebook.rules(case.programme)
    stage = case.stage or APPLYING
    return tuple(judge(r, case) for r in rules if r.stage == stage and r.kind != "lint")
