"""Rules over choices and places: kinds and statuses of an organisation, regions by name."""

import re
from collections.abc import Mapping
from typing import Any

from .lexicon import Entry, Lexicon
from .rule_shapes import Shaped


def _chosen(entry: Entry, record: Mapping[str, Any], lexicon: Lexicon) -> list[str]:
    value = record["value"]
    text = "、".join(map(str, value)) if isinstance(value, list) else str(value)
    return lexicon.choices(entry.term, text)


def _is_covered(entry: Entry, record: Mapping[str, Any], lexicon: Lexicon) -> bool:
    """Whether the words of the choices are all that a record says: 年收入达标的企业 is more than 企业."""
    words = sorted(
        (w for said in lexicon.words.get(entry.term, {}).values() for w in said),
        key=len,
        reverse=True,
    )
    value = record["value"] if isinstance(record["value"], list) else [record["value"]]
    for part in value:
        rest = str(part)
        for word in words:
            rest = rest.replace(word, "")
        rest = re.sub(
            r"（[^（）]*）|有效期内的?|已?建有|已?(?:获得|具有|拥有)|的|申报|科技部等国家部委认定的|牵头申报|或者?|等|、|和|及|的|单位|各类|/|国家|依托",
            "",
            rest,
        )
        if len(rest) > 1 or rest == str(part):
            return False
    return True


def kind(
    entry: Entry, record: Mapping[str, Any], lexicon: Lexicon, regions: Mapping[str, str]
) -> Shaped | None:
    chosen = _chosen(entry, record, lexicon)
    if not _is_covered(entry, record, lexicon):
        return None
    table = list(lexicon.words.get(entry.term, {}))
    others = [choice for choice in (*table, "其他") if choice not in chosen]
    if not chosen or not others:
        return None
    listed = "[" + ", ".join(f'"{c}"' for c in chosen) + "]"
    if record["operator"] == "not":
        return Shaped(
            f"{entry.term} not in {listed}",
            {entry.term: others[0]},
            {entry.term: chosen[0]},
            (entry.term,),
        )
    return Shaped(
        f"{entry.term} in {listed}",
        {entry.term: chosen[0]},
        {entry.term: others[-1]},
        (entry.term,),
    )


def statuses(
    entry: Entry, record: Mapping[str, Any], lexicon: Lexicon, regions: Mapping[str, str]
) -> Shaped | None:
    chosen = _chosen(entry, record, lexicon)
    if not chosen or not _is_covered(entry, record, lexicon):
        return None
    listed = "[" + ", ".join(f'"{c}"' for c in chosen) + "]"
    return Shaped(
        f"交集({entry.term}, {listed})", {entry.term: chosen[0]}, {entry.term: "无"}, (entry.term,)
    )


def _by_short_name(name: str, regions: Mapping[str, str]) -> str | None:
    """延边州 for 延边朝鲜族自治州, where only one place can be meant."""
    stem, level = name[:-1], name[-1:]
    if len(stem) < 2 or level not in "省州县区":
        return None
    found = [
        code
        for full, code in regions.items()
        if full.startswith(stem) and full.endswith((level, "自治" + level))
    ]
    return found[0] if len(found) == 1 else None


def region(
    entry: Entry, record: Mapping[str, Any], lexicon: Lexicon, regions: Mapping[str, str]
) -> Shaped | None:
    value = record["value"][0] if isinstance(record["value"], list) else record["value"]
    named = re.search(r"（([^（）]+)）", str(value))
    name = re.sub(
        r"（[^（）]*）|(?:境?内|范围)$",
        "",
        named[1] if named and named[1] in regions else str(value),
    )
    code = regions.get(name) or _by_short_name(name, regions)
    if code is None or record.get("exclude"):
        return None
    elsewhere = "110101" if not code.startswith("11") else "310101"
    return Shaped(
        f"{entry.term} in 区域", {entry.term: f'"{code}"'}, {entry.term: f'"{elsewhere}"'}, (entry.term,), {"区域": f'区划集("{name}")'},
        lists={name: {"kind": "region", "of": [code], "source": "GB/T 2260"}},
    )  # fmt: skip
