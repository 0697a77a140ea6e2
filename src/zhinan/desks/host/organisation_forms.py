"""What a unit administrator types on the organisation's pages."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhinan.apps.registry.facts import FIGURES
from zhinan.apps.registry.models import IdentityKind, organisation_label
from zhinan.apps.registry.services.organisations import CORRECTABLE
from zhinan.engines.values import Finding
from zhinan.engines.values.money import format_wan, parse_money

ASKABLE = [name for name in CORRECTABLE if name != "uscc_warning"]


class ClaimForm(forms.Form):
    field = forms.ChoiceField(
        label=_("更正事项"), choices=lambda: [(name, organisation_label(name)) for name in ASKABLE]
    )
    asked_value = forms.CharField(
        label=_("应更正为"),
        max_length=200,
        help_text=_("日期写作2018-05-04；独立法人写“是”或“否”；注册地写6位代码"),
    )
    reason = forms.CharField(
        label=_("理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    evidence = forms.FileField(
        label=_("证据"),
        required=False,
        help_text=_("营业执照、法人证书等，PDF、JPG或PNG，不超过50 MB"),
    )


class PersonForm(forms.Form):
    name = forms.CharField(label=_("姓名"), max_length=64)
    id_kind = forms.ChoiceField(label=_("证件类型"), choices=IdentityKind.choices)
    id_number = forms.CharField(
        label=_("证件号码"), max_length=40, help_text=_("加密保存，页面上只显示部分")
    )
    phone = forms.CharField(label=_("手机"), max_length=30, required=False)
    email = forms.EmailField(label=_("电子邮箱"), required=False)
    degree = forms.CharField(label=_("学位"), max_length=20, required=False)
    title = forms.CharField(label=_("职称"), max_length=40, required=False)


class FiguresForm(forms.Form):
    """One year's figures; money is typed in 万元. A cleared cell takes the figure out."""

    source = forms.CharField(
        label=_("数据来源"), max_length=120, help_text=_("如审计报告编号、统计报表名称")
    )

    def __init__(self, *args: Any, held: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for path, figure in FIGURES.items():
            field = forms.CharField(label=figure.label, max_length=40, required=False)
            field.unit = _("人") if figure.is_count else _("万元")  # type: ignore[attr-defined]
            field.widget.attrs["inputmode"] = "decimal"
            if held and path in held:
                field.initial = str(int(held[path])) if figure.is_count else format_wan(held[path])
            self.fields[path.replace(".", "-")] = field

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["figures"] = {path: self._figure(path, cleaned) for path in FIGURES}
        return cleaned

    def _figure(self, path: str, cleaned: dict[str, Any]) -> Any:
        name = path.replace(".", "-")
        typed = cleaned.get(name, "").strip()
        if not typed:
            return None
        unit = "元" if FIGURES[path].is_count else "万元"
        read = parse_money(typed.lstrip("-－−"), unit=unit)
        if isinstance(read, Finding):
            self.add_error(name, f"{read.fact}。{read.remedy}")
            return None
        return -read if typed[0] in "-－−" else read


def last_year() -> int:
    return timezone.localdate().year - 1
