"""Readings of a small made-up notice, read for real or made of given entries."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories.accounts import make_actor
from zhinan.apps.accounts.models import Role
from zhinan.apps.accounts.selectors import Actor
from zhinan.apps.programmes.models import Guide
from zhinan.apps.programmes.services import publish_guide
from zhinan.apps.readings.facts import about_of
from zhinan.apps.readings.models import Entry, Reading, Standing
from zhinan.apps.readings.services import draft_guide, reread
from zhinan.apps.readings.services.filing import file_reading, read_file_of
from zhinan.apps.readings.services.starting import start_reading, take_in
from zhinan.engines.guides.formats import Reading as FileRead
from zhinan.engines.guides.record import Record

NOTICE = """云溪市科学技术局关于组织申报2025年度云溪市应用研究计划项目的通知

各县（区）科技局，各有关单位：
现将2025年度云溪市应用研究计划项目申报工作有关事项通知如下：

一、申报条件
1．申报单位应为在云溪市注册的独立法人单位，注册时间须在2024年1月1日之前。
2．项目负责人年龄不超过55周岁，须为申报单位在职人员。
3．申报项目研发投入不低于100万元。

二、申报要求
1．每家单位限报2项。
2．县（区）科技局推荐不超过5项。

三、申报时间
网上申报截止时间为2025年4月30日17:30，逾期不予受理。

四、联系方式
成果转化科  王小明  0599-2200001

云溪市科学技术局
2025年3月10日
"""
_numbers = count(1)


def upload(text: str = NOTICE, name: str = "通知.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def start(actor: Actor | None = None, text: str = NOTICE, **over: Any) -> Reading:
    """A reading that waits to be read."""
    name = over.pop("name", f"通知{next(_numbers)}.txt")
    return start_reading(upload(text, name), actor=actor or make_actor(Role.OFFICE), **over)


def make_read(actor: Actor | None = None, text: str = NOTICE, **over: Any) -> Reading:
    """A reading under review, read by the real reader."""
    return _read(start(actor, text, **over))


def _read(reading: Reading) -> Reading:
    """Read now what waits; a test whose transactions are real has read it already."""
    reading.refresh_from_db()
    return read_file_of(reading) if reading.state == "reading" else reading


def make_reading(
    records: Sequence[Record] | int = 3,
    *,
    actor: Actor | None = None,
    text: str = "",
    **over: Any,
) -> Reading:
    """A reading under review with the records given, or with so many made-up conditions."""
    if isinstance(records, int):
        text = text or "\n".join(f"第{n}项条件应当具备。" for n in range(1, records + 1)) + "\n"
        records = conditions(text, records)
    actor = actor or make_actor(Role.OFFICE)
    name = over.pop("name", f"通知{next(_numbers)}.txt")
    reading = take_in(upload(text or NOTICE, name), actor=actor, is_queued=False, **over)
    return file_reading(reading, FileRead(text or NOTICE, "txt"), records)


def conditions(text: str, most: int) -> list[Record]:
    """One condition a line."""
    made, at = [], 0
    for number, line in enumerate(text.splitlines(keepends=True)[:most], 1):
        fields = {"programme": "应用研究", "operator": "exists", "value": [f"条件{number}"]}
        end = at + len(line.rstrip("\n"))
        made.append(Record("condition", at, end, fields, "D1", 0.95 if number % 2 else 0.5, "test"))
        at += len(line)
    return made


def entry(reading: Reading, key: str = "e1") -> Entry:
    return Entry.objects.select_related("reading").get(reading=reading, key=key)


FORM = {
    "title": "技术需求表",
    "annex": "附件1",
    "fields": [
        {"label": "需求名称", "kind": "text", "max_chars": 50},
        {"label": "所属领域", "kind": "choice", "options": ["新材料", "生物医药", "其他"]},
        {"label": "联系方式", "kind": "text", "hint": "手机"},
        {"label": "预算", "kind": "table", "columns": ["科目", "金额（万元）"], "min_items": 2},
        {"label": "单位意见", "kind": "signature", "seal": True},
    ],
}


def make_form_read(**fields: Any) -> Reading:
    """A reading whose one entry, e1, is a blank form."""
    text = "附件1\n技术需求表\n需求名称\n"
    return make_reading([Record("form", 4, 9, {**FORM, **fields}, "D1", 0.9, "test")], text=text)


def make_reread(text: str = "", actor: Actor | None = None) -> Reading:
    """A corrected document read in the place of an earlier one: one line changed unless ``text`` is given."""
    actor = actor or make_actor(Role.OFFICE)
    text = text or NOTICE.replace("不低于100万元", "不低于200万元")
    first = make_read(actor)
    name = f"更正{next(_numbers)}.txt"
    return _read(reread(first, upload(text, name), actor=actor))


def make_draft(
    *, is_published: bool = False, text: str = NOTICE, pack: str = "", **over: Any
) -> Guide:
    """A guide drafted from the made-up notice; published ones with every entry confirmed.

    One ``name`` and one ``pack`` given again and again are drafted and loaded once in a process.
    """
    actor = make_actor(Role.LEADER)
    reading = make_read(actor, text, **over)
    if is_published:
        rows = Entry.objects.filter(reading=reading)
        rows.update(standing=Standing.CONFIRMED, question="")
    about = replace(about_of(reading), pack=pack or f"drafted-{next(_numbers)}")
    guide = draft_guide(reading, actor=actor, about=about)
    return publish_guide(guide, actor=actor) if is_published else guide
