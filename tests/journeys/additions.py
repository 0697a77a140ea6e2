"""What the demonstration year leaves to people: a letter, an objection, a correction claim, a draft list, documents read."""

from django.core.files.base import ContentFile
from tests.factories.applications import PDF
from tests.factories.readings import make_draft, make_form_read, make_reread

from zhinan.apps.accounts.models import Account
from zhinan.apps.accounts.selectors import Actor
from zhinan.apps.applications.models import Application
from zhinan.apps.applications.states import ApplicationState as S
from zhinan.apps.awards.models import PublicNotice
from zhinan.apps.awards.selectors import calls_ready_for_a_list
from zhinan.apps.awards.services import create_decision_list, raise_objection
from zhinan.apps.records.services import seal_checkpoint
from zhinan.apps.records.services.files import store_file
from zhinan.apps.registry.models import Organisation
from zhinan.apps.registry.services import ask_correction
from zhinan.apps.screening.models import Conclusion, ItemOutcome
from zhinan.apps.screening.services import (
    Decision,
    claim_review,
    conclude_review,
    decide_items,
    open_review,
)


def actor_named(username: str) -> Actor:
    account = Account.objects.get(username=username)
    return Actor(account, account.grants.get())


def add_to_year() -> None:
    clerk = actor_named("demo-office")
    waiting = Application.objects.filter(state=S.AT_OFFICE, call__programme__key="key-rd-industry")
    _ask_to_correct(waiting.order_by("pk")[1], clerk)
    claim_review(open_review(waiting.order_by("pk")[0], actor=clerk), actor=clerk)
    notice = PublicNotice.objects.filter(state="shown").order_by("pk")[0]
    raise_objection(notice, name="王异", contact="0518-88880000", text="该项目与往年项目重复。")
    create_decision_list(calls_ready_for_a_list(clerk)[0], actor=clerk)
    host = actor_named("demo-host-00001")
    ask_correction(
        Organisation.objects.get(pk=host.organisation_id),
        field="address",
        asked_value="海州区演示路1号",
        reason="搬迁",
        evidence=store_file(ContentFile(PDF, "执照.pdf"), accept={"pdf"}),
        evidence_name="执照.pdf",
        actor=host,
    )
    make_draft(is_published=True)
    make_form_read()
    make_reread()
    seal_checkpoint()


def _ask_to_correct(application: Application, clerk: Actor) -> None:
    review = claim_review(open_review(application, actor=clerk), actor=clerk)
    first, *rest = review.items.all()
    said = [Decision(item.pk, ItemOutcome.MET) for item in rest]
    said.append(Decision(first.pk, ItemOutcome.TO_CORRECT, "缺营业执照"))
    decide_items(review, said, actor=clerk)
    conclude_review(review, conclusion=Conclusion.CORRECTION, reason="请补正", actor=clerk)
