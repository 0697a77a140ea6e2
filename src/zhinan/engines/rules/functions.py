"""The closed list of functions a rule may call: what each takes and gives, and how it reads."""

from dataclasses import dataclass

from .kinds import DATE, DAYS, FLAG, MONTHS, NUMBER, TEXT, YEARS_OLD, Kind


@dataclass(frozen=True, slots=True)
class Function:
    """A function. ``takes``: one word an argument, a last ``*`` repeats it; kinds are checked in ``checking``.

    Words: ``text`` (any text-like), ``texts`` (a text or a list), ``date``, ``months`` ``days`` ``years`` (counts),
    ``number``, ``any``, ``collection``, ``region``, ``ordered`` (numbers or dates of one kind).
    """

    takes: tuple[str, ...]
    gives: Kind | None  # None: that of the first argument
    zh: str
    en: str


FUNCTIONS: dict[str, Function] = {
    "有": Function(("any",), FLAG, "有{0}", "there is {0}"),
    "无": Function(("any",), FLAG, "无{0}", "there is no {0}"),
    "字数": Function(("text",), NUMBER, "{0}的字数", "the number of characters of {0}"),
    "规范": Function(("text",), TEXT, "{0}", "{0}"),
    "结尾": Function(("text", "texts"), FLAG, "{0}以{1}结尾", "{0} ends with {1}"),
    "开头": Function(("text", "texts"), FLAG, "{0}以{1}开头", "{0} begins with {1}"),
    "含": Function(("text", "texts"), FLAG, "{0}含{1}", "{0} contains {1}"),
    "交集": Function(("collection", "collection"), FLAG, "{0}含{1}之一", "{0} holds one of {1}"),
    "加日": Function(("date", "days"), DATE, "{0}后{1}", "{1} after {0}"),
    "加月": Function(("date", "months"), DATE, "{0}后{1}", "{1} after {0}"),
    "加年": Function(("date", "years"), DATE, "{0}后{1}", "{1} years after {0}"),
    "期末": Function(("date", "months"), DATE, "自{0}起满{1}之日", "the last day of {1} from {0}"),
    "月期": Function(("date", "date"), MONTHS, "{0}至{1}的月数", "the months from {0} to {1}"),
    "天数": Function(("date", "date"), DAYS, "{0}至{1}的天数", "the days from {0} to {1}"),
    "周岁": Function(("date", "date"), YEARS_OLD, "{0}至{1}的周岁", "the age of {0} on {1}"),
    "时刻": Function(("text",), NUMBER, "{0}", "{0}"),
    "年份": Function(("date",), NUMBER, "{0}的年份", "the year of {0}"),
    "绝对值": Function(("number",), None, "{0}的绝对值", "the absolute value of {0}"),
    "最小": Function(("ordered*",), None, "{0}中的最小者", "the least of {0}"),
    "最大": Function(("ordered*",), None, "{0}中的最大者", "the greatest of {0}"),
    "限于": Function(
        ("ordered", "ordered", "ordered"), None, "{0}（未知时按{1}至{2}）", "{0} (if unknown, {1} to {2})"
    ),
    "同单位": Function(
        ("text", "text", "text", "text"), FLAG, "{1}与{3}为同一单位", "{1} and {3} are one organisation"
    ),
    "有关联": Function(("text", "text", "text", "text"), FLAG, "{1}与{3}有关联", "{1} and {3} are related"),
    "区划内": Function(("region", "collection"), FLAG, "{0}在{1}内", "{0} lies in {1}"),
    "关联单位": Function(
        ("text",), Kind("list", of="text"), "{0}的关联单位", "the related parties of {0}"
    ),
}  # fmt: skip
LISTS = ("名单", "区划集")  # by name, from lists.yaml
AGGREGATES = {
    "行数": ("{table}的行数{where}", "the number of rows of {table}{where}"),
    "任一": ("{table}中有一行{value}", "some row of {table} where {value}"),
    "全部": ("{table}的每一行{value}", "every row of {table} has {value}"),
    "合计": ("{value}的合计{where}", "the sum of {value}{where}"),
    "平均": ("{value}的平均数{where}", "the mean of {value}{where}"),
    "最小值": ("{value}的最小值{where}", "the least {value}{where}"),
    "最大值": ("{value}的最大值{where}", "the greatest {value}{where}"),
    "种数": ("{value}的种数{where}", "the number of different {value}{where}"),
}
MOMENTS = {
    "法律日期": DATE,
    "知识日期": DATE,
    "基准日": DATE,
    "本年度": NUMBER,
    "本计划": TEXT,
}
