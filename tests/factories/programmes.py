"""A small pack of one or two programmes, and guides and calls made from it."""

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from zhinan.apps.programmes.models import Call, Guide, Programme
from zhinan.apps.programmes.services import import_pack
from zhinan.apps.programmes.states import CallState, GuideState
from zhinan.engines.packs import load_pack, read_folder

GOOD = Path(__file__).parents[1] / "data" / "packs" / "good"


def pack_files(**over: str | bytes | None) -> dict[str, bytes]:
    """The files of the small pack in ``tests/data/packs/good``.

    ``over`` replaces whole files by short name: manifest, guide, form, topics, quotas, vocabulary;
    None leaves the file out.
    """
    names = {
        "manifest": "pack.yaml",
        "guide": "guide/1.md",
        "form": "forms/research.yaml",
        "topics": "topics.csv",
        "quotas": "quotas.csv",
        "vocabulary": "vocabulary.yaml",
    }
    files, _ = read_folder(GOOD)
    for name, text in over.items():
        files.pop(names[name], None)
        if text is not None:
            files[names[name]] = text.encode() if isinstance(text, str) else text
    return files


def zipped(files: Mapping[str, str | bytes], *, top: str = "") -> io.BytesIO:
    """The files as a zip, in the folder ``top`` (with its slash) where one is given."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for path, content in files.items():
            made.writestr(f"{top}{path}", content)
    target.seek(0)
    return target


def make_guide(*, is_published: bool = True, **over: str | bytes | None) -> Guide:
    """A guide of the small pack; ``over`` as for ``pack_files``."""
    guide = import_pack(load_pack(pack_files(**over)), actor=None)
    if is_published:
        Guide.objects.filter(pack=guide.pack, state=GuideState.PUBLISHED).update(
            state=GuideState.REPLACED
        )
        guide.state, guide.published_at = GuideState.PUBLISHED, timezone.now()
        guide.save(update_fields=["state", "published_at"])
    return guide


def make_programme(*, guide: Guide | None = None, key: str = "research") -> Programme:
    return (guide or make_guide()).programmes.select_related("guide", "section").get(key=key)


def make_call(
    *, programme: Programme | None = None, now: datetime | None = None, **over: Any
) -> Call:
    """A published call that is open now; ``over`` by column."""
    now = now or timezone.now()
    fields: dict[str, Any] = {
        "programme": programme or make_programme(),
        "title": "关于组织申报2024年度市基础研究计划项目的通知",
        "opens_at": now - timedelta(days=10),
        "closes_at": now + timedelta(days=10),
        "host_closes_at": now + timedelta(days=13),
        "recommendation_closes_at": now + timedelta(days=20),
        "state": CallState.PUBLISHED,
        "published_at": now - timedelta(days=11),
    } | over
    if fields["state"] == CallState.DRAFT:
        fields["published_at"] = None
    return Call.objects.create(**fields)
