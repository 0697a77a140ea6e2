"""Awarded projects."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhinan.apps.applications.models import Application
from zhinan.apps.registry.models import LedgerEntry


class Project(models.Model):
    """项目: an application that was awarded; its line in the ledger is the one that counts."""

    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="project"
    )
    ledger_entry = models.OneToOneField(
        LedgerEntry, on_delete=models.PROTECT, related_name="project"
    )
    number = models.CharField(_("项目编号"), max_length=40, unique=True)
    grant_yuan = models.DecimalField(max_digits=16, decimal_places=2)
    awarded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.number
