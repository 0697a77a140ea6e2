from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from zhinan.apps.accounts.models import Role
from zhinan.apps.records.selectors import acts_visible_to, checkpoints_visible_to, unread_count
from zhinan.apps.records.services.inspections import inspect_record
from zhinan.desks.access import DeskView

WATCHED = timedelta(days=7)


class SupervisionView(DeskView):
    roles = (Role.SUPERVISOR, Role.AUDIT_ADMIN)


class Home(SupervisionView):
    def get(self, request: Any) -> HttpResponse:
        acts = acts_visible_to(request.actor)
        checkpoint = checkpoints_visible_to(request.actor).first()
        inspection = acts.filter(action="records.inspect").first()
        context = {
            "checkpoint": checkpoint,
            "unsealed": acts.filter(leaf__isnull=True).count(),
            "inspection": inspection,
            "faults": (inspection.after or {}).get("faults", []) if inspection else [],
            "watched": acts.filter(at__gte=timezone.now() - WATCHED).aggregate(**_watched()),
            "since": timezone.localdate() - WATCHED,
            "unread": unread_count(request.actor),
            "latest": acts.defer("before", "after")[:12],
        }
        return render(request, "supervision/home.html", context)


class Inspect(SupervisionView):
    def post(self, request: Any) -> HttpResponse:
        faults = inspect_record(actor=request.actor)
        if faults:
            messages.error(request, _("核验完毕，发现%(n)s处不符") % {"n": len(faults)})
        else:
            messages.success(request, _("核验完毕，记录完整"))
        return redirect("supervision:home")


def _watched() -> dict[str, Count]:
    kinds = {
        "roles": ("accounts.grant_role", "accounts.end_grant", "accounts.create_account"),
        "reveals": (
            "registry.reveal_id_number",
            "registry.reveal_phone",
            "awards.reveal_objector",
        ),
        "exports": ("records.export", "records.prove"),
        "decisions": ("awards.decide", "awards.revise", "awards.issue"),
    }
    return {name: Count("pk", filter=Q(action__in=actions)) for name, actions in kinds.items()}
