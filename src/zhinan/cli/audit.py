"""``zhinan audit``: verify, seal, export and prove the record of acts."""

import argparse
import json
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from .words import Refusal, fail, parser, start_django


def main(words: list[str]) -> int:
    given = parser(
        "audit",
        "Verify the record of acts, seal it, keep its head outside, prove that one line is in it.",
        "zhinan audit export --out head.json       keep this outside\n"
        "zhinan audit verify --against head.json   the record still begins with it\n"
        "zhinan audit proof 1024 --out r.json      a receipt for one line\n"
        "zhinan audit receipt r.json               check a receipt; needs no database",
    )
    actions = given.add_subparsers(dest="action", required=True, metavar="ACTION")
    verify = actions.add_parser(
        "verify", help="name the first altered, missing, reordered or truncated line"
    )
    verify.add_argument(
        "--against", type=Path, metavar="FILE", help="a checkpoint exported earlier"
    )
    verify.add_argument("--json", action="store_true", help="faults as JSON")
    actions.add_parser("seal", help="seal all new lines into a checkpoint now")
    export = actions.add_parser("export", help="print or write a checkpoint")
    export.add_argument("--number", type=int, help="which one (the newest)")
    export.add_argument("--out", type=Path, metavar="FILE")
    proof = actions.add_parser("proof", help="inclusion proof of one line")
    proof.add_argument("line", type=int, help="number of the line, as the record of acts shows it")
    proof.add_argument("--out", type=Path, metavar="FILE")
    receipt = actions.add_parser("receipt", help="check an inclusion proof")
    receipt.add_argument("file", type=Path)
    options = given.parse_args(words)
    start_django()
    try:
        return int(ACTIONS[options.action](options))
    except Refusal as refusal:
        return fail(f"audit {options.action}", str(refusal))


def verify(options: argparse.Namespace) -> int:
    from zhinan.apps.records.models import Act, Checkpoint
    from zhinan.apps.records.services import exported_seal, verify_record

    against = None
    if options.against:
        content = _read(options.against)
        try:
            against = exported_seal(content)
        except ValueError as error:
            raise Refusal(f"{options.against}: {error}") from error
    began = time.monotonic()
    faults = verify_record(against=against)
    if options.json:
        print(
            json.dumps(
                [{**asdict(fault), "text": str(fault)} for fault in faults], ensure_ascii=False
            )
        )
    else:
        for fault in faults:
            print(fault)
        lines, seals = Act.objects.count(), Checkpoint.objects.count()
        verdict = f"发现{len(faults)}处不符" if faults else "完整"
        print(
            f"{verdict}：{lines}行，{seals}个检查点，用时{time.monotonic() - began:.1f}秒",
            file=sys.stderr,
        )
    return 1 if faults else 0


def seal(_options: argparse.Namespace) -> int:
    from zhinan.apps.records.services import seal_checkpoint

    checkpoint = seal_checkpoint()
    if checkpoint is None:
        print("没有新的行，未生成检查点")
    else:
        print(f"检查点 {checkpoint.number}：{checkpoint.size} 行\n{checkpoint.digest}")
    return 0


def export(options: argparse.Namespace) -> int:
    from zhinan.apps.records.models import Checkpoint
    from zhinan.apps.records.services import export_checkpoint

    checkpoints = Checkpoint.objects.order_by("-number")
    if options.number:
        checkpoints = checkpoints.filter(number=options.number)
    checkpoint = checkpoints.first()
    if checkpoint is None:
        raise Refusal("没有这个检查点。先运行：zhinan audit seal")
    _write(export_checkpoint(checkpoint), options.out)
    return 0


def proof(options: argparse.Namespace) -> int:
    from zhinan.apps.records.models import Act
    from zhinan.apps.records.services import prove_inclusion

    act = Act.objects.filter(pk=options.line).first()
    if act is None:
        raise Refusal(f"记录里没有第 {options.line} 号行")
    content = prove_inclusion(act)
    if content is None:
        raise Refusal(f"第 {options.line} 号行还没有封存。先运行：zhinan audit seal")
    _write(content, options.out)
    return 0


def receipt(options: argparse.Namespace) -> int:
    from zhinan.apps.records.services import receipt_holds

    content = _read(options.file)
    if not isinstance(content, dict) or not receipt_holds(content):
        print("不成立：证明不能从该行推出检查点，凭证被改动或不完整")
        return 1
    checkpoint = content["checkpoint"]
    print(
        f"成立：摘要 {content['digest']} 是检查点 {checkpoint['number']} 的第 {content['leaf']} 片叶"
    )
    print(f"请再与系统外留存的检查点摘要核对：{checkpoint['digest']}")
    return 0


ACTIONS = {"verify": verify, "seal": seal, "export": export, "proof": proof, "receipt": receipt}


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Refusal(f"读不了 {path}：{error.strerror}") from error
    except ValueError as error:
        raise Refusal(f"{path} 不是 JSON 文件：{error}") from error


def _write(content: dict[str, Any], out: Path | None) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=1)
    if out is None:
        print(text)
        return
    try:
        out.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise Refusal(f"写不了 {out}：{error.strerror}") from error
    print(f"已写入 {out}")
