"""Whose condition it is: 对于甲和乙项目 names programmes, 我市 names a place, a heading a group of programmes."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from .passages import Passage

_PLACE = r"[\u4e00-\u9fff]{2,3}"


def programmes_by_name(passages: Iterable[Passage]) -> dict[str, tuple[str, ...]]:
    """Short names of programmes and headings over groups of them → full names."""
    found: dict[str, list[str]] = {}
    for passage in passages:
        if passage.programme is None:
            continue
        short = passage.programme.rsplit("·", 1)[-1]
        for name in (short, *(title for title in passage.path[1:] if len(title) >= 6)):
            listed = found.setdefault(_plain(name), [])
            if passage.programme not in listed:
                listed.append(passage.programme)
    return {name: tuple(full) for name, full in found.items()}


def _plain(title: str) -> str:
    title = re.sub(r"^(?:（?[一二三四五六七八九十\d]+）?[、.．]?|\d{4}\s*)\s*", "", title)
    return re.sub(r"（[^（）]*）$|[：:，。\s]", "", title)


def named_in(text: str, names: Mapping[str, Sequence[str]], own: str | None) -> tuple[str, ...]:
    """The programmes a guard or a subject names; empty where it names none below its own."""
    found: list[str] = []
    for name, full in names.items():
        if len(name) >= 4 and name in re.sub(r"\s", "", text):
            found += [one for one in full if one != own and one not in found and _below(one, own)]
    return tuple(found)


def under_named(passage: Passage, names: Mapping[str, Sequence[str]]) -> Passage:
    """The passage as of the programme whose very name heads it: （一）贷款贴息 under 申报材料."""
    for title in reversed(passage.path[1:]):
        said = _plain(title)
        for full in names.get(said, ()):
            own = passage.programme
            if full.endswith("·" + said) and own is not None and full.startswith(own + "·"):
                return replace(passage, programme=full)
    return passage


def _below(name: str, own: str | None) -> bool:
    return own is None or name.startswith(own + "·") or name.split("·")[0] == own.split("·")[0]


def home_of(passages: Iterable[Passage]) -> dict[str, str]:
    """我市 → the place most spoken of: {"市": "连云港市"}."""
    text = "\n".join(p.text for p in passages)
    home = {}
    for level in "省市州县":
        counted = Counter(
            re.findall(
                rf"(?<![\u4e00-\u9fff度])({_PLACE}{level})|(?<=[，。、在为是的与])({_PLACE}{level})",
                text,
            )
        )
        names = Counter(
            {
                a or b: n
                for (a, b), n in counted.items()
                if not re.match(
                    r"[全我本各在由]|.?年度|.*[在项目内为]|设区|地级|国家|县级|在省|省级", a or b
                )
            }
        )
        if names:
            home[level] = names.most_common(1)[0][0]
    return home
