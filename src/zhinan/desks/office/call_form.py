"""What the office fills in to open a call."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhinan.apps.programmes.models import Call, Programme


class MomentField(forms.DateTimeField):
    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, **options)


class CallForm(forms.Form):
    title = forms.CharField(label=_("通知标题"), max_length=200)
    number = forms.CharField(label=_("文号"), max_length=60, required=False)
    opens_at = MomentField(label=_("开始申报"), required=False)
    closes_at = MomentField(label=_("申报人截止"), required=False)
    host_closes_at = MomentField(label=_("单位确认截止"), required=False)
    recommendation_closes_at = MomentField(label=_("推荐截止"), required=False)
    planned_awards = forms.IntegerField(label=_("拟支持项数"), min_value=0, required=False)
    planned_wan = forms.DecimalField(
        label=_("拟安排经费（万元）"), min_value=0, max_digits=12, decimal_places=2, required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        wan = cleaned.pop("planned_wan", None)
        cleaned["planned_yuan"] = None if wan is None else wan * Decimal(10000)
        return cleaned

    @classmethod
    def of(cls, call: Call) -> "CallForm":
        fields = (
            "title",
            "number",
            "opens_at",
            "closes_at",
            "host_closes_at",
            "recommendation_closes_at",
            "planned_awards",
        )
        initial: dict[str, Any] = {name: getattr(call, name) for name in fields}
        if call.planned_yuan is not None:
            initial["planned_wan"] = (call.planned_yuan / 10000).quantize(Decimal("0.01"))
        return cls(initial=initial)

    @staticmethod
    def proposed(programme: Programme) -> dict[str, Any]:
        """A title to begin with; moments the guide does not give are left for the office."""
        year = programme.guide.year
        return {
            "title": f"关于组织申报{year}年度{programme.name.removesuffix('项目')}项目的通知",
            "opens_at": timezone.localtime(),
        }
