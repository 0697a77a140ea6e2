"""What a paragraph is about, by the headings it stands under: conditions, method, scope, contact."""

import re
from collections.abc import Sequence

_KINDS = (
    ("contact", r"联系|咨询|电话|地址"),
    (
        "skip",
        r"(?:材料|资料)(?:清单|目录|要求)?$|绩效指标|绩效目标$|研究内容|考核指标|研究目标|附件清单",
    ),
    (
        "method",
        r"支持方式|实施方式|组织方式|支持强度|资助方式|资助标准|支持标准|程序|流程|时间要求|受理|报送(?!要求)|支持办法|补助标准|奖励标准",
    ),
    (
        "conditions",
        r"条件|要求|资格|限项|(?:申[报请领]|支持|征集|资助|适用|奖[励补]|扶持|补[助贴]|发放|兑现|认定|遴选|推荐|揭榜)(?:对象|范围|主体)|对象$|主体$|注意事项|责任主体|限制|须知|有关事项|其它|其他|管理$|纪律|监督|罚则|责任",
    ),
    ("method", r"经费|资金"),
    ("scope", r"重点|方向|领域|内容|目标|任务|背景|总体|指标|榜单|需求$|专栏|成果形式"),
)


def section_kind(path: Sequence[str]) -> str:
    """What a paragraph is about, by the nearest heading that tells.

    >>> section_kind(("三、申报条件", "（一）技术输出")), section_kind(("申报条件", "支持重点"))
    ('conditions', 'scope')
    """
    for title in reversed(path):
        for kind, words in _KINDS:
            if re.search(words, title) and len(title) < 30:
                return kind
    return "other"
