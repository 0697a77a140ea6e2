"""Who a quota is for: a class of bodies or hosts, a status, or one that is named."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from zhinan.engines.rules.regions import region_names

from .writing import one_line

# words of a guide → class, and the kinds of hosts that fall in it
_CLASSES = (
    ("高校", ("高校",), r"(?:其他|各|全市)?(?:高校|高等(?:院校|学校)|院校|大专院校)"),
    ("科研院所", ("科研院所",), r"(?:其他|各)?(?:科研院所|科研机构|科研单位|院所)"),
    ("高校院所", ("高校", "科研院所"), r"(?:其他|各)?高校院所"),
    ("医疗卫生机构", ("医疗卫生机构",), r"(?:其他|各)?(?:医疗(?:卫生)?(?:机构|单位)|医院)"),
    ("企业", ("企业",), r"(?:各|每家|同一|一个|单个|单家)?企业"),
    ("其他企事业单位", ("企业", "其他事业单位", "其他"), r"其他项?企事业单位"),
    ("其他单位", ("其他事业单位", "其他"), r"其他(?:项)?单位"),
)  # fmt: skip
EVERY_HOST = (
    "申报单位",
    ("企业", "高校", "科研院所", "医疗卫生机构", "其他事业单位", "机关", "其他"),
)
_EVERY = r"(?:每(?:个|家)?|各|同一|一个|单个|单家)?(?:申报|牵头|承担|依托|法人|揭榜|申请)?(?:法人)?(?:单位|方|机构)"
_PERSON = re.compile(r"申请人|申报人|负责人|主持人|科研人员|成员|个人|每人")
_LEADING = re.compile(r"^(?:各|每个|每家|每|全市|全州|其中|由|经|原则上)+")
_HOLDING = re.compile(
    r"(?:建有|拥有|获批|依托|具有|设有)(?P<what>.+?)(?:的(?:申报)?单位|的企业|的法人单位|$)"
)
_BUT = re.compile(r"（(?:不含|除|不包括)(?P<what>[^（）]+?)(?:外|以外)?）")
_WITH = re.compile(r"（(?:含|包括)(?P<what>[^（）]+)）")


@dataclass(frozen=True, slots=True)
class Who:
    """One that quotas.csv can name. ``kinds`` of hosts fall in a class; ``rule``: class, status, name."""

    name: str
    rule: str
    kinds: tuple[str, ...] = ()
    excepted: str = ""

    @property
    def is_host(self) -> bool:
        """Whether it is one that applies rather than one that recommends."""
        return self.rule == "status" or bool(self.kinds)


def whom(said: str, per: str, statuses: Sequence[str]) -> list[Who]:
    """Whom the words of a quota mean; empty where they mean nobody that a line can name.

    Args:
        said: As the record has it: 其他高校、科研院所, 建有省重点实验室的单位, 市卫健委.
        per: ``each`` or ``total``.
        statuses: Statuses the vocabulary has.

    >>> [(w.name, w.rule) for w in whom("其他高校、科研院所", "each", ())]
    [('高校', 'class'), ('科研院所', 'class')]
    >>> [(w.name, w.rule) for w in whom("建有全国重点实验室的单位", "each", ["全国重点实验室"])]
    [('全国重点实验室', 'status')]
    >>> whom("市卫健委（除市一院）", "total", ())
    [Who(name='市卫健委', rule='name', kinds=(), excepted='市一院')]
    """
    text = re.sub(r"\s+", "", said)
    holding = _HOLDING.search(text)
    if holding:
        held = [s for s in statuses if s in holding["what"]]
        return [Who(s, "status") for s in held]
    but = _BUT.search(text)
    text = _WITH.sub("", _BUT.sub("", text))
    found = []
    for part in re.split(r"[、和及与]|以及", text):
        one = _one(part, per)
        if one is None:
            return []
        found.append(Who(one.name, one.rule, one.kinds, but["what"] if but else ""))
    return found


def _one(part: str, per: str) -> Who | None:
    if _PERSON.search(part):
        return None
    if re.fullmatch(_EVERY, part):
        return Who(EVERY_HOST[0], "class", EVERY_HOST[1])
    for name, kinds, pattern in _CLASSES:
        if re.fullmatch(pattern, part):
            return Who(name, "class", kinds)
    bare = _LEADING.sub("", part)
    if not bare or len(bare) > 40 or re.search(r"[，。；：]", bare):
        return None
    is_class = per == "each" or part != bare
    return Who(one_line(bare, 40), "class" if is_class else "name")


def aliases_of(name: str) -> tuple[str, ...]:
    """Other names a body goes by: the bureau of a place, long names for short ones.

    >>> aliases_of("海州区"), aliases_of("省卫健委"), aliases_of("江苏海洋大学")
    (('海州区科技局', '海州区科学技术局'), ('省卫生健康委', '省卫生健康委员会'), ())
    """
    known = set(region_names().values())
    full = next(
        (f"{name}{unit}" for unit in ("", "市", "县", "区") if f"{name}{unit}" in known), ""
    )
    found = [full, f"{full}科技局", f"{full}科学技术局"] if full else []
    for short, long in (
        ("卫健委", "卫生健康委"),
        ("卫健委", "卫生健康委员会"),
        ("科技局", "科学技术局"),
    ):
        if name.endswith(short):
            found.append(name.removesuffix(short) + long)
    return tuple(alias for alias in dict.fromkeys(found) if alias != name)
