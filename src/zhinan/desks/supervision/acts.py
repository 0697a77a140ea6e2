import json
import re
from typing import Any

from django import forms
from django.apps import apps
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhinan.apps.records.models import Act
from zhinan.apps.records.selectors import acts_filtered, acts_visible_to
from zhinan.apps.records.services import prove_inclusion, verify_chain
from zhinan.apps.records.services.inspections import export_acts, note_proof
from zhinan.desks.downloads import attachment_response, spreadsheet_response

from .home import SupervisionView

PER_PAGE = 50
CHAIN_SHOWN = 60


class FilterForm(forms.Form):
    who = forms.CharField(label=gettext_lazy("账户或角色"), required=False, max_length=64)
    action = forms.CharField(label=gettext_lazy("动作"), required=False, max_length=60)
    subject = forms.CharField(label=gettext_lazy("对象"), required=False, max_length=120)
    since = forms.DateField(label=gettext_lazy("自"), required=False)
    until = forms.DateField(label=gettext_lazy("至"), required=False)
    before = forms.IntegerField(required=False, min_value=1)


class Acts(SupervisionView):
    def get(self, request: Any) -> HttpResponse:
        acts, form, filters = _asked_for(request)
        before = form.cleaned_data.get("before")
        if before:
            acts = acts.filter(pk__lt=before)
        found = list(acts.defer("before", "after")[: PER_PAGE + 1])
        context = {
            "acts": [(act, kind_name(act.subject_kind)) for act in found[:PER_PAGE]],
            "next_before": found[PER_PAGE - 1].pk if len(found) > PER_PAGE else None,
            "form": form,
            "filters": filters,
            "is_first": not before,
            "areas": _areas(form.data.get("action", "")),
        }
        return render(request, "supervision/acts.html", context)


class Export(SupervisionView):
    def get(self, request: Any) -> HttpResponse:
        acts, _form, filters = _asked_for(request)
        return spreadsheet_response(
            _("行为记录"),
            export_acts(acts, actor=request.actor, filters=filters),
            is_recorded=True,
        )


class OneAct(SupervisionView):
    def get(self, request: Any, pk: int) -> HttpResponse:
        visible = acts_visible_to(request.actor)
        act = get_object_or_404(visible, pk=pk)
        chain = visible.filter(subject_kind=act.subject_kind, subject_id=act.subject_id)
        near = chain.filter(
            position__gt=act.position - CHAIN_SHOWN, position__lt=act.position + CHAIN_SHOWN
        )
        context = {
            "act": act,
            "kind": kind_name(act.subject_kind),
            "changes": changes_of(act),
            "chain": near.order_by("position"),
            "chain_length": chain.count(),
            "fault": verify_chain(act.subject_kind, act.subject_id),
        }
        return render(request, "supervision/act.html", context)


class Proof(SupervisionView):
    def get(self, request: Any, pk: int) -> HttpResponse:
        act = get_object_or_404(acts_visible_to(request.actor), pk=pk)
        proof = prove_inclusion(act)
        if proof is None:
            return redirect(f"{reverse('supervision:act', args=[pk])}#seal")
        note_proof(act, actor=request.actor)
        content = json.dumps(proof, ensure_ascii=False, indent=1).encode()
        return attachment_response(_("存证-%(n)s.json") % {"n": pk}, content, "application/json")


def kind_name(kind: str) -> str:
    """The Chinese term of a subject's kind, which begins its model's docstring."""
    model = _model(kind)
    words = re.split(r"[:：.。]", model.__doc__ or "")[0].strip() if model else ""
    return words if words and not words.isascii() else kind


def changes_of(act: Act) -> list[tuple[str, str, str, bool]]:
    """Each value named before or after, in the words of the page: its name, both texts, whether it changed."""
    before, after = act.before or {}, act.after or {}
    names = [*before, *(name for name in after if name not in before)]
    model = _model(act.subject_kind)
    fields = {field.name: field for field in model._meta.fields} if model else {}
    return [
        (
            _label(name, fields.get(name)),
            _text(before.get(name), fields.get(name)),
            _text(after.get(name), fields.get(name)),
            before.get(name) != after.get(name),
        )
        for name in names
    ]


def _asked_for(request: Any) -> tuple[Any, FilterForm, dict[str, Any]]:
    form = FilterForm(request.GET)
    form.is_valid()  # what cannot be read is shown beside its field and not applied
    names = ("who", "action", "subject", "since", "until")
    filters = {name: form.cleaned_data[name] for name in names if form.cleaned_data.get(name)}
    return acts_filtered(acts_visible_to(request.actor), **filters), form, filters


def _areas(chosen: str) -> list[tuple[str, Any]]:
    """Whole areas to choose from, and the single action a link has asked for."""
    ours = (app for app in apps.get_app_configs() if app.name.startswith("zhinan.apps."))
    areas = [(f"{app.label}.", app.verbose_name) for app in ours]
    is_one = chosen and chosen not in dict(areas)
    return [*areas, (chosen, chosen)] if is_one else areas


def _model(kind: str) -> Any:
    try:
        return apps.get_model(kind)
    except (LookupError, ValueError):  # a kind of an earlier release
        return None


def _label(name: str, field: Any) -> str:
    if name == "state":
        return _("状态")
    words = str(field.verbose_name) if field else name
    return name if words.isascii() else words


def _text(value: Any, field: Any) -> str:
    if value is None:
        return ""
    choices = dict(field.flatchoices) if field is not None else {}
    if isinstance(value, str):
        return str(choices.get(value, value))
    return json.dumps(value, ensure_ascii=False, indent=1)
