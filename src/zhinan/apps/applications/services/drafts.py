"""Beginning an application, sharing it, leaving it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhinan.apps.accounts.models import Account, Role, ScopeKind
from zhinan.apps.accounts.selectors import Actor
from zhinan.apps.applications.facts import registered_values, sealed
from zhinan.apps.applications.guards import written
from zhinan.apps.applications.models import Application, Collaborator, SectionDraft
from zhinan.apps.applications.states import WITHDRAW, ApplicationState
from zhinan.apps.programmes.models import Call, Topic
from zhinan.apps.programmes.services import form_of
from zhinan.apps.programmes.states import CallState
from zhinan.apps.records.services import notify, record_act
from zhinan.apps.records.workflow import MoveRefused, perform, require
from zhinan.apps.registry.models import Organisation
from zhinan.engines.packs import Form
from zhinan.engines.values import Finding
from zhinan.engines.vocabulary import State


@transaction.atomic
def start_application(
    call: Call, *, actor: Actor, topic: Topic | None = None, is_another: bool = False
) -> Application:
    """Begin to fill in, for the organisation the actor applies for; registry facts fill in by themselves.

    One click sent twice makes one draft: a draft of the same call and topic that nobody has written in
    is given back. One that was written in is not doubled unless ``is_another`` says that it is meant.

    Raises:
        PermissionDenied: ``actor`` applies for no organisation.
        MoveRefused: ``CALL-CLOSED``, or ``DRAFT-EXISTS``.
        ValueError: ``topic`` is of another programme.
    """
    require(actor, "applications.fill")
    assert actor.account is not None
    assert actor.organisation_id is not None
    _refuse_unless_running(call)
    if topic is not None and topic.programme_id != call.programme_id:
        raise ValueError(f"expected a topic of {call.programme}, got one of {topic.programme}")
    host = Organisation.objects.select_for_update().get(pk=actor.organisation_id)
    if not is_another:
        begun = _draft_begun(call, host, actor.account, topic)
        if begun is not None and begun.version == 0:
            return begun
        if begun is not None:
            raise MoveRefused(_draft_exists(begun))
    return _begin(call, host, actor=actor, topic=topic)


def _begin(call: Call, host: Organisation, *, actor: Actor, topic: Topic | None) -> Application:
    assert actor.account is not None
    application = Application.objects.create(
        call=call, host=host, owner=actor.account, topic=topic, is_demo=host.is_demo or call.is_demo
    )
    form = form_of(call.programme)
    facts = registered_values(host, call)
    if topic is not None:
        chosen = State.known(topic.choice).to_json()
        facts |= {path: chosen for path, term in form.terms.items() if term.type == "topic"}
    SectionDraft.objects.bulk_create(
        SectionDraft(
            application=application,
            key=section.key,
            values=sealed(section, values, stored={}),
            saved_by=actor.account,
        )
        for section in form.sections
        if (values := first_values(form, section.key, facts))
    )
    record_act(
        "applications.start",
        application,
        actor=actor,
        summary="开始填报",
        after={"call": call.title, "topic": topic.choice if topic else ""},
    )
    return application


def first_values(form: Form, key: str, facts: dict[str, dict[str, object]]) -> dict[str, object]:
    """What a section holds before anybody typed: known facts, and the rows the form gives."""
    section = form.section(key)
    values: dict[str, object] = {f.path: facts[f.path] for f in section.fields if f.path in facts}
    if section.table is not None and section.fixed_rows:
        values[section.table.path] = State.known(section.blank_rows(), source="computed").to_json()
    return values


@transaction.atomic
def add_collaborator(application: Application, *, account: Account, actor: Actor) -> Collaborator:
    """Let a colleague of the same organisation fill in too.

    Raises:
        PermissionDenied: ``actor`` does not own the application.
        MoveRefused: The colleague does not apply for the same organisation.
    """
    require(actor, "applications.share", application)
    if not colleagues_of(application).filter(pk=account.pk).exists():
        raise MoveRefused(
            Finding(
                "COLLABORATOR-FOREIGN",
                _("%(name)s不是本单位的申报人") % {"name": account.name},
                remedy=_("请先由单位管理员邀请其加入本单位"),
            )
        )
    shared, made = Collaborator.objects.get_or_create(application=application, account=account)
    if made:
        record_act(
            "applications.share",
            application,
            actor=actor,
            summary="邀请协作填报",
            after={"account": account.name},
        )
        notify(
            [account],
            title=f"{actor.name}邀请您协作填报：{application}",
            link=f"/apply/applications/{application.pk}/",
        )
    return shared


@transaction.atomic
def remove_collaborator(application: Application, *, account: Account, actor: Actor) -> None:
    """Take the right to fill in back from a colleague; what was typed stays.

    Raises:
        PermissionDenied: ``actor`` does not own the application.
    """
    require(actor, "applications.share", application)
    gone, _rows = application.collaborators.filter(account=account).delete()
    if gone:
        record_act(
            "applications.unshare",
            application,
            actor=actor,
            summary="取消协作填报",
            before={"account": account.name},
        )


def colleagues_of(application: Application):  # type: ignore[no-untyped-def]
    """Accounts that apply for the same organisation, the owner apart."""
    return (
        Account.objects.filter(
            is_active=True,
            grants__role=Role.APPLICANT,
            grants__scope_kind=ScopeKind.ORGANISATION,
            grants__scope_id=application.host_id,
            grants__ended_at__isnull=True,
        )
        .exclude(pk=application.owner_id)
        .distinct()
        .order_by("name", "pk")
    )


def withdraw_application(
    application: Application, *, actor: Actor, reason: str = ""
) -> Application:
    """Give up an application for good; a draft that was never handed in leaves the lists.

    Raises:
        PermissionDenied: ``actor`` may not fill it in.
        MoveRefused: It was handed in and no reason is given, or it can no longer be withdrawn.
    """
    if application.submitted_at and not reason.strip():
        raise MoveRefused(
            Finding("REASON-MISSING", _("没有写明撤回理由"), remedy=_("请写明理由"), field="note")
        )
    return perform(WITHDRAW, application, actor=actor, note=reason.strip())


def _refuse_unless_running(call: Call) -> None:
    if (
        call.state != CallState.PUBLISHED
        or call.closes_at is None
        or call.closes_at < timezone.now()
    ):
        at = written(call.closes_at) if call.closes_at else "—"
        raise MoveRefused(
            Finding(
                "CALL-CLOSED",
                _("“%(call)s”已于%(at)s截止或未发布") % {"call": call.title, "at": at},
                source=call.number,
                remedy=_("请选择正在征集的通知"),
            )
        )


def _draft_begun(
    call: Call, host: Organisation, account: Account, topic: Topic | None
) -> Application | None:
    drafts = Application.objects.filter(
        call=call, host=host, owner=account, topic=topic, state=ApplicationState.DRAFT
    )
    return drafts.order_by("version", "-pk").first()


def _draft_exists(draft: Application) -> Finding:
    return Finding(
        "DRAFT-EXISTS",
        _("本通知同一方向您已有一份草稿“%(title)s”，最近修改于%(at)s")
        % {"title": draft, "at": written(draft.updated_at)},
        remedy=_("请继续填写这份草稿；确实要另报一项的，请确认另起一份"),
    )
