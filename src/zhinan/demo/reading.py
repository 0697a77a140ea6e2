"""A made-up notice read and half reviewed, so that the desk 读公文 has work on it."""

from collections.abc import Iterator
from importlib.resources import files

from django.core.files.base import ContentFile

from zhinan.apps.accounts.selectors import Actor
from zhinan.apps.readings.models import Entry, Reading, Standing
from zhinan.apps.readings.services import (
    confirm_entry,
    confirm_sure,
    correct_entry,
    discard_entry,
)
from zhinan.apps.readings.services.filing import read_file_of
from zhinan.apps.readings.services.starting import take_in

FILE_NAME = "云溪市2026年度科技计划项目申报通知（演示数据）.txt"
CONFIRMED_AT_ONCE = ("document", "section", "topic", "contact")
CONFIRMED_SINGLY = 8  # conditions, by the leader
COUNTIES = "各县（区）科技局"


def write_reading(*, clerk: Actor, leader: Actor) -> Reading:
    """The notice in the state two people left it in on a Friday afternoon."""
    content = files("zhinan").joinpath("demo", "notice.txt").read_bytes()
    waiting = take_in(
        ContentFile(content, name=FILE_NAME),
        actor=clerk,
        office_name="云溪市科学技术局",
        pack="yunxi-2026",
        title="2026年度云溪市科技计划项目申报通知（演示数据）",
        is_queued=False,
    )
    reading = read_file_of(waiting)
    confirm_sure(reading, actor=clerk, types=CONFIRMED_AT_ONCE)
    for entry in list(_open(reading, "condition"))[:CONFIRMED_SINGLY]:
        confirm_entry(entry, actor=leader, version=entry.version)
    for entry in list(_open(reading, "quota")):
        if entry.fields["body"].startswith(f"{COUNTIES}推荐"):
            correct_entry(
                entry, actor=clerk, version=entry.version, fields={"body": COUNTIES, "per": "each"}
            )
    for entry in list(_open(reading, "deadline")):
        if entry.fields.get("role") == "birth_bound":  # said by the condition already
            discard_entry(entry, actor=clerk, version=entry.version)
    return reading


def _open(reading: Reading, kind: str) -> Iterator[Entry]:
    rows = Entry.objects.filter(reading=reading, type=kind, standing=Standing.OPEN, question="")
    return rows.select_related("reading").order_by("start", "pk").iterator()
