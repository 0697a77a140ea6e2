"""Regions by name: GB/T 2260, all provinces, and the cities and counties of Jilin, Jiangsu and Zhejiang."""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def region_names() -> Mapping[str, str]:
    """Code to name, of the regions valid today that packs/regions.csv holds."""
    text = files("zhinan").joinpath("packs", "regions.csv").read_text(encoding="utf-8")
    return {row["code"]: row["name"] for row in csv.DictReader(text.splitlines())}


def codes_named(name: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """Codes a full name may mean; with the city or province before it, only those in it.

    >>> table = region_names()
    >>> codes_named("海州区", table), codes_named("徐州市鼓楼区", table)
    (('320706',), ('320302',))
    >>> codes_named("鼓楼区", table), codes_named("连云港", table)
    (('320106', '320302'), ())
    """
    word = "".join(name.split())
    return tuple(code for code in sorted(names) if word in _spellings(code, names))


def _spellings(code: str, names: Mapping[str, str]) -> set[str]:
    """The name, alone and after what it lies in."""
    city, province = names.get(f"{code[:4]}00", ""), names.get(f"{code[:2]}0000", "")
    own = names[code]
    if code.endswith("0000"):
        return {own}
    if code.endswith("00"):
        return {own, province + own}
    return {own, city + own, province + own, province + city + own}


def regions_like(name: str, names: Mapping[str, str]) -> list[str]:
    """Up to three names that resemble ``name``."""
    from difflib import get_close_matches

    known = sorted(set(names.values()))
    begun = [n for n in known if n.startswith(name)]
    return (begun or get_close_matches(name, known, n=3, cutoff=0.5))[:3]
