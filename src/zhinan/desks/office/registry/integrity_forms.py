"""What the office types of penalties and relations."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from zhinan.apps.integrity.models import BreachKind, RelationKind
from zhinan.apps.integrity.services.imports import share_of
from zhinan.apps.records.workflow import MoveRefused

from .forms import DayField


class ShareField(forms.CharField):
    """A share in per cent."""

    def clean(self, value: Any) -> Decimal | None:
        try:
            return share_of(super().clean(value))
        except MoveRefused as refusal:
            raise ValidationError([f"{f.fact}。{f.remedy}" for f in refusal.findings]) from None


class RecordForm(forms.Form):
    name = forms.CharField(label=_("主体名称"), max_length=120, help_text=_("单位名称或个人姓名"))
    uscc = forms.CharField(
        label=_("统一社会信用代码"), max_length=40, required=False, help_text=_("单位必填")
    )
    id_number = forms.CharField(
        label=_("证件号码"), max_length=40, required=False, help_text=_("个人必填；加密保存")
    )
    kind = forms.ChoiceField(label=_("类别"), choices=BreachKind.choices)
    from_on = DayField(label=_("惩戒开始日期"))
    until_on = DayField(
        label=_("惩戒结束日期"), required=False, help_text=_("没有期限的留空，视为一直有效")
    )
    source = forms.CharField(label=_("依据"), max_length=200, help_text=_("处理决定的名称或文号"))


class RelationForm(forms.Form):
    owner = forms.CharField(label=_("甲方名称"), max_length=120)
    owner_uscc = forms.CharField(label=_("甲方代码"), max_length=40)
    owned = forms.CharField(label=_("乙方名称"), max_length=120)
    owned_uscc = forms.CharField(label=_("乙方代码"), max_length=40)
    kind = forms.ChoiceField(label=_("方式"), choices=RelationKind.choices)
    share = ShareField(
        label=_("持股比例"), max_length=12, required=False, help_text=_("百分数，如35%")
    )
    source = forms.CharField(
        label=_("依据"), max_length=200, help_text=_("如国家企业信用信息公示系统及查询日期")
    )


class EndForm(forms.Form):
    on = DayField(label=_("结束日期"))
    reason = forms.CharField(
        label=_("理由和依据"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
