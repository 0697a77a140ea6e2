"""Place names as documents give them, and the province they lie in."""

import csv
import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_UNIT = "特别行政区|自治区|自治州|自治县|省|市|州|盟|县|区|旗"
_LEADING = re.compile(rf"(?P<place>[\u4e00-\u9fff]{{2,8}}?(?:{_UNIT}))(?!级)")
_NAMED = re.compile(r"[\u4e00-\u9fff]{2,3}(?:省|市|州)(?=[\u4e00-\u9fff市（(，。“\d]|$)")
_NOT_NAMES = re.compile(
    r"^(?:关于|全|各|我|本|外|该|与|在|对|等|为|和|或|设区|省|市|州|县|区|上|经|由|建|年度|如|技术|推动|面向|除)|(?:级|设区|辖|城|都|超|股)(?:省|市|州)"
)


@cache
def _regions() -> Mapping[str, str]:
    text = files("zhinan").joinpath("packs", "regions.csv").read_text(encoding="utf-8")
    return {row["code"]: row["name"] for row in csv.DictReader(text.splitlines())}


@cache
def province_of(place: str) -> str | None:
    """The province a place lies in, where the table of regions knows it.

    >>> province_of("龙泉市"), province_of("延边州"), province_of("浙江省")
    ('浙江省', '吉林省', '浙江省')
    """
    found = set()
    for code, name in _regions().items():
        known = name == place or (
            place[-1] == "州" and len(place) > 2 and name.startswith(place[:-1])
        )
        if known:
            found.add(_regions().get(f"{code[:2]}0000", ""))
    return found.pop() if len(found) == 1 else None


def leading_place(text: str) -> str | None:
    """The place a title or a name of an office begins with.

    >>> leading_place("吉林省科学技术发展规划"), leading_place("市重点研发计划"), leading_place("龙泉市科学技术局")
    ('吉林省', None, '龙泉市')
    """
    match = _LEADING.match(text)
    if match is None or _NOT_NAMES.search(match["place"]):
        return None
    return match["place"]


def usual_place(text: str) -> str | None:
    """The place a text speaks of most; None where none stands out."""
    named = Counter(m[0] for m in _NAMED.finditer(text) if not _NOT_NAMES.search(m[0]))
    known = [(n, place) for place, n in named.items() if province_of(place) or n >= 3]
    # ties are broken by the name, so that order in the text does not matter
    return max(known)[1] if known else None
