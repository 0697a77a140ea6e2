"""The small pack with rules of every kind, each with a verdict that an answer can turn."""

from typing import Any

from tests.factories.accounts import make_actor
from tests.factories.programmes import make_call, make_guide, make_programme, pack_files
from zhinan.apps.accounts.models import Role
from zhinan.apps.programmes.models import Call

GUIDE = """# 市基础研究计划
文件: 附件1

## 三 申报条件
### 三.1 牵头单位
牵头单位是独立法人，注册满一年。

```规则 EX-1
标题: 牵头单位是独立法人
主体: 牵头单位
力度: 硬
条件: 牵头单位.独立法人
补救: 由具有法人资格的单位牵头
```

```规则 EX-2
标题: 申请财政经费不超过50万元
主体: 预算
力度: 硬
条件: 预算.申请财政经费 <= 上限
参数: {上限: 50万元}
补救: 核减申请经费
例:
  - {事实: {申请财政经费: 50万元}, 结论: 通过}
  - {事实: {申请财政经费: 50.01万元}, 结论: 不通过, 差: 0.01万元}
  - {事实: {}, 结论: 待补, 缺: [申请财政经费]}
```

### 三.2 负责人
负责人1980年以后出生；成果突出的，经市科技局批准可以放宽。

```规则 EX-3
标题: 负责人1980年1月1日以后出生
主体: 负责人
力度: 硬
条件: 负责人.出生日期 >= 界限
参数: {界限: 1980-01-01}
豁免: {依据: 三.2后半句, 批准: 市科技局}
补救: 更换负责人，或申请放宽
```

```规则 EX-4
标题: 自筹原则上不少于财政经费
主体: 预算
力度: 软
条件: 预算.自筹 >= 预算.申请财政经费
补救: 增加自筹，或说明理由
```

### 三.3 限制
同一单位不得有逾期未验收的项目，不得在失信惩戒期内。

```历史 EX-5
标题: 牵头单位没有在研项目
力度: 硬
主体: 牵头单位
无: 台账
条件: 同单位(台账.单位代码, 台账.单位名称, 牵头单位.统一社会信用代码, 牵头单位.名称) and 台账.状态 == "在研"
```

```历史 EX-6
标题: 牵头单位不在失信惩戒期内
力度: 硬
主体: 牵头单位
无: 诚信记录
条件: 诚信记录.主体代码 == 牵头单位.统一社会信用代码 and 诚信记录.结束日期 >= 知识日期
```

### 三.4 内容
研究内容须有创新性。

```规则 EX-7
标题: 研究内容有创新性
主体: 项目
力度: 人工
```

```规则 EX-8
标题: 优先支持35岁以下的负责人
主体: 负责人
力度: 软
性质: 优先
条件: 周岁(负责人.出生日期, 基准日) < 上限
参数: {上限: 35岁}
```

## 五 组织方式
### 五.1 名额
每个区推荐不超过2项。

```限额 EX-9
标题: 推荐名额
力度: 硬
按: 推荐单位
```
"""
FORM_OVER = ("      - {term: 负责人.姓名, required: true}", """      - {term: 负责人.姓名, required: true}
      - 负责人.出生日期
      - 负责人.证件号码
      - 牵头单位.名称
      - 牵头单位.统一社会信用代码
      - 牵头单位.独立法人""")  # fmt: skip
VOCABULARY = """推荐单位:
  类别: {path: category, type: choice, choices: [区（功能板块）, 部门, 高校], en: Class}
"""
QUOTAS = """programme,counted_by,who,most,most_yuan,outside_body_quota,clause
research,body,区（功能板块）,2,,,五.1
research,body,市卫健委,15,,,五.1
research,body,高校,3,,,五.1
"""


def ruled_files(**over: Any) -> dict[str, bytes]:
    """Files of the pack; ``over`` as for ``pack_files``."""
    form = pack_files()["forms/research.yaml"].decode().replace(*FORM_OVER)
    return pack_files(
        **{"guide": GUIDE, "form": form, "quotas": QUOTAS, "vocabulary": VOCABULARY} | over
    )


def make_ruled_call(**over: Any) -> Call:
    """A call of the pack that is open now."""
    names = {
        "guide/1.md": "guide",
        "forms/research.yaml": "form",
        "quotas.csv": "quotas",
        "vocabulary.yaml": "vocabulary",
    }
    files = ruled_files()
    guide = make_guide(**{short: files[path] for path, short in names.items()})
    return make_call(programme=make_programme(guide=guide), **over)


def make_clerk() -> Any:
    return make_actor(Role.OFFICE)
