"""``zhinan pack``: check a pack, bring it into the database, take it out again."""

import argparse
import json
import sys
from pathlib import Path

EXAMPLE = """example:
  zhinan pack check lianyungang-2024          a shipped pack
  zhinan pack check ./my-pack --json          any folder
  zhinan pack terms lianyungang-2024 --programme 成果转化   the facts its rules need
  zhinan pack import ./my-pack                as a draft guide, or its next version
  zhinan pack export lianyungang-2024 ./out   the latest version; lianyungang-2024@1 names another
  zhinan pack list                            shipped packs, and guides in the database
"""


def main(arguments: list[str]) -> int:
    options = _parser().parse_args(arguments)
    try:
        return int(options.act(options))
    except OSError as error:
        print(f"zhinan pack: {error.strerror or error}: {error.filename or ''}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="zhinan pack",
        description="Check, import and export packs (指南包).",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    acts = parser.add_subparsers(required=True, metavar="ACT")
    check = acts.add_parser(
        "check", help="name every fault of a pack with its file, line and remedy"
    )
    check.add_argument("pack", metavar="PACK", help="a shipped name or a folder")
    check.add_argument("--json", action="store_true", help="machine-readable")
    check.set_defaults(act=_check)
    terms = acts.add_parser("terms", help="every fact that the rules need, and which rules need it")
    terms.add_argument("pack", metavar="PACK", help="a shipped name or a folder")
    terms.add_argument("--programme", default="", help="key, short name, name or code (all)")
    terms.add_argument("--rules", default="", metavar="ID,ID", help="only what these rules need")
    terms.add_argument("--json", action="store_true", help="machine-readable")
    terms.set_defaults(act=_terms)
    taking_in = acts.add_parser("import", help="into the database as a draft guide")
    taking_in.add_argument("pack", metavar="PACK", help="a shipped name or a folder")
    taking_in.set_defaults(act=_import)
    taking_out = acts.add_parser("export", help="a guide into a new folder, byte for byte")
    taking_out.add_argument(
        "guide", metavar="GUIDE", help="pack name, with @VERSION for another than the latest"
    )
    taking_out.add_argument("folder", metavar="FOLDER", type=Path, help="new or empty")
    taking_out.set_defaults(act=_export)
    listing = acts.add_parser("list", help="shipped packs, and guides in the database")
    listing.set_defaults(act=_list)
    return parser


def _terms(options: argparse.Namespace) -> int:
    from .terms import show_terms

    return show_terms(options)


def folder_of(pack: str) -> Path:
    """The folder of a shipped pack, or the folder named; a folder written with a slash or dot is never a name."""
    from importlib.resources import files

    shipped = (
        Path(str(files("zhinan").joinpath("packs", pack)))
        if "/" not in pack and not pack.startswith(".")
        else None
    )
    return (
        shipped if shipped is not None and shipped.joinpath("pack.yaml").is_file() else Path(pack)
    )


def _check(options: argparse.Namespace) -> int:
    from dataclasses import asdict

    from zhinan.engines.packs import read_pack
    from zhinan.engines.rules import rulebook_of
    from zhinan.engines.rules.examples import check_examples

    pack, faults = read_pack(folder_of(options.pack))
    rulebook = rulebook_of(pack) if pack else None
    if rulebook is not None:
        faults = sorted([*rulebook.faults, *check_examples(rulebook)])
    accepted = pack.accepted if pack else ()
    if options.json:
        shown = {"pack": pack.key if pack else None, "digest": pack.digest if pack else None}
        lists = {"faults": [asdict(f) for f in faults], "accepted": [asdict(f) for f in accepted]}
        print(json.dumps(shown | lists, ensure_ascii=False, indent=2))
        return 1 if faults else 0
    for fault in faults:
        print(fault)
    if pack is None or faults:
        print(f"{options.pack}: {len(faults)}处错误", file=sys.stderr)
        return 1
    for fault in accepted:
        print(f"按原文保留：{fault}")
    topics = len({t.line for p in pack.programmes for t in p.topics})
    rules = len({rule.key for p in pack.programmes for rule in p.rules})
    print(
        f"{pack.title}：没有错误。{len(pack.programmes)}个计划，{topics}个方向，{rules}条规则，sha256 {pack.digest}"
    )
    return 0


def _import(options: argparse.Namespace) -> int:
    import django

    django.setup()
    from zhinan.apps.programmes.services import PackRefused, import_pack

    try:
        guide = import_pack(folder_of(options.pack), actor=None)
    except PackRefused as refused:
        for fault in refused.faults:
            print(fault)
        print(f"{options.pack}: {len(refused.faults)}处错误，没有导入", file=sys.stderr)
        return 1
    print(f"已导入为草稿：{guide}，{guide.pack}@{guide.version}")
    return 0


def _export(options: argparse.Namespace) -> int:
    import django

    django.setup()
    from zhinan.apps.programmes.models import Guide
    from zhinan.apps.programmes.services import export_pack

    name, _, version = options.guide.partition("@")
    guides = Guide.objects.filter(pack=name).order_by("-version")
    if version:
        guides = guides.filter(version=int(version) if version.isdigit() else 0)
    guide = guides.first()
    if guide is None:
        print(
            f"zhinan pack: 数据库里没有 {options.guide}；用 zhinan pack list 查看", file=sys.stderr
        )
        return 1
    try:
        written = export_pack(guide, options.folder)
    except FileExistsError:
        print(f"zhinan pack: {options.folder} 不是新的或空的文件夹；请换一个", file=sys.stderr)
        return 1
    print(f"{guide}：已写出{len(written)}个文件到 {options.folder}")
    return 0


def _list(options: argparse.Namespace) -> int:
    import django

    django.setup()
    from zhinan.apps.programmes.models import Guide
    from zhinan.apps.programmes.services import shipped_packs

    for kind, word in (("call", "随附"), ("plan", "规划")):
        for name in shipped_packs(kind):
            print(f"{word}  {name}")
    for guide in Guide.objects.order_by("pack", "version"):
        print(f"{guide.get_state_display()}  {guide.pack}@{guide.version}  {guide.title}")
    return 0
