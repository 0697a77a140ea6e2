"""The records of a case file: waivers on record, persons' conclusions, and what the case expects."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from zhinan.engines.values import Finding
from zhinan.engines.vocabulary.dates import EXAMPLES, read_date

from .case import Decision, Grant
from .rulebook import Rulebook
from .selecting import near_names
from .verdict import BY_LABEL, Verdict

_GRANT = {"规则": "rule", "批准": "granted_by", "日期": "on", "理由": "reason", "文件": "document"}
_DECISION = {"规则": "rule", "结论": "outcome", "决定人": "by", "日期": "on", "理由": "reason"}


class RecordReading:
    """Reads mappings with Chinese or English keys, gathering findings."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self.findings: list[Finding] = []

    def fault(self, code: str, fact: str, remedy: str, where: str) -> None:
        self.findings.append(Finding(code, fact, remedy=remedy, field=where))

    def keyed(
        self, content: Mapping[Any, Any], names: Mapping[str, str], where: str
    ) -> dict[str, Any]:
        """The content under English keys."""
        found: dict[str, Any] = {}
        for key, value in content.items():
            english = names.get(str(key), str(key))
            place = f"{where}.{key}" if where else str(key)
            if english not in names.values():
                near = near_names(str(key), [*names, *names.values()])
                known = "、".join(names.values())
                self.fault("CASE-KEY", f"没有“{key}”这个键", near or f"可用：{known}", place)
            elif english in found:
                self.fault("CASE-TWICE", f"“{key}”写了两次", "删去其中一处", place)
            else:
                found[english] = value
        return found

    def read_day(self, said: str, where: str) -> date | None:
        try:
            return read_date(said)
        except ValueError as error:
            self.fault(
                "CASE-DATE", f"{where}写为“{said}”：{error}", f"写一个日期，{EXAMPLES}", where
            )
            return None

    def records(self, written: Any, key: str, names: Mapping[str, str]) -> list[dict[str, Any]]:
        """A list of mappings, each of which names a rule."""
        if written is None:
            return []
        listed = written if isinstance(written, list) else [written]
        found = []
        for place, one in enumerate(listed, 1):
            where = f"{key}#{place}"
            if not isinstance(one, Mapping):
                self.fault(
                    "CASE-SHAPE",
                    f"{where}应是“键: 值”",
                    f"可用：{'、'.join(names.values())}",
                    where,
                )
                continue
            record = self.keyed(one, names, where)
            self.known_rule(str(record.get("rule") or ""), where)
            record["on"] = (
                self.read_day(str(record["on"]), f"{where}.on") if record.get("on") else None
            )
            found.append(record)
        return found

    def known_rule(self, rule: str, where: str) -> None:
        if rule not in self.book.by_key:
            remedy = near_names(rule, list(self.book.by_key)) or "核对规则编号"
            self.fault("CASE-RULE", f"没有规则“{rule}”", remedy, where)

    def grants(self, written: Mapping[str, Any]) -> tuple[Grant, ...]:
        return tuple(
            Grant(
                str(one.get("rule")), str(one.get("granted_by") or ""), one["on"],
                str(one.get("reason") or ""), str(one.get("document") or ""),
            )
            for one in self.records(written.get("waivers"), "waivers", _GRANT)
        )  # fmt: skip

    def decisions(self, written: Mapping[str, Any]) -> tuple[Decision, ...]:
        found = []
        for place, one in enumerate(
            self.records(written.get("decisions"), "decisions", _DECISION), 1
        ):
            outcome = str(one.get("outcome") or "")
            if outcome not in ("通过", "不通过"):
                where = f"decisions#{place}.outcome"
                self.fault("CASE-VERDICT", f"结论写为“{outcome}”", "可用：通过、不通过", where)
            found.append(
                Decision(
                    str(one.get("rule")), outcome == "通过", str(one.get("by") or ""), one["on"]
                )
            )
        return tuple(found)

    def expected(self, written: Any) -> dict[str, Verdict]:
        if written is None:
            return {}
        if not isinstance(written, Mapping):
            self.fault("CASE-SHAPE", "expect 应是“规则: 结论”", "如 {LYG-3-3: 不通过}", "expect")
            return {}
        codes = {verdict.code: verdict for verdict in Verdict}
        found = {}
        for rule, label in written.items():
            self.known_rule(str(rule), f"expect.{rule}")
            verdict = BY_LABEL.get(str(label)) or codes.get(str(label))
            if verdict is None and str(label) not in BY_LABEL:
                known = "、".join(BY_LABEL)
                self.fault("CASE-VERDICT", f"结论写为“{label}”", f"可用：{known}", f"expect.{rule}")
            found[str(rule)] = BY_LABEL.get(
                str(label), codes.get(str(label), Verdict.NOT_APPLICABLE)
            )
        return found
