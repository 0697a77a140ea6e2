"""Stored files: bytes by their SHA-256, checked for size and for being what they claim."""

import hashlib
import os
import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import Storage, default_storage
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhinan.apps.records.models import StoredFile
from zhinan.engines.values import Finding

from . import file_kinds as kinds
from .refusal import MoveRefused

NAMES = {
    kinds.PDF: gettext_lazy("PDF 文件"),
    kinds.DOCX: gettext_lazy("Word 文档（docx）"),
    kinds.XLSX: gettext_lazy("Excel 工作簿（xlsx）"),
    kinds.PPTX: gettext_lazy("PowerPoint 演示文稿（pptx）"),
    kinds.PNG: gettext_lazy("PNG 图片"),
    kinds.JPG: gettext_lazy("JPEG 图片"),
    kinds.ZIP: gettext_lazy("ZIP 压缩包"),
    kinds.OLD_OFFICE: gettext_lazy("旧版或加密的 Office 文件"),
    kinds.MACRO: gettext_lazy("带宏的 Office 文件"),
    kinds.BOMB: gettext_lazy("展开后过大的压缩文件"),
    "windows-program": gettext_lazy("Windows 程序"),
    "linux-program": gettext_lazy("Linux 程序"),
    "rar": gettext_lazy("RAR 压缩包"),
    "7z": gettext_lazy("7z 压缩包"),
    "gzip": gettext_lazy("gzip 压缩包"),
    "gif": gettext_lazy("GIF 图片"),
    "rtf": gettext_lazy("RTF 文档"),
    "broken-zip": gettext_lazy("损坏的压缩文件"),
    kinds.TEXT: gettext_lazy("纯文本"),
    kinds.HTML: gettext_lazy("网页或 XML"),
    kinds.UNKNOWN: gettext_lazy("无法识别的文件"),
}


def store_file(
    uploaded: File[Any], *, accept: Collection[str], limit_bytes: int | None = None
) -> StoredFile:
    """Keep an uploaded file; the same bytes are kept once.

    Args:
        uploaded: A file with ``name`` and ``size``, as a form gives it.
        accept: Extensions taken, without the dot: ``{"pdf", "docx"}``.
        limit_bytes: Largest size; ``settings.UPLOAD_LIMIT_BYTES`` where not given.

    Raises:
        MoveRefused: ``FILE-EMPTY``, ``FILE-SIZE`` or ``FILE-TYPE``.
    """
    kind = _check(uploaded, accept=accept, limit_bytes=limit_bytes or settings.UPLOAD_LIMIT_BYTES)
    digest, size = hashlib.sha256(), 0
    uploaded.seek(0)
    for chunk in uploaded.chunks():
        digest.update(chunk)
        size += len(chunk)
    name = path_of(digest.hexdigest())
    if not default_storage.exists(name):
        _write_whole(default_storage, name, uploaded)
    stored, _made = StoredFile.objects.get_or_create(
        digest=digest.hexdigest(), defaults={"size": size, "media_type": kinds.MEDIA_TYPES[kind]}
    )
    return stored


def open_file(stored: StoredFile) -> File[Any]:
    """The bytes of a stored file, to read and close. The caller has checked the reader's right.

    Raises:
        FileNotFoundError: The storage has lost it.
    """
    return default_storage.open(path_of(stored.digest), "rb")


def path_of(digest: str) -> str:
    """Where the bytes lie inside the storage."""
    return f"sha256/{digest[:2]}/{digest[2:4]}/{digest}"


def _check(uploaded: File[Any], *, accept: Collection[str], limit_bytes: int) -> str:
    name = Path(uploaded.name or "").name
    if not uploaded.size:
        raise MoveRefused(
            Finding(
                "FILE-EMPTY",
                _("文件“%(name)s”是空的（0 字节）") % {"name": name},
                remedy=_("请重新选择文件"),
            )
        )
    if uploaded.size > limit_bytes:
        raise MoveRefused(
            Finding(
                "FILE-SIZE",
                _("文件“%(name)s”大小为 %(size)s MB，上限 %(limit)s MB")
                % {
                    "name": name,
                    "size": _megabytes(uploaded.size),
                    "limit": _megabytes(limit_bytes),
                },
                remedy=_("请压缩图片或拆分后再上传"),
            )
        )
    claimed = Path(name).suffix.lower().removeprefix(".")
    claimed = kinds.SAME_EXTENSION.get(claimed, claimed)
    kind = kinds.kind_of(cast(BinaryIO, uploaded))
    if kind == kinds.TEXT and claimed == kinds.HTML:
        kind = kinds.HTML  # a part of a page begins with no mark of its kind
    wanted = {kinds.SAME_EXTENSION.get(extension, extension) for extension in accept}
    if kind == claimed and kind in wanted and kind in kinds.MEDIA_TYPES:
        return kind
    raise MoveRefused(
        Finding(
            "FILE-TYPE",
            _("文件“%(name)s”的内容是%(kind)s") % {"name": name, "kind": NAMES.get(kind, kind)},
            remedy=_("请上传真正的 %(accept)s 文件，只改扩展名无效")
            % {"accept": "、".join(sorted(accept))},
        )
    )


def _write_whole(storage: Storage, name: str, content: File[Any]) -> None:
    """All of the file or nothing: other readers never see half of it under its name."""
    content.seek(0)
    try:
        target = Path(storage.path(name))
    except NotImplementedError:  # an object store writes whole objects by itself
        storage.save(name, content)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    number, temporary = tempfile.mkstemp(dir=target.parent, prefix=".incoming-")
    try:
        with os.fdopen(number, "wb") as out:
            for chunk in content.chunks():
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.1f}".removesuffix(".0")
