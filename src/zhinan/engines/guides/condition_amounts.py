"""Conditions with a number: 不少于5人, 占比不低于50%, 两年内完成, 一个企业限报一个."""

import re
from collections.abc import Sequence
from dataclasses import replace

from .amounts_read import Amount, amounts_in
from .condition_comparisons import beside, compared
from .found import Found, Setting
from .grants import GIVING

# money granted, places given and running days of the office are other kinds of record
_GRANT = re.compile(
    r"补助|资助|奖励|奖补|补贴|拨付|支持(?:强度|经费|额度|资金|金额)|给予|每(?:项|个)[^，]{0,8}支持|经费支持|贴息|扶持资金|财政(?:支持|资金)(?:不|最)|悬赏|立项数|单个项目.{0,6}(?:支持|经费)|择优支持|拟(?:支持|遴选|资助)|支持\d|资金总额|安排|兑付|抵扣|榜单金额|悬赏"
)
_QUOTA = re.compile(
    r"推荐[^，。]{0,16}(?:项|个|名|人)|可(?:推荐|申报)\d|限推|名额|限项数|限额(?!以[上下])|各\d+项|指标数"
)
_RUNNING = re.compile(
    r"工作日|(?:公示|受理|收到|之日起|反馈|答复|异议|办结|审核|评审|下达|拨付|公布|通知)[^，]{0,14}(?:内|日|天)|(?:到期|届满|期满|结束)后[^，]{0,8}内(?:提交|报送)"
)
_RESULT = re.compile(r"预期|力争|达到国|新增|形成|培养|带动|产出|实现产值")
_BE = re.compile(r"(?:一般|原则上)?(?:应)?(?:为|是)$")
_SPAN = re.compile(r"期限|周期|执行期|实施期|时间|年限|期$")
_ONLY = re.compile(
    r"(?P<who>(?:一个|每个|每位|每名|同一|每家|每)?[^，。]{0,12}?)(?:只能|仅能|仅可|限|只可|只限|最多(?:可|能)?)"
    r"(?P<what>申?报|推荐|揭榜?|牵头|主持|承担|申请|通过|选择|填写?)(?P<n>一|1|单|两|2|三|3)\s*(?P<unit>个|项|家)?"
)
_BINDS = re.compile(r"不(?:得)?(?:低于|少于|小于|短于|超过|高于|多于|大于)|至少")
# what is counted in these is no grant, in whatever section it stands
_THINGS = ("平方米", "天", "日", "个月", "人", "名", "台", "套", "件", "亩", "周岁", "岁", "学时")
_OWN = re.compile(r"自筹|注册|收入|投入|营业|产值|销售|资产|设备|投资|利润|预算|贷款")
# 对年研发费用200万元以上的企业，给予…: who is meant is a condition, in whatever section it stands
_GUARDS = re.compile(
    r"^(?:对于?|凡)[^，]*(?:企业|单位|机构|团队|项目|个人|平台|人才|专利|成果|产品|合同|论文|标准)$"
)
_FILL = re.compile(r"(?:一个|每个|一)项目(?:仅|只能|只)?(?:填写?|选择?|对应)(?:报)?(?P<n>一|1)个")


def amount_conditions(setting: Setting) -> list[Found]:
    """Every amount of the clause that binds the applicant."""
    text = setting.text
    found = _counted(setting)
    if found:
        return found
    if _GRANT.search(text) and not re.search(r"自筹|配套|匹配|期限[^，]{0,6}不(?:得)?超过", text):
        return []
    if (_QUOTA.search(text) and "匹配" not in text) or _RUNNING.search(text) or _is_quota(setting):
        return []
    if re.search(r"或(?:者)?(?:具有|拥有)", text) and re.search(r"的[^，]{0,8}经历", text):
        return []  # a stay of a year is one of several alternatives, no bound of its own
    if re.search(
        r"取消|追回|暂停|退回|[年月]内(?:均|一律|将|原则上)?(?:不得|不予|不再|不受理|禁止|限制)",
        text,
    ):
        return []
    done = 0
    gives = bool(GIVING.search(setting.sentence.text)) and not _OWN.search(text)
    for amount in amounts_in(text):
        if gives and amount.unit in ("万元", "元", "亿元") and amount.operator in ("<=", "<"):
            continue  # the ceiling of a grant is support
        made = None if _is_group(text, amount) else _condition(setting, amount, done, found)
        if made is not None:
            found += [made, *beside(setting, amount)]
        done = amount.end
    if len(found) > 1 and "或" in text and all(one.why == "数量界限" for one in found):
        group = f"{setting.sentence.view.origin[0]}-{setting.clause.start}"
        found = [replace(one, more={**one.more, "any_of_group": group}) for one in found]
    return found or compared(setting)


def _is_group(text: str, amount: Amount) -> bool:
    """35岁以下青年人员不少于三分之一: the age only says who is counted."""
    grouped = amount.unit in ("岁", "周岁", "年") and re.match(
        r"[\u4e00-\u9fff]{2}", text[amount.end :]
    )
    return bool(grouped) and any(
        other.start > amount.end and other.operator for other in amounts_in(text)
    )


def _is_quota(setting: Setting) -> bool:
    """A ceiling among the ceilings of recommending bodies."""
    whole = setting.sentence.passage.text
    return bool(re.search(r"限额推荐|限项推荐|推荐不超过|可推荐\d", whole)) and "项" in setting.text


def _counted(setting: Setting) -> list[Found]:
    """一个企业限报一个项目; 一个项目填一个指南代码; 只能通过单个推荐单位."""
    text, clause = setting.text, setting.clause
    if _is_quota(setting):
        return []
    match = _FILL.search(text)
    if match is not None:
        attribute = "指南代码数" if "代码" in text else "选择数"
        return [_made(setting, Amount(0, 0, "=", 1, "个"), attribute, 0.8, "一项填一")]
    match = _ONLY.search(text)
    if match is None or _QUOTA.search(setting.sentence.text.replace(text, "")):
        return []
    number = {"一": 1, "单": 1, "两": 2, "三": 3}.get(match["n"]) or int(match["n"])
    through = match["what"] in ("通过", "选择", "填", "填写")
    operator, unit = ("=", "个") if through else ("<=", match["unit"] or "项")
    if not through and unit == "个":
        unit = "项"
    attribute = "推荐单位数" if "推荐单位" in text else "申报项目数"
    start, end = clause.start, clause.end
    return [
        Found(start, end, operator, number, attribute, match["who"], unit, "auto", 0.8, "只能一个")
    ]


def _condition(setting: Setting, amount: Amount, done: int, found: Sequence[Found]) -> Found | None:
    text = setting.text
    before, after = text[: amount.start], text[amount.end :]
    operator = amount.operator
    if re.search(r"近[三两二一\d]?$", before) or re.match(r"(?:期限)?(?:前|来|期间)", after):
        return None
    if re.match(r"[^（）]*）(?:的)?(?:应当?|须)?(?:提供|提交|报送)", after):
        return None  # 新设立企业（成立不满两年）提供…: whose paper it is
    if not operator:
        operator = _plain_operator(before, after, amount)
    elif amount.unit in ("年", "个月", "月") and re.search(r"(?:近|过去)$", before):
        operator = ""
    if not operator or (amount.unit == "年" and re.match(r"(?:度|级)", after)):
        return None
    if not setting.in_conditions and not _plainly_binding(setting, amount):
        return None
    attribute = _attribute(
        re.sub(r"^(?:[，、或及和（）]|以上(?!下))+", "", before[done:]), after, setting.subject
    )
    if not attribute and found:
        attribute = found[-1].attribute
    if not attribute and amount.unit in ("万元", "元") and not after:
        return None
    bound = Amount(
        amount.start,
        amount.end,
        operator,
        amount.value,
        amount.unit,
        amount.approx,
        amount.inclusive,
    )
    sure = 0.9 if setting.in_conditions else 0.7
    return _made(setting, bound, attribute, sure, "数量界限")


def _plain_operator(before: str, after: str, amount: Amount) -> str:
    """What a bare number means: 期限为3年 is 3, 工作3年 at least 3."""
    if re.search(r"放宽(?:至|到|为)$", before):
        return "<="
    if amount.unit in ("年", "个月", "月") and _BE.search(before) and _SPAN.search(before[:-1]):
        return "="
    if amount.unit in ("年", "个月") and re.search(
        r"(?:工作|任职|从事|运营|经营|服务|成立)(?:满)?$", before
    ):
        return ">="
    if amount.unit == "年" and re.search(r"期限|周期", before) and re.search(r"一般|原则", before):
        return "="
    if amount.unit in ("年", "个月") and not after.strip("，。；（）"):
        if re.search(r"(?:完成|攻关|交付)(?:期限|时限|时间|周期)[：:]?$", before):
            return "<="
        if re.search(
            r"(?:研究|资助|执行|实施|项目|建设|培养|合作|管理)(?:期限?|周期)(?:均|统一|为|[：:])*$",
            before,
        ):
            return "="
    return ""


def _plainly_binding(setting: Setting, amount: Amount) -> bool:
    """Outside of a section of conditions only what is said of the project's time or in words that bind."""
    text = setting.text
    binds = bool(_BINDS.match(text[amount.start :]))
    if binds and (setting.kind == "other" or (setting.kind == "method" and amount.unit in _THINGS)):
        return True
    if _GUARDS.match(text) and amount.operator:
        return True
    if _RESULT.search(text) and not setting.is_hard:
        return False
    if amount.unit in ("年", "个月", "月") and re.search(r"项目|课题|实施|执行|完成|研究", text):
        return bool(re.search(r"期|完成|结题", text))
    if re.search(r"(?:收入|产值|营收|销售额)(?:超|达|不低于|在)", text):
        return True
    return setting.is_hard and bool(re.search(r"比例|占比|自筹|配套|年龄|岁", text))


_CUT = re.compile(
    r"(?:须|应当|应|必须|需要?|要求|不得|原则上?|一般|其中|且|并|均|已|的|为|在|占|有|达到|达|具有|拥有|近三年|至少|要|能)+$"
)
_CUT_HEAD = re.compile(r"^(?:须|应当|应|必须|需|要|均|原则上|一般|的|中|在|有|具有|每年|为)+")


def amount_is_span(after: str) -> bool:
    """Whether nothing but the end of the clause follows a span of time: 注册满1年."""
    return not after.strip("，。；（）、且并") or after.startswith(("，", "且", "（"))


def _attribute(before: str, after: str, subject: str) -> str:
    """What is counted: the words before the bound, or the noun after 的."""
    noun = re.match(r"的?(?P<noun>[^，。、；（]{1,18})", after)
    if "（" in before and "）" not in before[before.rindex("（") :]:
        before = before[before.rindex("（") + 1 :]
    words = re.sub(r"（[^（）]*）", "", before)
    words = _CUT.sub("", words)
    if re.match(r"(?:内)?(?:完成|结题)", after):
        return "完成期限"
    stay = re.search(r"注册$|成立$|运营$|(?:全职)?工作$|经营$", words)
    if stay and amount_is_span(after):
        return stay[0] + "年限"
    if subject and words.startswith(subject) and len(words) > len(subject) + 1:
        words = _CUT_HEAD.sub("", words[len(subject) :])
    words = re.sub(r"^(?:其中|且|并|一般要求|原则上)", "", words)
    if (
        len(words) < 2 or re.search(r"(?:签订|签署|具有|拥有|建有|取得|获得|配备)$", words)
    ) and noun:
        return noun["noun"]
    return words[-24:] or (noun["noun"] if noun else "")


def _extent(setting: Setting, amount: Amount) -> tuple[int, int]:
    """The clause; from 和一支 on where a second amount follows one, and on to the noun that is counted."""
    clause, text = setting.clause, setting.text
    before = text[: amount.start]
    second = max(before.rfind("和一支"), before.rfind("和一个"), before.rfind("及一支"))
    start = clause.start + (second + 1 if second > 0 and amount.end else 0)
    end = clause.end
    if amount.end and not text[amount.end :].strip():
        following = re.match(
            r"，[^，。；]{2,40}的[^，。；的]{2,14}(?=，|$)", clause.tail[len(text) :]
        )
        if following and re.search(r"支|队|团", before[-6:]):
            end += following.end()
    return start, end


def _made(setting: Setting, amount: Amount, attribute: str, sure: float, why: str) -> Found:
    more: dict[str, object] = {}
    if amount.approx:
        more["approx"] = True
    if amount.inclusive is not None:
        more["inclusive"] = amount.inclusive
    start, end = _extent(setting, amount)
    return Found(
        start,
        end,
        amount.operator,
        amount.value,
        attribute,
        unit=amount.unit,
        confidence=sure,
        why=why,
        hardness="soft" if amount.approx and "左右" in setting.text else "",
        more=more,
    )
