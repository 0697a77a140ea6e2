"""Project titles made from the official topics, as applicants word them."""

import re
from random import Random

SCENES = (
    "面向近海装备的",
    "面向化工园区的",
    "面向规模化生产的",
    "面向基层应用的",
    "面向港口场景的",
    "基于多源数据的",
    "基于原位监测的",
    "",
)
_SPLIT = re.compile(r"[、，,；;（）()/及和与等]")


def title_for(random: Random, topic: str, *, ending: str) -> str:
    """One phrase of the topic with a scene and the ending its programme asks for.

    >>> title_for(Random(3), "碳纤维、聚酰亚胺纤维等高性能复合材料制备", ending="关键技术研发")[-6:]
    '关键技术研发'
    """
    phrases = [p.strip() for p in _SPLIT.split(topic) if 2 < len(p.strip()) < 16]
    phrase = random.choice(phrases) if phrases else topic[:12]
    for tail in (
        "关键技术研发",
        "技术研究与应用",
        "研发及产业化",
        "技术研究",
        "关键技术",
        "研究",
        "技术",
    ):
        phrase = phrase.removesuffix(tail)
    return f"{random.choice(SCENES)}{phrase}{ending}"[:40]
