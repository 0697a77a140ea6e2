"""The bureau's registers: organisations, persons, recommending bodies, the project ledger, workdays."""

from typing import Any, cast

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhinan.apps.accounts.models import Account
from zhinan.apps.records.models import StoredFile

from .states import ClaimState


class Region(models.Model):
    """行政区划: one GB/T 2260 code while it was valid."""

    code = models.CharField(max_length=12)
    name = models.CharField(max_length=64)
    parent_code = models.CharField(max_length=12, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="region_once_a_period")
        ]
        indexes = [models.Index(fields=["parent_code"])]

    def __str__(self) -> str:
        return self.name


class Section(models.Model):
    """业务处室: a section of the office, with its contact."""

    key = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    contact_name = models.CharField(max_length=40, blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return self.name


class OrganisationKind(models.TextChoices):
    ENTERPRISE = "enterprise", _("企业")
    UNIVERSITY = "university", _("高校")
    INSTITUTE = "institute", _("科研院所")
    HOSPITAL = "hospital", _("医疗卫生机构")
    PUBLIC_BODY = "public_body", _("其他事业单位")
    GOVERNMENT = "government", _("机关")
    OTHER = "other", _("其他")


class Organisation(models.Model):
    """单位: who applies, takes part, recommends or undertakes."""

    name = models.CharField(_("单位名称"), max_length=120)
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, unique=True)
    # the reason accepted for a failed check digit
    uscc_warning = models.CharField(_("代码校验说明"), max_length=200, blank=True)
    kind = models.CharField(_("单位类型"), max_length=20, choices=OrganisationKind.choices)
    is_legal_person = models.BooleanField(_("独立法人"), default=True)
    region_code = models.CharField(_("注册地"), max_length=12, db_index=True)
    registered_on = models.DateField(_("注册日期"), null=True, blank=True)
    legal_representative = models.CharField(_("法定代表人"), max_length=64, blank=True)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    is_demo = models.BooleanField(_("演示数据"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["name"])]

    def __str__(self) -> str:
        return self.name


def organisation_label(column: str) -> str:
    """What a column of an organisation is called on pages."""
    return str(cast("models.Field[Any, Any]", Organisation._meta.get_field(column)).verbose_name)


class YearFigure(models.Model):
    """年度数据: one figure of one organisation in one year (money in yuan, counts as they are)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="figures")
    year = models.PositiveSmallIntegerField()
    item = models.CharField(max_length=40)  # a vocabulary path, e.g. "lead.revenue"
    value = models.DecimalField(max_digits=20, decimal_places=4)
    source = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year", "item"], name="one_figure_a_year"
            )
        ]


class OrganisationStatus(models.Model):
    """资质: a status an organisation holds from a day to a day, e.g. 高新技术企业."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="statuses"
    )
    status = models.CharField(max_length=60)
    number = models.CharField(max_length=60, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="status_ends_after_it_starts",
            ),
        ]
        indexes = [models.Index(fields=["status", "valid_to"])]

    def __str__(self) -> str:
        return self.status


class CorrectionClaim(models.Model):
    """更正申请: an organisation says that one registered fact is wrong, with its evidence."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="claims")
    field = models.CharField(_("更正事项"), max_length=40)  # a column of Organisation
    registered_value = models.CharField(
        _("登记内容"), max_length=200, blank=True
    )  # when it was asked
    asked_value = models.CharField(_("应更正为"), max_length=200)
    reason = models.CharField(_("理由"), max_length=500)
    evidence = models.ForeignKey(
        StoredFile,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="correction_claims",
    )
    evidence_name = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=20, choices=ClaimState.choices, default=ClaimState.ASKED)
    asked_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="correction_claims"
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(_("答复"), max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="asked", decided_at__isnull=True)
                | (~models.Q(state="asked") & models.Q(decided_at__isnull=False)),
                name="claim_decided_has_a_time",
            ),
        ]
        indexes = [models.Index(fields=["state", "id"])]

    def __str__(self) -> str:
        return f"{self.organisation}：{self.field_label}"

    @property
    def field_label(self) -> str:
        return organisation_label(self.field)


class IdentityKind(models.TextChoices):
    ID_CARD = "id_card", _("居民身份证")
    PASSPORT = "passport", _("护照")
    HONG_KONG_MACAO_PERMIT = "hong_kong_macao_permit", _("港澳居民来往内地通行证")
    TAIWAN_PERMIT = "taiwan_permit", _("台湾居民来往大陆通行证")
    RESIDENCE_PERMIT = "residence_permit", _("港澳台居民居住证")
    FOREIGN_RESIDENT_CARD = "foreign_resident_card", _("外国人永久居留身份证")


class Person(models.Model):
    """人员: project leaders, members, experts. Identity number and phone are encrypted."""

    name = models.CharField(_("姓名"), max_length=64)
    id_kind = models.CharField(
        _("证件类型"), max_length=24, choices=IdentityKind.choices, default=IdentityKind.ID_CARD
    )
    id_number_sealed = models.TextField(blank=True)
    id_number_digest = models.CharField(max_length=64, blank=True, db_index=True)
    phone_sealed = models.TextField(blank=True)
    email = models.EmailField(blank=True)
    sex = models.CharField(
        _("性别"), max_length=1, blank=True, choices=[("男", _("男")), ("女", _("女"))]
    )
    born_on = models.DateField(_("出生日期"), null=True, blank=True)
    degree = models.CharField(_("学位"), max_length=20, blank=True)
    title = models.CharField(_("职称"), max_length=40, blank=True)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )
    account_id = models.BigIntegerField(null=True, blank=True, unique=True)
    is_demo = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class RecommendingBody(models.Model):
    """推荐单位: a county bureau, commission or university that recommends within its quota."""

    name = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=40)  # class named by quotas, e.g. 区（功能板块）
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="bodies"
    )
    region_code = models.CharField(max_length=12, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("推荐单位")

    def __str__(self) -> str:
        return self.name


class BodyMember(models.Model):
    """归口关系: an organisation that applies through a recommending body."""

    body = models.ForeignKey(RecommendingBody, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="memberships"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "organisation"], name="member_once")]


class LedgerState(models.TextChoices):
    RUNNING = "running", _("在研")
    ACCEPTED = "accepted", _("已验收")
    TERMINATED = "terminated", _("终止")
    REVOKED = "revoked", _("撤销")


class LedgerEntry(models.Model):
    """项目台账: one past or running project; limits and duplicate checks read it."""

    number = models.CharField(_("项目编号"), max_length=40, unique=True)
    title = models.CharField(_("项目名称"), max_length=200)
    programme = models.CharField(_("计划类别"), max_length=120)
    year = models.PositiveSmallIntegerField()
    lead = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="ledger")
    leader_name = models.CharField(max_length=64)
    leader = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="ledger"
    )
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(
        max_length=20, choices=LedgerState.choices, default=LedgerState.RUNNING
    )
    grant_yuan = models.DecimalField(max_digits=16, decimal_places=2)
    source = models.CharField(max_length=120)
    is_demo = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["programme", "year"]), models.Index(fields=["state"])]


class Workday(models.Model):
    """工作日表: whether the office works on a day. Provisional until the State Council's notice."""

    day = models.DateField(primary_key=True)
    is_working = models.BooleanField()
    note = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=120)
    is_provisional = models.BooleanField(default=False)
