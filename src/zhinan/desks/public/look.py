"""The living page: every component in every state, in the language of the reader. All of it invented."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic.base import View

from zhinan.apps.applications.states import ApplicationState
from zhinan.apps.awards.states import DecisionState, NoticeState, ObjectionState
from zhinan.apps.programmes.states import CallState, GuideState

MACHINES = (
    (_("申报"), ApplicationState),
    (_("指南"), GuideState),
    (_("申报通知"), CallState),
    (_("立项名单"), DecisionState),
    (_("公示"), NoticeState),
    (_("异议"), ObjectionState),
)


@dataclass(frozen=True)
class Sample:
    """A row of no table: only what a component reads."""

    state: str
    label: Any

    def get_state_display(self) -> Any:
        return self.label


@dataclass(frozen=True)
class SampleFinding:
    verdict: str
    title: Any
    fact: Any
    source: Any
    remedy: Any = ""
    code: str = ""
    field: str = ""
    link: str = ""


@dataclass(frozen=True)
class SampleAct:
    summary: Any
    account_name: Any
    role: Any
    note: Any = ""
    at: datetime = field(default_factory=lambda: datetime(2026, 4, 29, 8, 20, tzinfo=UTC))


CLAUSE = _("申报通知 第一条（三）")
FINDINGS = (
    SampleFinding(
        "fail",
        _("骨干成员在研项目不超过2项"),
        _("李明在研2项，加本项3项，超1项"),
        _("限项规定 第六条"),
        _("请更换成员，或由李明退出一项"),
        "LIMIT-MEMBER",
    ),
    SampleFinding(
        "missing",
        _("专家咨询费须有测算依据"),
        _("缺：测算依据"),
        CLAUSE,
        _("请补填，或声明“无此项支出”"),
        "BUDGET-REASON",
    ),
    SampleFinding(
        "discretion",
        _("办公面积不少于300平方米"),
        _("286平方米，差14（4.7%）"),
        CLAUSE,
        "",
        "SITE-AREA",
    ),
    SampleFinding(
        "manual",
        _("成果服务本市发展"),
        _("系统只核有无说明，由承办人判断"),
        CLAUSE,
        "",
        "LOCAL-USE",
    ),
    SampleFinding(
        "waived", _("负责人不超过58周岁"), _("59周岁，经批准放宽至60周岁"), CLAUSE, "", "LEAD-AGE"
    ),
    SampleFinding("pass", _("单位注册满1年"), _("2017-03-21注册，满9年"), CLAUSE, "", "HOST-AGE"),
    SampleFinding(
        "na", _("高校牵头须科研处盖章"), _("牵头单位为企业"), CLAUSE, "", "SEAL-UNIVERSITY"
    ),
)
ROWS = (
    (
        "2026-0317",
        _("高精度五轴加工中心热误差在线补偿"),
        _("海州精工科技有限公司"),
        Decimal(1200000),
        "fail",
    ),
    (
        "2026-0288",
        _("大型海上风电主轴承寿命评估"),
        _("海东风电装备股份有限公司"),
        Decimal(1500000),
        "missing",
    ),
    ("2026-0311", _("柔性电子卷对卷对位装备"), _("海州大学"), Decimal(900000), "waived"),
    (
        "2026-0309",
        _("船用低速机燃油喷射系统"),
        _("澜湾船用动力有限公司"),
        Decimal("1505000.50"),
        "pass",
    ),
)


class SampleForm(forms.Form):
    title = forms.CharField(
        label=_("项目名称"), max_length=40, help_text=_("不超过40字，不含单位名称")
    )
    uscc = forms.CharField(label=_("统一社会信用代码"), min_length=18, max_length=18)
    kind = forms.ChoiceField(
        label=_("单位性质"),
        choices=[("", _("请选择")), ("firm", _("企业")), ("university", _("高校"))],
    )
    starts_on = forms.DateField(label=_("起始日期"), widget=forms.DateInput(attrs={"type": "date"}))
    grant = forms.DecimalField(label=_("申请财政经费"), max_digits=12, decimal_places=2)
    abstract = forms.CharField(
        label=_("摘要"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    ethics = forms.ChoiceField(
        label=_("是否涉及伦理审查"),
        widget=forms.RadioSelect,
        choices=[("yes", _("是")), ("no", _("否"))],
    )
    fields_of_study = forms.MultipleChoiceField(
        label=_("技术领域"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[("health", _("生物医药")), ("machines", _("高端装备")), ("sea", _("海洋"))],
    )
    is_true = forms.BooleanField(label=_("本人承诺所填内容真实"))
    report = forms.FileField(label=_("审计报告"), help_text=_("pdf，单件不超过50 MB"))


class Look(View):
    template = "public/look.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        wrong = SampleForm(
            {"title": "甲" * 41, "uscc": "9132", "kind": "firm", "ethics": "no", "grant": "9.505"}
        )
        now = timezone.localtime()
        context = {
            "machines": [
                (name, [Sample(s.value, s.label) for s in states]) for name, states in MACHINES
            ],
            "findings_shown": FINDINGS,
            "rows": ROWS,
            "page": Paginator(range(1486), 20).get_page(7),
            "form": SampleForm(),
            "wrong": wrong,
            "acts": [
                SampleAct(_("提交"), _("王敏"), _("申报人")),
                SampleAct(
                    _("单位退回"),
                    _("陈立"),
                    _("单位管理员"),
                    _("预算第3项没有测算依据，请补充后再交。"),
                ),
            ],
            "milestones_shown": [
                ("done", date(2024, 7, 20), _("任务书签订"), _("三方")),
                ("late", date(2026, 4, 10), _("半年报告未交"), _("已迟14天")),
                ("now", now, _("今天"), ""),
                ("", date(2026, 12, 31), _("期满"), ""),
            ],
            "soon": now + timedelta(days=6, hours=2, minutes=28),
            "trend": [2.31, 2.37, 2.44, 2.52, 2.61],
        }
        return render(request, self.template, context)


class PrintLook(View):
    """A letter alone on a page, to look at the print style."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "public/look_print.html", {"findings_shown": FINDINGS[:3]})
