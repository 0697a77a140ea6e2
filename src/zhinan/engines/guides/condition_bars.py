"""Bars: 不得…, 不支持…, …的不得申报, 无…记录, 不得同时申报甲和乙."""

import re
from dataclasses import replace

from .condition_words import MAIN_SUBJECTS
from .found import Found, Setting
from .listing import members

_BOTH = re.compile(r"(?:不得|不能|不可)同时(?:牵头|主持)?(?:申报|申请|承担)(?P<what>[^，。]+)")
_UNFIT = re.compile(
    r"(?P<what>[^，]*?)(?:的)?(?:人选|项目|企业|单位|人员|申请|团队|成果|内容)?(?:均|一律|原则上|将)*"
    r"(?P<bar>不得(?:再次?|重复|继续|作为)?(?:申报|参与|推荐|申请|牵头|主持)|不予(?:支持|受理|立项|资助|推荐|评审)|不(?:再)?(?:重复)?(?:支持|受理|资助|补助|奖励|立项)|取消.{0,6}资格)(?P<object>[^，。]*)$"
)
_NOT_FOR = re.compile(
    r"^(?P<who>[^，]{0,14}?)(?:不支持|不受理|不接受|不资助|不予支持|不包括|不包含)(?P<what>[^，]+)$"
)
_OUTSIDE = re.compile(
    r"(?P<what>[^，。]+?)等?(?:均)?不(?:属于|在|列入|纳入)[^，。]{0,12}(?:支持|资助|申报|征集|受理)?(?:范围|对象|之列)"
)
_LISTED_OUT = re.compile(
    r"^(?:均|一律|原则上)?不(?:属于|在|列入|纳入)[^，。]{0,12}(?:支持|资助|申报|征集|受理|奖补|补助)(?:的)?(?:范围|对象|之列)$"
)
_NOTHING = re.compile(
    r"(?:^|[\u4e00-\u9fff）])(?:(?:均|且)?(?<!有)无(?!论|需|须|偿|异议)(?:任何)?|没有|未有|未发生(?:过)?|(?:尚)?未被(?:列入|纳入)?|未列入|不存在|未出现|未受到?|不在(?=[^，]*(?:期内|名单|惩戒)))(?P<what>[^，。]{3,60})"
)
_RECORD = re.compile(
    r"记录|行为|名单|失信|违法|违规|处罚|事故|不端|惩戒|欠|纠纷|信用|异常|逾期|在研|未结题|问题|关系|隶属|关联|诉讼|惩罚|纪录"
)
# 未主持过…, 尚未获得…: what must not have been
_NOT_YET = re.compile(
    r"(?:^|[\u4e00-\u9fff）、])(?:尚未|从未|未曾|未)(?P<what>(?:在|主持|承担|获得?|享受|入选|申[报请]|参与|取得|列入|纳入|领取|购买|上市|转让)[^，。；]{2,40})"
)
_IDLE_BAR = re.compile(
    r"^(?:逾期|超期|过期|过时|超出[^，]{1,10}|未[^，]{2,12}|材料不[全齐][^，]{0,6})?(?:的|申报的)?(?:一律|概|均|将|视为)*(?:不予|不再|不)(?:受理|补兑|补报|补办|退还|退回|另行[^，]{1,6})$"
)
_MUST_NOT = re.compile(
    r"(?:不得|不能|不可|不允许|严禁|禁止|不准|不再)(?P<what>(?:是|为|把|将|再)?[^，。]{2,80})"
)
_SOFT_BAR = re.compile(r"不符合(?:上述|本|以上)")
_NO_MATTER = re.compile(
    r"不占用?|不纳入|不受(?!理)|不限|不计入|不得(?:低于|少于|超过|高于|多于|大于|小于|短于|晚|迟|早|不)|不能(?:少|低|高|超)|不超过"
)
_PROCESS = re.compile(r"调剂|挪用|截留|泄露|更换评审|收取")


def bar_conditions(setting: Setting) -> list[Found]:
    """The bar of the clause, if it is one."""
    text = setting.text
    if _SOFT_BAR.search(text) or _PROCESS.search(text) or _IDLE_BAR.match(text):
        return []
    for pattern in (_both, _role, _outside, _nothing, _unfit, _not_for, _must_not, _not_yet):
        found = pattern(setting)
        if found is not None:
            return [found]
    return []


def _both(setting: Setting) -> Found | None:
    match = _BOTH.search(setting.text)
    if match is None:
        return None
    value = members(match["what"])
    if len(value) == 1:
        value = [setting.text]
    return _bar(setting, "excludes", value, "同时申报", 0.92, "不得同时申报")


_ROLE = re.compile(
    r"^(?P<who>[^，。]{2,40}?)(?:均|一律|原则上|也)?(?:不得|不能|不可)(?:以[^，]{2,10}身份)?(?:作为|担任|兼任|牵头|参加|参与)(?P<role>项目负责人|负责人|项目(?:组)?成员|申请人|评审|[^，。]{0,8}申报)"
)


def _role(setting: Setting) -> Found | None:
    """公务员不得作为项目负责人: who it is that is barred."""
    match = _ROLE.search(setting.text)
    if match is None or MAIN_SUBJECTS.fullmatch(match["who"]):
        return None
    value = members(match["who"])
    return _bar(setting, "not", value, match["role"] + "身份", 0.85, "不得作为")


def _outside(setting: Setting) -> Found | None:
    match = _OUTSIDE.search(setting.text) or _LISTED_OUT.match(setting.text)
    if match is None or _NO_MATTER.search(match[0].replace("不纳入", "").replace("不列入", "")):
        return None
    what, start = match.groupdict().get("what") or "", setting.clause.start
    if not what:  # 甲，以及乙，不纳入支持范围: what is out stands in the clauses before
        what, start = setting.sentence.text[: setting.clause.start].strip("，,"), 0
    value = [part for part in re.split(r"，?(?:以及|、)", what) if part.strip()]
    found = _bar(setting, "excludes", value, "支持范围", 0.8, "不属于支持范围", "document")
    return replace(found, start=min(start, found.start)) if what else None


def _nothing(setting: Setting) -> Found | None:
    match = _NOTHING.search(setting.text)
    if (
        match is None
        or not _RECORD.search(match["what"])
        or re.search(r"不得|不予|不支持", match["what"])
    ):
        return None
    what = members(match["what"])
    return _bar(setting, "not", what, what[0][-10:] if what else "不良记录", 0.85, "无…记录")


def _not_yet(setting: Setting) -> Found | None:
    """未主持过省级以上项目: what the applicant must not have done or got before."""
    match = _NOT_YET.search(setting.text)
    if (
        match is None
        or not setting.in_conditions
        or re.search(r"的$|不得|不予|的除外", setting.text)
    ):
        return None
    what = re.sub(r"的(?:创业团队|企业|单位|人员|团队|项目|机构)$", "", match["what"])
    return _bar(setting, "not", members(what), what[-10:], 0.75, "未曾")


def _unfit(setting: Setting) -> Found | None:
    match = _UNFIT.search(setting.text)
    if (
        match is None
        or re.search(r"不得是|不得为", match["what"])
        or (len(match["what"]) < 2 and not setting.when)
    ):
        return None
    what = re.sub(r"^本(?:计划|专项|类项目|指南|次)$", "", match["what"])
    if setting.when and len(what) < 5 and re.match(r"(?:本|该|同|$)", match["object"]):
        value = [setting.when]
    elif match["object"] and "重复" not in match["bar"]:
        # 不得申报与原项目类同的项目: what is barred stands after the verb, or before it as the applicant
        value = [*members(what), match["object"], *members(match["object"])]
    else:
        value = [part for part in members(what) if len(part) > 1] or [what]
    if setting.when and "重复" in match["bar"]:
        value = [setting.when]
    about = "项目内容" if re.search(r"内容|类同|相同|相近|重复", setting.text) else "申报资格"
    breach = "取消" in match["bar"] or bool(
        re.search(r"弄虚作假|违反|违规|骗取", setting.text + str(setting.when))
    )
    found = _bar(setting, "not", value, about, 0.85, "…不得申报")
    return replace(found, more={"consequence": True}) if breach else found


def _not_for(setting: Setting) -> Found | None:
    match = _NOT_FOR.search(setting.text)
    if match is None or _NO_MATTER.search(setting.text):
        return None
    attribute = "单位类型" if "包" in match[0] or "含" in match[0] else "项目内容"
    operator = "not" if attribute == "单位类型" else "excludes"
    return _bar(setting, operator, members(match["what"]), attribute, 0.85, "不支持")


def _must_not(setting: Setting) -> Found | None:
    match = _MUST_NOT.search(setting.text)
    if match is None or _NO_MATTER.search(setting.text[match.start() :]):
        return None
    what = re.sub(r"^(?:是|为|把|将|再)", "", match["what"])
    value = members(what)
    subject = re.sub(r"^(?:涉密)?", lambda m: m[0], setting.text[: match.start()].strip())
    barred = subject if subject.startswith("涉密") else ""
    value = [what, *value] if len(value) > 1 else [what]
    spent = re.match(r"(?:编制|列支|开支|列入|安排)(?P<cost>[^，。；]{2,16})$", what)
    if spent:
        return _bar(setting, "excludes", members(spent["cost"]), spent["cost"], 0.8, "不得列支")
    return _bar(setting, "not", [barred, *value] if barred else value, what[-10:], 0.8, "不得")


def _bar(
    setting: Setting,
    operator: str,
    value: list[str],
    attribute: str,
    sure: float,
    why: str,
    check: str = "auto",
) -> Found:
    clause = setting.clause
    if not setting.in_conditions:
        sure -= 0.15
    # …的，不得申报: what is barred stands in the clause before
    start = setting.guarded_from if setting.when and setting.when in value else clause.start
    return Found(
        start, clause.end, operator, value, attribute, check=check, confidence=sure, why=why
    )
