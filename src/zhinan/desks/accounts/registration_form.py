"""Forms of a unit's own registration."""

import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhinan.apps.registry.models import OrganisationKind

from .forms import TwiceForm, UsernameField


class NarrowDateField(forms.DateField):
    """A date that may be typed with full-width figures, or as 2018年5月4日."""

    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    input_formats = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d")

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = unicodedata.normalize("NFKC", value).replace(" ", "")
        return super().to_python(value)


class RegisterForm(TwiceForm):
    uscc = forms.CharField(
        label=_("统一社会信用代码"), max_length=40, help_text=_("18位，照营业执照或法人证书填写")
    )
    unit_name = forms.CharField(
        label=_("单位全称"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "organization"}),
    )
    kind = forms.ChoiceField(label=_("单位类型"), choices=OrganisationKind.choices)
    region_code = forms.CharField(
        label=_("注册地行政区划代码"),
        max_length=12,
        help_text=_("6位，如海州区320706"),
        widget=forms.TextInput({"list": "regions", "inputmode": "numeric"}),
    )
    registered_on = NarrowDateField(label=_("注册日期"), help_text=_("证照上的成立日期"))
    warning_reason = forms.CharField(
        label=_("校验位不符的理由"),
        required=False,
        max_length=200,
        help_text=_("只在证书所载代码确实如此时填写，如：2016年换证，证书原件即为此码"),
    )
    person_name = forms.CharField(
        label=_("您的姓名"), max_length=64, widget=forms.TextInput({"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("电子邮箱"),
        help_text=_("用于找回密码和接收通知"),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    username = UsernameField()
    field_order = [
        "uscc",
        "unit_name",
        "kind",
        "region_code",
        "registered_on",
        "warning_reason",
        "person_name",
        "email",
        "username",
        "new",
        "again",
    ]

    def clean_region_code(self) -> str:
        return unicodedata.normalize("NFKC", self.cleaned_data["region_code"]).strip()

    def facts(self) -> dict[str, Any]:
        """What ``register_unit`` takes."""
        cleaned = self.cleaned_data
        same = "uscc kind region_code registered_on warning_reason username person_name email"
        return {
            "name": cleaned["unit_name"],
            "password": cleaned["new"],
            **{key: cleaned[key] for key in same.split()},
        }


class AskForm(forms.Form):
    uscc = forms.CharField(max_length=40, widget=forms.HiddenInput)
    name = forms.CharField(label=_("您的姓名"), max_length=64)
    contact = forms.CharField(
        label=_("联系方式"), max_length=120, help_text=_("电话或电子邮箱，只有单位管理员看得到")
    )
    text = forms.CharField(
        label=_("说明"), required=False, max_length=500, widget=forms.Textarea({"rows": 3})
    )
