"""Documents written for these tests, and facts out of them."""

from typing import Any

from zhinan.engines.drafting import About, Draft, Fact, draft_pack
from zhinan.engines.guides.reading import read_document
from zhinan.engines.guides.record import Record
from zhinan.engines.packs import Pack, load_pack

CHALLENGES = """云川市科学技术局关于发布2025年度“揭榜挂帅”技术攻关榜单的通知

各县（市、区）科技局，有关单位：

为推动重点产业技术攻关，现发布2025年度“揭榜挂帅”技术攻关榜单，并就有关事项通知如下。

一、榜单任务

1.深海密封件耐压寿命预测技术
需求单位：云川海工装备有限公司
研究内容：研究高压循环工况下密封材料的失效机理。
考核指标：预测误差不超过8%，样件不少于20件。
榜金：120万元

2.畜禽粪污低成本脱氮技术
需求单位：云川绿源农业有限公司
研究内容：研发低温条件下的脱氮菌剂。
考核指标：出水总氮去除率不低于85%。
榜金：80万元

二、揭榜条件

1.揭榜方应为在中国境内注册的独立法人单位，注册时间满1年。
2.项目负责人年龄不超过55周岁。
3.每个单位限报1项。

三、揭榜材料

揭榜单位须提供营业执照复印件、合作协议。

四、时间要求

揭榜材料请于2025年6月20日17:00前通过云川市科技管理系统提交。

联系人：高新处 周明远，联系电话：0599-8123456

云川市科学技术局
2025年5月8日
"""

MEASURE = """青岭市科技创新券管理办法

第一章 总则

第一条 为规范科技创新券的发放和使用，制定本办法。

第二条 市科学技术局负责创新券的组织实施。

第二章 申领条件

第三条 申领单位应当为在青岭市注册的独立法人企业，上年度销售收入不超过2000万元。

第四条 申领单位应当提交营业执照、审计报告。

第三章 兑付程序

第五条 市科学技术局应当自收到申请之日起10个工作日内完成审核。

第六条 每家企业每年度兑付总额不超过20万元。

第四章 附则

第七条 本办法自2025年1月1日起施行，有效期三年。
"""

SUBSIDY = """关于组织申报2025年度松坪县科技专项补助项目的通知

各乡镇（街道），有关单位：

现将2025年度松坪县科技专项补助项目申报工作有关事项通知如下。

一、支持对象

在松坪县注册的独立法人企业。

二、申报条件

（一）申报单位上年度销售收入不低于500万元。
（二）申报单位为国家高新技术企业。
（三）项目实施期限不超过2年。

三、支持标准

对符合条件的项目给予最高50万元的一次性补助。

四、名额

各乡镇（街道）推荐不超过2项，每个企业限报1项。

五、申报材料

申报单位须提供项目申报书、营业执照复印件、上年度审计报告。

六、时间要求

申报截止日期为2025年9月30日，逾期不予受理。拟立项名单公示5个工作日。

联系人：李青禾，联系电话：0577-62345678

松坪县科学技术局
2025年8月1日
"""

PLAN = """东沙市“十五五”科技创新规划

为指导2026年至2030年全市科技创新工作，制定本规划。

第一章 发展基础

“十四五”期间，全市研发经费持续增长。

第二章 总体要求

一、发展目标

到2030年，全市科技创新能力明显提升。

表1 东沙市“十五五”科技创新主要指标

\t指标名称
\t单位
\t2025年
\t2030年

\t研发经费投入占地区生产总值比重
\t%
\t1.85
\t2.40

\t高新技术企业数量
\t家
\t420
\t700


第三章 重点任务

一、强化企业创新主体地位

实施企业研发倍增行动。

二、建设高水平创新平台

布局建设重点实验室。
"""

ABOUT = About("made-2025", "测试指南", 2025, "云川市科学技术局", "320700", "测试.txt")


def facts_of(text: str, *, is_confirmed: bool = True) -> list[Fact]:
    """Every record the reader finds, as if a person had confirmed what has no question."""
    return [
        Fact(f"e{n}", record, is_confirmed and not record.question)
        for n, record in enumerate(read_document(text), 1)
    ]


def fact(
    text: str,
    quote: str,
    type_: str,
    key: str = "e1",
    *,
    is_confirmed: bool = True,
    question: str = "",
    **fields: Any,
) -> Fact:
    """A fact read from a quote of a text."""
    start = text.index(quote)
    record = Record(type_, start, start + len(quote), fields, "D1", 0.9, "made", question)
    return Fact(key, record, is_confirmed)


def drafted(text: str, facts: list[Fact] | None = None, about: About = ABOUT) -> tuple[Draft, Pack]:
    """A draft, and the pack it loads as."""
    draft = draft_pack(text, facts_of(text) if facts is None else facts, about)
    return draft, load_pack(draft.files)
