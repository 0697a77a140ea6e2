"""A find becomes a record: subject, hardness, guard, exception, period, stage; places and programmes by name."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from .condition_attributes import attribute_of
from .condition_scope import named_in
from .found import Found, Setting
from .passages import Passage
from .record import Record

RESULT = re.compile(r"成果形式$|预期成果$")


def expected_result(passage: Passage) -> list[Record]:
    """预期成果形式：研究报告1份: what has to be delivered."""
    view = passage.view.stripped()
    text = view.text.rstrip("。；")
    start, end = view.span(0, len(text))
    fields = {
        "programme": passage.programme, "subject": "课题成果", "attribute": passage.path[-1], "operator": "=",
        "value": text, "unit": None, "hardness": "hard", "check": "document",
    }  # fmt: skip
    return (
        [Record("condition", start, end, fields, passage.document, 0.75, "成果形式")]
        if text
        else []
    )


def settled(
    record: Record, names: Mapping[str, Sequence[str]], home: Mapping[str, str]
) -> list[Record]:
    """The record once for each programme its guard names, and with 我市 said by name."""
    fields = dict(record.fields)
    value = fields["value"]
    if (
        isinstance(value, list)
        and len(value) == 1
        and re.fullmatch(r"[我本全]?[省市州县]内?", str(value[0]))
    ):
        place = home.get(re.sub(r"[我本全内]", "", value[0]))
        fields["value"] = [f"{value[0]}（{place}）"] if place else value
    guard = str(fields.get("when") or "")
    programmes = (
        named_in(guard, names, fields.get("programme"))
        if guard.startswith("“") or "项目" in guard
        else ()
    )
    if not programmes:
        return [replace(record, fields=fields)]
    return [replace(record, fields={**fields, "programme": one}) for one in programmes]


_PERIOD = re.compile(r"近[三两二一五\d]+年(?:内|来)?|上一?年度|上年度|过去[三两二一五\d]+年")


_STAGE = (
    ("acceptance", r"验收时|验收不|验收前|项目验收，|验收后"),
    ("execution", r"实施期间|执行期间|实施过程中"),
)


def record_of(found: Found, setting: Setting) -> Record:
    """The record of a find: subject, hardness, guard, exception, period and stage added."""
    view, text = setting.sentence.view, setting.text
    start, end = view.span(found.start, found.end)
    fields: dict[str, object] = {
        "programme": setting.sentence.passage.programme,
        "subject": found.subject or setting.subject or "申报单位",
        "attribute": attribute_of(
            found.attribute or setting.subject or "条件",
            found.operator,
            found.value,
            found.unit,
            text,
        ),
        "operator": found.operator,
        "value": list(dict.fromkeys(found.value)) if isinstance(found.value, list) else found.value,
        "unit": found.unit,
        "hardness": found.hardness or ("soft" if setting.is_soft else "hard"),
        "check": found.check,
        **found.more,
    }
    period = _PERIOD.search(text)
    stage = next((name for name, words in _STAGE if re.search(words, text)), None)
    extra = {
        "when": setting.when,
        "exception": setting.exception,
        "period": period and period[0],
        "stage": stage,
    }
    fields.update({key: value for key, value in extra.items() if value})
    return Record(
        "condition",
        start,
        end,
        fields,
        setting.sentence.passage.document,
        found.confidence,
        found.why,
    )
