"""Places in a condition: by name, by one's own (我市, 州内), with parts left out; as a named list of regions."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .lexicon import Entry, listed
from .shaped import Around, Shaped, Unclear

_OUTSIDE = ("110101", "310101")
_NAMED = re.compile(r"[一-龥]{2,12}?(?:自治州|自治县|自治区|地区|省|市|州|县|区|旗)")
_LEFT_OUT = re.compile(
    r"(?:（)?(?:不含|不包括|除)(?P<what>[一-龥、和及]{2,30}?)(?:除外|之外|以外|外)?(?:）|$)"
)
_URBAN = re.compile(r"市辖区|(?:市)?市区")


@dataclass(frozen=True, slots=True)
class Place:
    """A place that was understood: the list's name, what it holds and leaves out, and the words used."""

    name: str
    codes: tuple[str, ...]
    exceptions: tuple[str, ...]
    said: tuple[str, ...]
    inside: str = ""  # a code that lies in it for certain

    @property
    def lists(self) -> Mapping[str, Mapping[str, Any]]:
        held: dict[str, Any] = {"kind": "region", "of": list(self.codes), "source": "GB/T 2260"}
        return {self.name: {**held, "except": list(self.exceptions)} if self.exceptions else held}

    @property
    def outside(self) -> tuple[str, ...]:
        """Codes that do not: one of elsewhere, and one of what is left out."""
        elsewhere = next(c for c in _OUTSIDE if not c.startswith(self.codes[0][:2]))
        return (elsewhere, *self.exceptions)


def _level(code: str) -> str:
    return "省" if code.endswith("0000") else "市" if code.endswith("00") else "县"


def _own(word: str, level: str, around: Around) -> str | None:
    """The code that 我省, 我市 or 我县 means for the office: its own level, or one above."""
    home = around.home
    if not re.fullmatch(r"\d{6}", home) or home == "000000":
        return None
    name = next((n for n, code in around.regions.items() if code == home), "")
    if level == "省":
        return home[:2] + "0000"
    if level == "县":
        return home if _level(home) == "县" else None
    if _level(home) == "县":
        return home if name.endswith("市") and "市" in word else home[:4] + "00"
    return home if _level(home) == "市" or home[:2] in ("11", "12", "31", "50") else None


def place_in(text: str, around: Around) -> Place | None:
    """The one place a text names; None where it names none or more than one can be meant."""
    left, said = _LEFT_OUT.search(text), []
    kept = text.replace(left[0], "") if left else text
    code, name, words = _whole(kept, around)
    if code is None:
        return None
    said += words
    exceptions: list[str] = []
    if _URBAN.search(kept) and _level(code) == "市":
        counties = {
            c: n for n, c in around.regions.items()
            if c[:4] == code[:4] and _level(c) == "县" and n[-1:] in "县市旗"
        }  # fmt: skip
        if not any(c[:4] == code[:4] and _level(c) == "县" for c in around.regions.values()):
            return None  # the districts of this city are not known
        exceptions += sorted(counties)
        name += "市区"
    if left:
        for part in re.split("[、和及]", left["what"]):
            out = around.regions.get(part) or _short(part, around, code)
            if out is None:
                return None
            exceptions.append(out)
            name += f"不含{part}"
        said.append(left[0])
    left_out = tuple(dict.fromkeys(exceptions))
    parts = sorted(c for c in around.regions.values() if c[:4] == code[:4] and _level(c) == "县")
    inside = next((c for c in parts if c not in left_out), f"{code[:4]}01")
    inside = inside if left_out else code
    return Place(name, (code,), left_out, tuple(said), inside)


def _whole(text: str, around: Around) -> tuple[str | None, str, list[str]]:
    """Code, name and the words by which the text names a place."""
    regions = around.regions
    bracketed = re.search(r"（([^（）]+)）", text)
    if bracketed and bracketed[1] in regions:
        own = [w for words in around.lexicon.places.values() for w in words if w in text]
        return regions[bracketed[1]], bracketed[1], [bracketed[0], *own]
    names = [name for name in regions if len(name) > 2 and name in text]
    if names:
        name = max(names, key=len)
        return (
            regions[name],
            name,
            [
                f"{name}{'辖区' if f'{name}辖区' in text else '市区' if f'{name}市区' in text else ''}",
                name,
            ],
        )
    short = _by_short_name(text, around)
    if short[0] is not None:
        return short
    for level, words in around.lexicon.places.items():
        for word in sorted(words, key=len, reverse=True):
            found = _own(word, level, around) if word in text else None
            if found is not None:
                name = next((n for n, code in regions.items() if code == found), word)
                return found, name, [word]
    return _by_letter_or_stem(text, around)


def _by_short_name(text: str, around: Around) -> tuple[str | None, str, list[str]]:
    """延边州 where only one place can be meant."""
    for match in _NAMED.finditer(text):
        for start in range(match.start(), match.end() - 2):
            name = text[start : match.end()]
            code = _short(name, around)
            if code is not None:
                return code, name, [name, f"{name}内"]
    return None, "", []


def _by_letter_or_stem(text: str, around: Around) -> tuple[str | None, str, list[str]]:
    """在浙, 连云港企业."""
    for match in re.finditer(r"在(?P<short>[一-龥])(?![一-龥]{0,1}[省市])", text):
        whole = around.lexicon.short_names.get(match["short"])
        code = around.regions.get(whole or "")
        if whole and code:
            return code, whole, [match[0]]
    bare = {
        n[:-1]: c
        for n, c in around.regions.items()
        if len(n) > 2 and n[-1] in "省市" and _level(c) != "县"
    }
    for stem, code in bare.items():
        if len(stem) > 1 and stem in text:
            return code, stem, [stem]
    return None, "", []


def _short(name: str, around: Around, within: str = "") -> str | None:
    """延边州 for 延边朝鲜族自治州, 赣榆 for 赣榆区."""
    stem, level = name[:-1], name[-1:]
    found = [
        code for full, code in around.regions.items()
        if code.startswith(within[:4])
        and (
            (len(stem) >= 2 and level in "省州县区市" and full.startswith(stem) and full.endswith((level, "自治" + level)))
            or (full[:-1] == name and len(name) >= 2)
        )
    ]  # fmt: skip
    return found[0] if len(found) == 1 else None


_HOME = r"(?:中国|中华人民共和国)?(?:境内|国内|内地|大陆)(?:地区)?(?:（不含港澳台(?:地区)?）)?"
_OUTLYING = ("710000", "810000", "820000")


def _in_the_country(term: str) -> Shaped:
    """境内: every region but Taiwan, Hong Kong and Macao."""
    held = {"境外港澳台": {"kind": "region", "of": list(_OUTLYING), "source": "GB/T 2260"}}
    return Shaped(
        f"{term} not in 区域", ({term: _OUTSIDE[0]},), tuple({term: code} for code in _OUTLYING), (term,),
        {"区域": '区划集("境外港澳台")'}, lists=held, said=("中国", "境内", "国内", "内地", "大陆", "港澳台", "不含", "地区"),
    )  # fmt: skip


def region(entry: Entry, record: Mapping[str, Any], around: Around) -> Shaped | Unclear:
    text = listed(record)
    if len([*re.finditer("、", text)]) and not _LEFT_OUT.search(text):
        return Unclear(f"写有几个地方：{text}")
    place = place_in(text, around)
    if place is None and re.fullmatch(_HOME, text) and record["operator"] in ("in", "="):
        return _in_the_country(entry.term)
    if place is None:
        why = "" if around.home else "；没有给出本局所在地"
        return Unclear(f"“{text}”是哪里没有读出{why}")
    good: tuple[Mapping[str, str], ...] = ({entry.term: place.inside},)
    bad: tuple[Mapping[str, str], ...] = tuple({entry.term: code} for code in place.outside)
    is_barred = record["operator"] in ("not", "excludes")
    if is_barred:
        good, bad = bad, good
    return Shaped(
        f"{entry.term} {'not in' if is_barred else 'in'} 区域", good, bad, (entry.term,),
        {"区域": f'区划集("{place.name}")'}, lists=place.lists, said=(*place.said, "市辖区", "市区"),
    )  # fmt: skip
