"""What a posted form of a decision list asks for. Each act returns what to tell, or a preview."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from zhinan.apps.awards.models import DecisionList, Outcome
from zhinan.apps.awards.services import (
    BulkPlan,
    Wanted,
    add_valid_applications,
    apply_bulk,
    decide_list,
    give_notice,
    plan_bulk,
    remove_item,
    revise_list,
    set_outcomes,
)
from zhinan.apps.awards.services.bulk import FILLS
from zhinan.apps.records.workflow import MoveRefused
from zhinan.desks.asked import MOST_DIGITS, number_in, numbers_in
from zhinan.engines.values import Finding
from zhinan.engines.values.money import parse_money

MARK = "outcome-"


def wanted_in(form: Any) -> list[Wanted]:
    """The lines a form speaks of, amounts read from 万元.

    Raises:
        MoveRefused: Amounts that cannot be read, all of them together.
    """
    found, faults = [], []
    for name, outcome in form.items():
        number = name.removeprefix(MARK)
        if not (name.startswith(MARK) and number.isdecimal() and len(number) <= MOST_DIGITS):
            continue
        amount = amount_in(form, f"grant-{number}")
        if isinstance(amount, Finding):
            faults.append(
                Finding(amount.code, amount.fact, remedy=amount.remedy, field=f"item-{number}")
            )
            continue
        found.append(
            Wanted(
                int(number),
                outcome,
                amount,
                form.get(f"reason-{number}", ""),
                number_in(form, f"version-{number}"),
            )
        )
    if faults:
        raise MoveRefused(*faults)
    return found


def amount_in(form: Any, name: str) -> Decimal | Finding | None:
    typed = form.get(name, "").strip()
    return parse_money(typed, unit="万元") if typed else None


def save(request: Any, decision_list: DecisionList) -> str:
    set_outcomes(decision_list, wanted_in(request.POST), actor=request.actor)
    return _("已保存")


def bulk(request: Any, decision_list: DecisionList) -> BulkPlan:
    """What was typed is saved first, so that a preview never drops it."""
    form = request.POST
    if typed := wanted_in(form):
        set_outcomes(decision_list, typed, actor=request.actor)
    chosen = numbers_in(form, "chosen")
    if not chosen or form.get("bulk_outcome") not in Outcome.values:
        raise MoveRefused(
            Finding("AWARD-BULK-NOTHING", _("没有选项目或意见"), remedy=_("请勾选项目并选一个意见"))
        )
    amount = amount_in(form, "bulk_amount")
    if isinstance(amount, Finding):
        raise MoveRefused(amount)
    fill = form.get("bulk_fill", "keep")
    return plan_bulk(
        decision_list,
        chosen,
        outcome=form["bulk_outcome"],
        fill=fill if fill in FILLS else "keep",
        grant_yuan=amount,
        reason=form.get("bulk_reason", ""),
        actor=request.actor,
    )


def confirm_bulk(request: Any, decision_list: DecisionList) -> str:
    n = apply_bulk(decision_list, wanted_in(request.POST), actor=request.actor)
    return _("已办理%(n)s项") % {"n": n}


def add(request: Any, decision_list: DecisionList) -> str:
    n = add_valid_applications(decision_list, actor=request.actor)
    return _("补入%(n)s项") % {"n": n} if n else _("没有新的形审通过项目")


def remove(request: Any, decision_list: DecisionList) -> str:
    item = decision_list.items.filter(pk=number_in(request.POST, "item") or 0).first()
    if item is None:
        return _("该项目已不在名单上")
    remove_item(item, reason=request.POST.get("note", ""), actor=request.actor)
    return _("已移出名单")


def decide(request: Any, decision_list: DecisionList) -> str:
    decide_list(
        decision_list,
        basis=request.POST.get("basis", ""),
        excess_reason=request.POST.get("excess_reason", ""),
        actor=request.actor,
    )
    return _("已审定")


def revise(request: Any, decision_list: DecisionList) -> str:
    revise_list(decision_list, reason=request.POST.get("note", ""), actor=request.actor)
    return _("已退回拟稿")


def publish(request: Any, decision_list: DecisionList) -> str:
    form = request.POST
    notice = give_notice(
        decision_list,
        starts_on=day_in(form, "starts_on"),
        working_days=number_in(form, "working_days") or 0,
        contact=form.get("contact", ""),
        title=form.get("title", ""),
        actor=request.actor,
    )
    return _("已公示，至%(day)s") % {"day": notice.ends_on}


def day_in(form: Any, name: str) -> date:
    """A date typed into a form.

    Raises:
        MoveRefused: It is no date.
    """
    typed = form.get(name, "").strip()
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise MoveRefused(
            Finding(
                "DATE-FORMAT",
                _("“%(typed)s”不是日期") % {"typed": typed[:20]},
                remedy=_("请按2026-04-30的样子填写"),
                field=f"id_{name}",
            )
        ) from None


ACTS: dict[str, Callable[[Any, DecisionList], str | BulkPlan]] = {
    "save": save,
    "bulk": bulk,
    "confirm_bulk": confirm_bulk,
    "add": add,
    "remove": remove,
    "decide": decide,
    "revise": revise,
    "publish": publish,
}
