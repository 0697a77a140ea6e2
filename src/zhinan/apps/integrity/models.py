"""Who is under a penalty for a breach, and who holds or controls whom: rules of exclusion read both."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BreachKind(models.TextChoices):
    SERIOUS = "serious", _("严重科研失信")
    ORDINARY = "ordinary", _("一般科研失信")
    SOCIAL_CREDIT = "social_credit", _("社会信用失信惩戒")
    BUSINESS = "business", _("经营违法")
    TAX = "tax", _("税务违法")
    AUDIT = "audit", _("审计问题")
    OTHER = "other", _("其他")


class IntegrityRecord(models.Model):
    """科研诚信记录: one penalty of one organisation or person, from a day to a day.

    An organisation is named by its credit code, registered here or not; a person by a sealed number.
    """

    name = models.CharField(_("主体名称"), max_length=120)
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, blank=True, db_index=True)
    id_number_sealed = models.TextField(blank=True)
    id_number_digest = models.CharField(max_length=64, blank=True, db_index=True)
    kind = models.CharField(_("类别"), max_length=20, choices=BreachKind.choices)
    from_on = models.DateField(_("惩戒开始日期"))
    until_on = models.DateField(_("惩戒结束日期"), null=True, blank=True)
    source = models.CharField(_("依据"), max_length=200)
    recorded_on = models.DateField(_("记录日期"))
    is_demo = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(models.Q(uscc="") & ~models.Q(id_number_digest=""))
                | (~models.Q(uscc="") & models.Q(id_number_digest="")),
                name="integrity_one_kind_of_subject",
            ),
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True)
                | models.Q(until_on__gte=models.F("from_on")),
                name="penalty_ends_after_it_starts",
            ),
        ]
        indexes = [models.Index(fields=["until_on"]), models.Index(fields=["name"])]

    def __str__(self) -> str:
        return self.name

    @property
    def is_person(self) -> bool:
        return not self.uscc


class RelationKind(models.TextChoices):
    SHARE = "share", _("持股")
    CONTROL = "control", _("控股")
    CONTROLLER = "controller", _("同一实际控制人")
    GROUP = "group", _("同一集团")
    OTHER = "other", _("其他")


class OrganisationRelation(models.Model):
    """关联关系: one organisation holds, controls, or belongs together with another."""

    owner = models.CharField(_("甲方名称"), max_length=120)
    owner_uscc = models.CharField(_("甲方代码"), max_length=18, db_index=True)
    owned = models.CharField(_("乙方名称"), max_length=120)
    owned_uscc = models.CharField(_("乙方代码"), max_length=18, db_index=True)
    kind = models.CharField(_("方式"), max_length=20, choices=RelationKind.choices)
    share = models.DecimalField(
        _("持股比例"), max_digits=7, decimal_places=6, null=True, blank=True
    )  # 0…1
    source = models.CharField(_("依据"), max_length=200)
    recorded_on = models.DateField(_("记录日期"))
    ended_on = models.DateField(_("终止日期"), null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(owner_uscc=models.F("owned_uscc")), name="relation_of_two"
            ),
            models.CheckConstraint(
                condition=models.Q(share__isnull=True) | models.Q(share__gte=0, share__lte=1),
                name="relation_share_is_a_ratio",
            ),
            models.UniqueConstraint(
                fields=["owner_uscc", "owned_uscc", "kind"],
                condition=models.Q(ended_on__isnull=True),
                name="relation_once_while_it_lasts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner}—{self.owned}"
