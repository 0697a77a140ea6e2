"""topics.csv and quotas.csv."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from zhinan.engines.vocabulary import Fault

from .pack import QuotaLine, Topic

TOPICS = ("programme", "group", "code", "title")
QUOTAS = ("programme", "counted_by", "who", "most", "most_yuan", "outside_body_quota", "clause")
QUOTAS_MORE = ("group", "except")  # may be left out, in any order after the others
NO_LIMIT = ("不限", "unlimited")
_YES, _NO = ("yes", "true", "是"), ("", "no", "false", "否")


@dataclass(frozen=True, slots=True)
class TopicLine:
    """One line of topics.csv: a topic of one or more programmes."""

    programmes: tuple[str, ...]
    group: str
    code: str
    title: str
    line: int


def read_topics(text: str, *, file: str, faults: list[Fault]) -> list[TopicLine]:
    """The topics in the order of the file."""
    found = []
    for line, row in _rows(text, TOPICS, file, faults):
        for name, most in (("code", 20), ("title", 1000), ("group", 80)):
            if len(row[name]) > most:
                faults.append(
                    Fault(
                        file,
                        line,
                        "PACK-TOO-LONG",
                        f"{name}共{len(row[name])}字，最多{most}字",
                        "写短一些",
                    )
                )
        if not row["code"] or not row["title"]:
            faults.append(
                Fault(file, line, "PACK-CSV", "指南方向缺代码或名称", "补写 code 与 title")
            )
        found.append(
            TopicLine(
                tuple(row["programme"].split()),
                row["group"][:80],
                row["code"][:20],
                row["title"][:1000],
                line,
            )
        )
    return found


def topics_of(lines: list[TopicLine], programme: str) -> tuple[Topic, ...]:
    """The topics of one programme, numbered from 1 in the order of the file."""
    own = [line for line in lines if programme in line.programmes]
    return tuple(Topic(t.code, t.title, t.group, n, t.line) for n, t in enumerate(own, 1))


def read_quotas(text: str, *, file: str, faults: list[Fault]) -> list[QuotaLine]:
    """The quota lines in the order of the file; ``most: 不限`` states that there is no limit."""
    rows = _rows(text, QUOTAS, file, faults, more=QUOTAS_MORE)
    return [_quota(row, line, file, faults) for line, row in rows]


def _quota(row: dict[str, str], line: int, file: str, faults: list[Fault]) -> QuotaLine:
    counted_by, outside = row["counted_by"], row["outside_body_quota"].lower()
    whose = () if outside in (*_YES, *_NO) else tuple(row["outside_body_quota"].split())
    if counted_by not in ("body", "host"):
        remedy = "应为 body（按推荐单位）或 host（按申报单位）"
        faults.append(Fault(file, line, "PACK-CSV", f"counted_by写为“{counted_by}”", remedy))
    if not row["most"] and not row["most_yuan"]:
        remedy = "填 most 或 most_yuan；确无限制的写 不限"
        faults.append(Fault(file, line, "PACK-QUOTA-LIMIT", f"“{row['who']}”没有写名额", remedy))
    if whose and (counted_by != "host" or outside.isascii()):
        what = f"outside_body_quota写为“{outside}”"
        remedy = "应为 yes 或 no；申报单位的行也可写不占用其名额的推荐单位或类别"
        faults.append(Fault(file, line, "PACK-CSV", what, remedy))
    return QuotaLine(
        tuple(row["programme"].split()),
        counted_by,
        row["who"],
        _count(row["most"], line, file, faults),
        _amount(row["most_yuan"], line, file, faults),
        outside not in _NO,
        row["clause"],
        line,
        tuple(row.get("group", "").split()),
        tuple(row.get("except", "").split()),
        whose,
    )


def _rows(
    text: str,
    columns: tuple[str, ...],
    file: str,
    faults: list[Fault],
    *,
    more: tuple[str, ...] = (),
) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.reader(io.StringIO(text), strict=True)
    end = 0
    try:
        for place, cells in enumerate(reader):
            line, end = end + 1, reader.line_num
            if place == 0:
                head = tuple(c.strip() for c in cells)
                if not _is_header(head, columns, more):
                    after = f"，其后可加 {'、'.join(more)}" if more else ""
                    what = f"表头为“{','.join(cells)[:80]}”"
                    remedy = f"应为 {','.join(columns)}{after}"
                    faults.append(Fault(file, 1, "PACK-CSV", what, remedy))
                    return
                columns = head
            elif any(c.strip() for c in cells):
                if len(cells) != len(columns):
                    what = f"有{len(cells)}列，应为{len(columns)}列"
                    remedy = "内容含逗号时用双引号括起"
                    faults.append(Fault(file, line, "PACK-CSV", what, remedy))
                    continue
                yield line, dict(zip(columns, (c.strip() for c in cells), strict=True))
    except csv.Error as error:
        what = f"不是合法的CSV：{error}"
        faults.append(Fault(file, reader.line_num, "PACK-CSV", what, "检查双引号是否成对"))


def _is_header(head: tuple[str, ...], columns: tuple[str, ...], more: tuple[str, ...]) -> bool:
    """Whether a header has the columns, and after them some of those that may be left out, each once."""
    extra = head[len(columns) :]
    return head[: len(columns)] == columns and len(set(extra) & set(more)) == len(extra)


def _count(text: str, line: int, file: str, faults: list[Fault]) -> int | None:
    if not text or text in NO_LIMIT:
        return None
    if text.isascii() and text.isdigit() and int(text) <= 32767:
        return int(text)
    faults.append(
        Fault(file, line, "PACK-QUOTA-LIMIT", f"名额写为“{text}”", "应为0至32767的整数，或 不限")
    )
    return None


def _amount(text: str, line: int, file: str, faults: list[Fault]) -> Decimal | None:
    if not text:
        return None
    try:
        amount = Decimal(text)
        if (
            amount.is_finite()
            and 0 <= amount < 10**14
            and amount == amount.quantize(Decimal("0.01"))
        ):
            return amount.quantize(Decimal("0.01"))
    except InvalidOperation:
        pass
    faults.append(
        Fault(file, line, "PACK-QUOTA-LIMIT", f"金额写为“{text}”", "以元为单位写数字，如 3000000")
    )
    return None
