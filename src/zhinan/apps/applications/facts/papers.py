"""Applications as print shows them."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from zhinan.apps.applications.models import Application, Revision
from zhinan.apps.programmes.facts import form_of
from zhinan.apps.registry.selectors import region_names
from zhinan.engines.documents.filled import FilledSection, filled_sections
from zhinan.engines.packs import Form
from zhinan.engines.values.money import format_wan

from .values import FILES, Values, application_values, revision_values


def filled_of(
    application: Application,
    *,
    revision: Revision | None = None,
    values: Values | None = None,
    masked: bool = True,
) -> tuple[FilledSection, ...]:
    """The application as print shows it: as last handed in, as drafted where it never was; three statements.

    Args:
        revision: An earlier revision to show instead, with the files it had.
        values: Answers to show instead, as ``application_values`` gives them, with the files there are now.
        masked: Hide the middle of sensitive values.
    """
    if values is None:
        revision = revision or application.revisions.order_by("-number").first()
    content = values
    if content is None:
        content = revision_values(revision) if revision else application_values(application)
    form = form_of(application.call.programme)
    return filled_sections(
        form,
        content,
        regions=region_names(_region_codes(form, content)),
        files=_file_names(application, revision),
        masked=masked,
    )


def _file_names(application: Application, revision: Revision | None) -> dict[str, list[str]]:
    if revision is not None and FILES in revision.content:
        kept: Mapping[str, Any] = revision.content[FILES]
        return {path: [file["name"] for file in files] for path, files in kept.items()}
    names: dict[str, list[str]] = {}
    present = application.attachments.filter(removed_at=None).order_by("pk")
    for term, name in present.values_list("term", "name"):
        names.setdefault(term, []).append(name)
    return names


def _region_codes(form: Form, values: Values) -> set[str]:
    codes = set()
    for section in form.sections:
        stored = values.get(section.key, {})
        for field in section.fields:
            if field.term.type == "region" and stored.get(field.path, {}).get("value"):
                codes.add(stored[field.path]["value"])
        for column in section.columns:
            if column.term.type == "region":
                cells = (row["cells"].get(column.term.key) or {} for row in section.rows(stored))
                codes |= {cell["value"] for cell in cells if cell.get("value")}
    return codes


def document_of(application: Application, *, masked: bool = True) -> dict[str, Any]:
    """Everything the printed application shows, as JSON values for the templates in templates/documents.

    Args:
        masked: Hide the middle of sensitive values; only those who filled them in print them whole.
    """
    programme, revision = (
        application.call.programme,
        application.revisions.order_by("-number").first(),
    )
    amount = "" if application.grant_yuan is None else f"{format_wan(application.grant_yuan)} 万元"
    return {
        "form": form_of(programme).title,
        "programme": f"{programme.guide.title}　{programme.name}",
        "title": application.title or "（未命名）",
        "host": application.host.name,
        "number": application.number or "（未提交）",
        "state": str(application.get_state_display()),
        "demo": application.is_demo,
        "office": programme.guide.office_name,
        "printed": f"{timezone.localdate():%Y年%-m月%-d日}",
        "cover": [
            ["受理号", application.number or ""],
            ["项目名称", application.title],
            ["指南代码", application.topic.code if application.topic else ""],
            ["申报单位", application.host.name],
            ["项目负责人", application.leader_name],
            ["推荐单位", application.body.name if application.body else ""],
            ["申请经费", amount],
        ],
        "sections": [_printed(section) for section in filled_of(application, masked=masked)],
        "digest": revision.digest if revision else "",
        "revision": revision.number if revision else 0,
    }


def _printed(section: FilledSection) -> dict[str, Any]:
    table = section.table
    return {
        "title": section.title,
        "note": section.note,
        "lines": [{"label": x.label, "text": x.text, "long": x.is_long} for x in section.lines],
        "none": section.is_none,
        "table": table
        and {
            "heads": list(table.heads),
            "rows": [list(row) for row in table.rows],
            "totals": list(table.totals),
            "numbers": list(table.is_number),
        },
    }
