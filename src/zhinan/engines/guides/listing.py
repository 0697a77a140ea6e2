"""Lists within a clause: 高校、科研院所和企业等 in its members."""

import re

from .passages import depths

_LINK = re.compile(
    r"、|；|或者?|以及|及(?!其|时|格|以上|以下)|(?<!共)和(?!谐|平|国)|与(?!会)|和/或|/"
)
_TAIL = re.compile(r"(?:(?<!高)(?<!中)等(?:[^，、]{0,8})?)$")


def members(text: str) -> list[str]:
    """The members of a list; links within brackets or quotation marks do not part.

    >>> members("高校、科研院所（含医院、所）和企业等")
    ['高校', '科研院所（含医院、所）', '企业']
    """
    depth = depths(text)
    found, start = [], 0
    for link in _LINK.finditer(text):
        if depth[link.start()] == 0 and link.start() > start:
            found.append(text[start : link.start()])
            start = link.end()
    found.append(text[start:])
    plain = [re.sub(r"^[的其一定]+(?=..)|[，。；]$", "", part.strip()) for part in found]
    plain = [_TAIL.sub("", part) or part for part in plain]
    return list(dict.fromkeys(part for part in plain if part))
