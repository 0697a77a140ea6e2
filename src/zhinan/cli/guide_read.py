"""``zhinan guide read``: an official document in, its records out, each with its span and confidence."""

import argparse
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zhinan.engines.guides.record import Record

NAMES = {
    "document": "文件", "section": "章节", "programme": "计划", "topic": "指南方向", "contact": "联系人", "deadline": "期限", "quota": "名额",
    "condition": "条件", "support": "支持", "required_document": "材料", "process": "程序", "indicator": "指标", "key_project": "重点项目",
    "form": "表单", "policy_citation": "引用文件",
}  # fmt: skip
SURE, UNSURE = 0.9, 0.7


def add_read(acts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The act ``read`` among the acts of ``zhinan guide``."""
    read = acts.add_parser(
        "read", help="read an official document into records with spans and confidence"
    )
    read.add_argument(
        "file", metavar="FILE", type=Path, help="txt, docx, pdf with a text layer, xlsx or html"
    )
    read.add_argument("--out", metavar="F.json", type=Path, help="write the records here")
    read.add_argument("--json", action="store_true", help="print the records, machine-readable")
    read.set_defaults(act=read_file)


def read_file(options: argparse.Namespace) -> int:
    """Read one file; 0 when read, 1 when it is no document that can be read, 2 when there is no such file."""
    from zhinan.engines.guides.formats import Unreadable
    from zhinan.engines.guides.formats import read_file as text_of
    from zhinan.engines.guides.reading import as_json, read_document
    from zhinan.engines.guides.refusals import UnreadableError

    file: Path = options.file
    if wrong := _no_file(file, options.out):
        print(f"zhinan guide read: {wrong}", file=sys.stderr)
        return 2
    try:
        given = text_of(file)
        records = read_document(given.text, name=file.name)
    except (Unreadable, UnreadableError) as refused:
        print(f"{file.name}：{refused}", file=sys.stderr)
        return 1
    for note in given.notes:
        print(f"{file.name}：{note}", file=sys.stderr)
    written = as_json(given.text, file.name, records)
    if options.out:
        _write(options.out, written)
    if options.json:
        print(json.dumps(written, ensure_ascii=False, indent=1))
    else:
        _show(file.name, records, options.out)
    return 0


def _no_file(file: Path, out: Path | None) -> str:
    """Why nothing can be read or written, in Chinese; empty where it can."""
    if file.is_dir():
        return f"{file} 是文件夹，请给出一个文件"
    if not file.is_file():
        return f"没有 {file}，请核对路径"
    if out is not None and not out.absolute().parent.is_dir():
        return f"没有文件夹 {out.absolute().parent}，请先建立或换一个位置"
    return ""


def _write(out: Path, written: dict[str, Any]) -> None:
    """Write the whole file or nothing."""
    descriptor, name = tempfile.mkstemp(dir=out.absolute().parent, prefix=f".{out.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            json.dump(written, stream, ensure_ascii=False, indent=1)
            stream.write("\n")
        os.chmod(name, 0o644)
        os.replace(name, out)
    except BaseException:
        os.unlink(name)
        raise


def _show(name: str, records: Sequence["Record"], out: Path | None) -> None:
    asked = [record for record in records if record.question]
    counted = Counter(record.type for record in records if not record.question)
    unsure = Counter(r.type for r in records if not r.question and r.confidence < UNSURE)
    for kind, title in NAMES.items():
        if counted[kind]:
            doubt = f"，其中{unsure[kind]}条把握不大" if unsure[kind] else ""
            print(f"{title}：{counted[kind]}条{doubt}")
    for record in asked:
        print(f"待定：{record.question}")
    print(
        f"{name}：读出{sum(counted.values())}条，{len(asked)}条须由人定。"
        + (f"已写入 {out}" if out else "加 --out F.json 写成文件。")
    )
