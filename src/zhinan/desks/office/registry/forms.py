"""What the office types on registry pages."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhinan.apps.records.workflow import MoveRefused
from zhinan.apps.registry.facts import FIGURES, STATUS_NAMES
from zhinan.apps.registry.models import LedgerState, Organisation, OrganisationKind
from zhinan.apps.registry.services.workdays import days_named
from zhinan.engines.values import Finding
from zhinan.engines.values.money import format_wan, parse_money
from zhinan.engines.vocabulary.dates import EXAMPLES, read_date


class DayField(forms.CharField):
    """A date as officials write it."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return read_date(text)
        except ValueError as reason:
            raise ValidationError(f"{reason}。{EXAMPLES}") from None


class OrganisationForm(forms.Form):
    name = forms.CharField(label=_("单位名称"), max_length=120)
    uscc = forms.CharField(
        label=_("统一社会信用代码"), max_length=40, help_text=_("18位，照证照填写")
    )
    kind = forms.ChoiceField(label=_("单位类型"), choices=OrganisationKind.choices)
    region_code = forms.CharField(
        label=_("注册地"), max_length=12, help_text=_("6位行政区划代码，如海州区320706")
    )
    registered_on = DayField(label=_("注册日期"), required=False)
    is_legal_person = forms.BooleanField(label=_("独立法人"), required=False, initial=True)
    legal_representative = forms.CharField(label=_("法定代表人"), max_length=64, required=False)
    address = forms.CharField(label=_("地址"), max_length=200, required=False)
    uscc_warning = forms.CharField(
        label=_("代码校验说明"),
        max_length=200,
        required=False,
        help_text=_("代码末位校验不符、但证照如此的，写明理由"),
    )


class CorrectionForm(OrganisationForm):
    reason = forms.CharField(
        label=_("更正理由和依据"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    @classmethod
    def of(cls, organisation: Organisation) -> "CorrectionForm":
        names = [name for name in cls.base_fields if name != "reason"]
        return cls(initial={name: getattr(organisation, name) for name in names})


class StatusForm(forms.Form):
    status = forms.CharField(
        label=_("资质"), max_length=60, widget=forms.TextInput(attrs={"list": "status-names"})
    )
    number = forms.CharField(label=_("证书编号"), max_length=60, required=False)
    valid_from = DayField(label=_("有效期起"))
    valid_to = DayField(label=_("有效期止"), required=False, help_text=_("没有期限的留空"))
    source = forms.CharField(
        label=_("依据"), max_length=120, required=False, help_text=_("认定文件名称或文号")
    )

    names = STATUS_NAMES


class FiguresForm(forms.Form):
    """One year's figures; money is typed in 万元."""

    year = forms.IntegerField(label=_("年度"), min_value=1980, max_value=2100)
    source = forms.CharField(
        label=_("数据来源"), max_length=120, help_text=_("如审计报告编号、统计报表名称")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for path, figure in FIGURES.items():
            unit = _("人") if figure.is_count else _("万元")
            self.fields[self.name_of(path)] = forms.CharField(
                label=figure.label, max_length=40, required=False
            )
            self.fields[self.name_of(path)].unit = unit  # type: ignore[attr-defined]
            self.fields[self.name_of(path)].widget.attrs["inputmode"] = "decimal"
        self.fields["year"].initial = timezone.localdate().year - 1

    @staticmethod
    def name_of(path: str) -> str:
        return path.replace(".", "-")

    @staticmethod
    def shown(path: str, value: Any) -> str:
        return str(int(value)) if FIGURES[path].is_count else format_wan(value)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        figures = {}
        for path, figure in FIGURES.items():
            name = self.name_of(path)
            typed = cleaned.get(name, "").strip()
            if not typed:
                continue
            is_negative = typed[0] in "-－−"
            read = parse_money(typed.lstrip("-－−"), unit="元" if figure.is_count else "万元")
            if isinstance(read, Finding):
                self.add_error(name, f"{read.fact}。{read.remedy}")
            else:
                figures[path] = -read if is_negative else read
        cleaned["figures"] = figures
        return cleaned


class BodyForm(forms.Form):
    name = forms.CharField(label=_("名称"), max_length=80)
    kind = forms.CharField(
        label=_("类别"), max_length=40, help_text=_("与指南限额表中的类别一致，如“区（功能板块）”")
    )
    region_code = forms.CharField(label=_("所辖区划"), max_length=12, required=False)


class LedgerChangeForm(forms.Form):
    state = forms.ChoiceField(label=_("状态"), choices=LedgerState.choices)
    ends_on = DayField(label=_("结束日期"))
    leader_name = forms.CharField(label=_("项目负责人"), max_length=64)
    reason = forms.CharField(label=_("理由和依据"), max_length=500)


class WorkdayForm(forms.Form):
    day = DayField(label=_("日期"))
    is_working = forms.ChoiceField(
        label=_("改为"), choices=[("1", _("工作日")), ("0", _("休息日"))]
    )
    note = forms.CharField(
        label=_("名目"), max_length=60, required=False, help_text=_("如春节、调休上班")
    )
    reason = forms.CharField(label=_("理由和依据"), max_length=120)


class DaysField(forms.CharField):
    """Days and spans: 2027-02-05至2027-02-11、2027-04-05; spread over lines, commas or 、."""

    widget = forms.Textarea(attrs={"rows": 4})

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return days_named(text)
        except MoveRefused as refusal:
            raise ValidationError([f"{f.fact}。{f.remedy}" for f in refusal.findings]) from None


class WorkdayYearForm(forms.Form):
    days_off = DaysField(
        label=_("放假日期"), required=False, help_text=_("一段写作2027-02-05至2027-02-11，每段一行")
    )
    days_worked = DaysField(label=_("调休上班日期"), required=False, help_text=_("每天一行"))
    source = forms.CharField(label=_("通知名称或文号"), max_length=120)


class CountForm(forms.Form):
    """The calculator: n days after or before a day."""

    start = DayField(label=_("起算日"))
    count = forms.IntegerField(label=_("天数"), min_value=0, max_value=1000, initial=5)
    unit = forms.ChoiceField(
        label=_("单位"), choices=[("working_days", _("工作日")), ("days", _("自然日"))]
    )
    direction = forms.ChoiceField(
        label=_("方向"), choices=[("after", _("之后")), ("before", _("之前"))]
    )
    inclusive = forms.BooleanField(label=_("起算日计入"), required=False)
