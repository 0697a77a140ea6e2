"""Taking a register from a spreadsheet: check it, show what would happen, then enter it."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhinan.apps.integrity.services import (
    check_records,
    check_relations,
    import_records,
    import_relations,
)
from zhinan.apps.integrity.services.imports import RECORD_COLUMNS, RELATION_COLUMNS
from zhinan.apps.records.workflow import MoveRefused
from zhinan.apps.registry.services import (
    check_ledger,
    check_organisations,
    import_ledger,
    import_organisations,
)
from zhinan.apps.registry.services.imports import LEDGER_COLUMNS, organisation_columns
from zhinan.apps.registry.services.sheets import SheetCheck, texts_of
from zhinan.desks.downloads import spreadsheet_response
from zhinan.engines.documents.spreadsheet import read_rows, write_rows
from zhinan.engines.values import Finding

from .base import OfficeOnlyView

MOST_BYTES = 5 * 1024 * 1024
SHOWN_FAULTS = 200
HALF_A_DAY = 12 * 3600


class ImportView(OfficeOnlyView):
    """Two steps without a stored state: the checked table comes back signed and is checked again."""

    title: ClassVar[Any]
    done_at: ClassVar[str]
    salt: ClassVar[str]

    def columns(self) -> Any:
        raise NotImplementedError

    def check(self, texts: Any, source: str) -> SheetCheck:
        raise NotImplementedError

    def enter(self, texts: Any, *, actor: Any, source: str) -> int:
        raise NotImplementedError

    def get(self, request: Any) -> HttpResponse:
        if request.GET.get("format") == "xlsx":
            heads = [c.label + ("*" if c.is_required else "") for c in self.columns()]
            return spreadsheet_response(
                _("%(title)s模板") % {"title": self.title}, write_rows(str(self.title), heads, [])
            )
        return self.page(request)

    def post(self, request: Any) -> HttpResponse:
        try:
            if request.POST.get("checked"):
                return self.confirm(request)
            texts, source = _uploaded(request.FILES.get("file"))
        except MoveRefused as refusal:
            return self.page(request, findings=refusal.findings, status=409)
        check = self.check(texts, source)
        checked = (
            ""
            if check.faults or not check.rows
            else signing.dumps([texts, source], salt=self.salt, compress=True)
        )
        status = 409 if check.faults else 200
        return self.page(
            request, check=check, faults=check.faults[:SHOWN_FAULTS], checked=checked, status=status
        )

    def confirm(self, request: Any) -> HttpResponse:
        try:
            texts, source = signing.loads(
                request.POST["checked"], salt=self.salt, max_age=HALF_A_DAY
            )
        except signing.BadSignature:
            raise MoveRefused(
                Finding("SHEET-STALE", _("核对结果已失效"), remedy=_("请重新选择文件核对"))
            ) from None
        count = self.enter(texts, actor=request.actor, source=source)
        messages.success(request, _("已导入%(count)d条") % {"count": count})
        return redirect(self.done_at)

    def page(self, request: Any, *, status: int = 200, **extra: Any) -> HttpResponse:
        context = {"title": self.title, "columns": self.columns(), "list": self.done_at, **extra}
        return render(request, "registry/import.html", context, status=status)


def _uploaded(upload: Any) -> tuple[list[list[str]], str]:
    if upload is None:
        raise MoveRefused(
            Finding("SHEET-NONE", _("没有选择文件"), remedy=_("请选择Excel文件（xlsx）"))
        )
    if upload.size > MOST_BYTES:
        fact = _("文件%(size).1f MB，最多5 MB") % {"size": upload.size / 1024 / 1024}
        raise MoveRefused(Finding("FILE-SIZE", fact, remedy=_("请删去图片或拆成几份")))
    try:
        return texts_of(read_rows(upload.read())), upload.name
    except ValueError:
        fact = _("“%(name)s”不是可读的表格") % {"name": upload.name}
        raise MoveRefused(
            Finding("FILE-TYPE", fact, remedy=_("请用Excel另存为xlsx后再选，只改扩展名无效"))
        ) from None


class ImportOrganisations(ImportView):
    title = gettext_lazy("导入单位")
    done_at = "office:organisations"
    salt = "registry.organisations"

    def columns(self) -> Any:
        return organisation_columns()

    def check(self, texts: Any, source: str) -> SheetCheck:
        return check_organisations(texts)

    def enter(self, texts: Any, *, actor: Any, source: str) -> int:
        return import_organisations(texts, actor=actor)


class ImportLedger(ImportView):
    title = gettext_lazy("导入项目台账")
    done_at = "office:ledger"
    salt = "registry.ledger"

    def columns(self) -> Any:
        return LEDGER_COLUMNS

    def check(self, texts: Any, source: str) -> SheetCheck:
        return check_ledger(texts)

    def enter(self, texts: Any, *, actor: Any, source: str) -> int:
        return import_ledger(texts, actor=actor, source=source)


class ImportRecords(ImportView):
    title = gettext_lazy("导入诚信记录")
    done_at = "office:integrity"
    salt = "integrity.records"

    def columns(self) -> Any:
        return RECORD_COLUMNS

    def check(self, texts: Any, source: str) -> SheetCheck:
        return check_records(texts, source=source)

    def enter(self, texts: Any, *, actor: Any, source: str) -> int:
        return import_records(texts, actor=actor, source=source)


class ImportRelations(ImportView):
    title = gettext_lazy("导入关联关系")
    done_at = "office:relations"
    salt = "integrity.relations"

    def columns(self) -> Any:
        return RELATION_COLUMNS

    def check(self, texts: Any, source: str) -> SheetCheck:
        return check_relations(texts, source=source)

    def enter(self, texts: Any, *, actor: Any, source: str) -> int:
        return import_relations(texts, actor=actor, source=source)
