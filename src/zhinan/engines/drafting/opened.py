"""What is still open in a draft: questions, what nobody has confirmed, what the pack could not say."""

from collections.abc import Sequence

from .about import NO_REGION
from .fact import SURE, Fact, Open
from .ground import Ground
from .writing import one_line

RELIED_ON = ("condition", "quota", "deadline", "topic", "programme", "indicator", "required_document")  # fmt: skip
_NAMES = {
    "condition": "条件", "quota": "名额", "deadline": "期限", "topic": "指南方向", "programme": "计划",
    "indicator": "指标", "required_document": "材料",
}  # fmt: skip


def opened(ground: Ground, found: Sequence[Open]) -> tuple[Open, ...]:
    """Everything that has to be settled, each once: the whole first, then in the order of the text.

    Args:
        found: What the parts of the draft could not settle.
    """
    places = {fact.key: place for place, fact in enumerate(ground.facts)}
    every = [*_of_about(ground), *found]
    every += [one for fact in ground.facts if (one := _of_fact(ground, fact)) is not None]
    return tuple(sorted(dict.fromkeys(every), key=lambda o: (places.get(o.fact_key, -1), o)))


def _of_about(ground: Ground) -> list[Open]:
    found = []
    if ground.about.region_code == NO_REGION:
        found.append(
            Open("", "DRAFT-REGION", "没有填行政区划代码", "填写6位行政区划代码后再形成草案")
        )
    if ground.about.office_name.startswith("（"):
        found.append(Open("", "DRAFT-OFFICE", "没有填主管部门", "填写发文的科技主管部门"))
    if not ground.of_type("programme") and ground.places.documents[0].kind != "plan":
        name = ground.places.programmes[0].name
        what = f"没有读出可申报的计划，草案以“{one_line(name, 60)}”为一个计划"
        found.append(Open("", "DRAFT-PROGRAMME", what, "在原文中选出计划名称，登记为“计划”"))
    return found


def _of_fact(ground: Ground, fact: Fact) -> Open | None:
    if fact.record.question:
        return Open(fact.key, "DRAFT-ASKED", one_line(fact.record.question), "对照原文答复后再发布")
    if fact.is_confirmed or fact.type not in RELIED_ON:
        return None
    quote = one_line(ground.quote(fact), 40)
    unsure = "，读取把握不大" if fact.record.confidence < SURE else ""
    what = f"{_NAMES[fact.type]}“{quote}”还没有人确认{unsure}"
    return Open(fact.key, "DRAFT-UNCHECKED", what, "对照原文确认或改正")
