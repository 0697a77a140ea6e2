"""A pack into the database, as a draft guide."""

import re
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import IO, Any

from django.db import transaction

from zhinan.apps.programmes.models import (
    Clause,
    FormSection,
    Guide,
    GuideFile,
    Programme,
    QuotaRow,
    Rule,
    Topic,
)
from zhinan.apps.records.services import next_number, record_act
from zhinan.apps.records.workflow import require
from zhinan.apps.registry.models import Section
from zhinan.engines.packs import Pack, PackFault, PackRefused, load_pack, read_archive
from zhinan.engines.packs import Programme as PackProgramme
from zhinan.engines.vocabulary import core_text

from .plain import plain


def shipped_packs(kind: str = "call") -> list[str]:
    """Names of the packs that come with the product: guides to apply under, or plans."""
    folder = files("zhinan").joinpath("packs")
    manifests = {e.name: e.joinpath("pack.yaml") for e in folder.iterdir()}
    return sorted(
        name
        for name, manifest in manifests.items()
        if manifest.is_file() and _kind_of(manifest.read_text(encoding="utf-8-sig")) == kind
    )


def _kind_of(manifest: str) -> str:
    """What pack.yaml says it is, without reading the pack."""
    found = re.search(r"^kind: *([a-z]+)", manifest, re.MULTILINE)
    return found[1] if found else "call"


def shipped_folder(name: str) -> Path:
    """Where a shipped pack lies.

    Raises:
        PackRefused: No shipped pack goes by this name.
    """
    if name not in shipped_packs():
        known = "、".join(shipped_packs())
        raise PackRefused(
            [
                PackFault(
                    name or "（空）",
                    0,
                    "PACK-FILE-MISSING",
                    "没有这个随附的指南包",
                    f"可用：{known}",
                )
            ]
        )
    return Path(str(files("zhinan").joinpath("packs", name)))


def import_pack(pack: Pack | Path | str, *, actor: Any) -> Guide:
    """Store a pack as a draft guide; one that was imported before becomes its next version.

    Args:
        pack: A loaded pack, a folder, or the name of a shipped pack.
        actor: Office or leadership; None is the system itself (command line, demonstration).

    Raises:
        PermissionDenied: ``actor`` is not of the office.
        PackRefused: The pack has faults; ``faults`` lists them all.
    """
    if actor is not None:
        require(actor, "programmes.import_guide")
    if isinstance(pack, str):
        pack = shipped_folder(pack)
    loaded = pack if isinstance(pack, Pack) else load_pack(pack)
    if loaded.kind != "call":
        what, remedy = f"“{loaded.title}”是规划，没有可以申报的计划", "导入申报指南的包"
        raise PackRefused([PackFault("pack.yaml", 0, "PACK-KIND", what, remedy)])
    return _store(loaded, actor)


def import_archive(content: IO[bytes], *, actor: Any, name: str = "指南包.zip") -> Guide:
    """Store a pack that comes as a zip, as ``import_pack`` does.

    Args:
        content: The zip, seekable.
        name: What the sender calls it; faults about the whole name it.

    Raises:
        PermissionDenied: ``actor`` is not of the office.
        PackRefused: The zip is none, holds what may not be in it, or the pack in it has faults.
    """
    require(actor, "programmes.import_guide")
    files, faults = read_archive(content, name=name)
    if faults:
        raise PackRefused(faults)
    return import_pack(load_pack(files), actor=actor)


@transaction.atomic
def _store(pack: Pack, actor: Any) -> Guide:
    sections = _sections(pack)
    guide = Guide.objects.create(
        pack=pack.key,
        version=_next_version(pack.key),
        title=pack.title,
        year=pack.year,
        office_name=pack.office_name,
        region_code=pack.region,
        digest=pack.digest,
        core_vocabulary=core_text(),
    )
    GuideFile.objects.bulk_create(
        GuideFile(guide=guide, path=path, content=content)
        for path, content in sorted(pack.files.items())
    )
    rows = Programme.objects.bulk_create(
        _programme(guide, programme, sections, order)
        for order, programme in enumerate(pack.programmes)
    )
    for row, programme in zip(rows, pack.programmes, strict=True):
        _store_contents(row, programme)
    record_act(
        "programmes.import_guide", guide, actor=actor, summary=f"导入指南包{pack.key}，第{guide.version}版",
        after={"digest": guide.digest, "files": len(pack.files), "programmes": [p.key for p in pack.programmes]},
    )  # fmt: skip
    return guide


def _next_version(key: str) -> int:
    """The series is locked until the transaction ends, so that imports at once get versions in turn."""
    prefix = f"guide:{key}:"
    return int(next_number(prefix, width=1).removeprefix(prefix))


def _sections(pack: Pack) -> dict[str, Section]:
    """Sections by key. New ones are made; those there are change when the guide is published."""
    Section.objects.bulk_create(
        [
            Section(key=s.key, name=s.name, contact_name=s.contact, contact_phone=s.phone)
            for s in pack.sections
        ],
        ignore_conflicts=True,
    )
    return {s.key: s for s in Section.objects.filter(key__in=[s.key for s in pack.sections])}


def _programme(
    guide: Guide, programme: PackProgramme, sections: dict[str, Section], order: int
) -> Programme:
    return Programme(
        guide=guide,
        key=programme.key,
        code=programme.code,
        name=programme.name,
        short_name=programme.short,
        annex=programme.annex,
        section=sections[programme.section],
        mode=programme.mode,
        flow=[{"stage": stage.kind, **plain(stage.parameters)} for stage in programme.flow],
        windows=[plain(window) for window in programme.windows],
        number_prefix=programme.number_prefix,
        order=order,
    )


def _store_contents(row: Programme, programme: PackProgramme) -> None:
    Topic.objects.bulk_create(_topics(row, programme))
    clauses = Clause.objects.bulk_create(
        Clause(
            programme=row,
            number=c.number,
            heading=c.heading,
            text=c.text,
            level=c.level,
            order=order,
        )
        for order, c in enumerate(programme.clauses)
    )
    pairs = [
        (clause, rule)
        for clause, c in zip(clauses, programme.clauses, strict=True)
        for rule in c.rules
    ]
    Rule.objects.bulk_create(
        Rule(
            programme=row, clause=clause, key=rule.key, label=rule.title, subject=rule.subject, force=rule.force,
            remedy=rule.remedy, content={"kind": rule.kind, **plain(rule.content)}, order=order,
        )
        for order, (clause, rule) in enumerate(pairs)
    )  # fmt: skip
    QuotaRow.objects.bulk_create(
        QuotaRow(
            programme=row, counted_by=q.counted_by, who=q.who, most=q.most, most_yuan=q.most_yuan,
            is_outside_body_quota=q.is_outside_body_quota, clause_number=q.clause,
            counted_with=list(q.programmes), order=order,
        )
        for order, q in enumerate(programme.quotas)
    )  # fmt: skip
    FormSection.objects.bulk_create(
        FormSection(programme=row, key=s.key, title=s.title, content=plain(s), order=order)
        for order, s in enumerate(programme.form.sections)
    )


def _topics(row: Programme, programme: PackProgramme) -> Iterable[Topic]:
    seen: set[str] = set()
    for topic in programme.topics:
        yield Topic(
            programme=row, code=topic.code, title=topic.title, group=topic.group, order=topic.order,
            is_first_of_code=topic.code not in seen,
        )  # fmt: skip
        seen.add(topic.code)
