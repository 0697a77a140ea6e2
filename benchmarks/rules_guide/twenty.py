"""Twenty rules of the four guides, each as one condition over facts of one application.

They are the packs' rules with what only our engine has (tables, registers, regions that contain one
another, completed years) put as plain facts, so that engines without it can be asked the same.
"""

from datetime import date

from zhinan.engines.rules.parameters import read_parameters
from zhinan.engines.rules.parsing import Scope, parse_flag
from zhinan.engines.rules.rule import Rule
from zhinan.engines.vocabulary import core_text, load_vocabulary

LAW, YEAR = date(2024, 7, 1), 2024
MORE = """
测试:
  path: more
  在研转化项目: {path: has_running, type: flag}
  另报重点研发: {path: applies_elsewhere, type: flag}
  严重失信: {path: is_penalised, type: flag}
  岗位类别: {path: post_kind, type: choice, choices: [干部, 工人]}
  团队人数: {path: team, type: integer, max: 99}
  全职人数: {path: full_time, type: integer, max: 99}
  年龄合计: {path: ages, type: integer, max: 9999}
"""
TOPICS = [f"{a}{b:02d}" for a in range(10, 20) for b in range(1, 6)]
HILLS = [
    "330127",
    "330324",
    "330326",
    "330327",
    "330328",
    "330329",
    "330723",
    "330727",
    "330802",
    "330803",
]
# key, rows of the acceptance list, parameters, condition
TWENTY: list[tuple[str, str, dict, str]] = [
    ("R01", "LYG-1-2", {"市辖区": ["320703", "320705", "320706", "320771", "320772", "320704"]}, "牵头单位.注册地 in 市辖区"),
    ("R02", "LYG-7-2/3", {"男": "1989-01-01", "女": "1986-01-01"},
     '负责人.出生日期 >= 男 if 负责人.性别 == "男" else 负责人.出生日期 >= 女'),
    ("R03", "LYG-7-1", {"高级": ["正高级", "副高级"]}, '负责人.学位 == "博士" or 负责人.职称级别 in 高级'),
    ("R04", "LYG-3-3", {"前": "2023-01-01", "市区": ["320703", "320705", "320706"]},
     "牵头单位.注册日期 < 前 and 牵头单位.注册地 in 市区"),
    ("R05", "LYG-3-8", {"下限": "1500万元"}, "牵头单位.销售收入[上年] >= 下限"),
    ("R06", "LYG-3-1", {}, "not 测试.在研转化项目"),
    ("R07", "LYG-1-1", {}, 'not (牵头单位.类型 == "企业" and 测试.另报重点研发)'),
    ("R08", "LYG-3-20/21", {}, '结尾(项目.名称, "研发及产业化") and 15 <= 字数(项目.名称) and 字数(项目.名称) <= 25'),
    ("R09", "LYG-1-11/3-23", {}, '项目.实施期限 >= 36*月 if 项目.产品类别 == "新药" else 项目.实施期限 <= 24*月'),
    ("R10", "ZJ-2-5/6/7", {"山区": HILLS},
     '(预算.自筹 >= 0.60 * 预算.总额 if 牵头单位.农业类企业 or 牵头单位.注册地 in 山区 else 预算.自筹 >= 0.80 * 预算.总额)'
     ' if 牵头单位.类型 == "企业" else 预算.自筹 >= 预算.申请财政经费'),
    ("R11", "ZJ-1-2/5/8", {},
     '预算.申请财政经费 <= 300*万元 if 项目.类型 == "基础研究" else 预算.申请财政经费 <= 500*万元 if 项目.类型 == "平台建设"'
     " else 预算.申请财政经费 <= 200*万元"),
    ("R12", "ZJ-2-4", {}, "预算.间接费用 == 0"),
    ("R13", "ZJ-4-7", {}, "预算.自筹 + 预算.申请财政经费 == 预算.总额 and 预算.申请财政经费 > 0"),
    ("R14", "ZJ-3-9/10", {},
     '加年(负责人.出生日期, 70*岁) > 项目.结束日期 if 负责人.院士 else 加年(负责人.出生日期, 60*岁) > 项目.结束日期'
     ' if 负责人.性别 == "男" else 加年(负责人.出生日期, 55*岁) > 项目.结束日期 if 测试.岗位类别 == "干部"'
     " else 加年(负责人.出生日期, 50*岁) > 项目.结束日期"),
    ("R15", "YB-TAL-3..7", {}, "测试.团队人数 >= 3 and 2 * 测试.全职人数 >= 测试.团队人数 and 测试.年龄合计 <= 50 * 测试.团队人数"),
    ("R16", "YB-TAL-9", {}, "牵头单位.研发投入[上年] + 牵头单位.研发投入[前年] + 牵头单位.研发投入[大前年] >= 0.03 * "
     "(牵头单位.销售收入[上年] + 牵头单位.销售收入[前年] + 牵头单位.销售收入[大前年])"),
    ("R17", "LYG-4202-2/3", {}, "牵头单位.科技服务收入[上年] >= 0.50 * 牵头单位.主营业务收入[上年] and "
     "牵头单位.单一关联单位收入[上年] <= 0.30 * 牵头单位.主营业务收入[上年]"),
    ("R18", "ZJ-3-2/3", {}, '牵头单位.类型 != "机关" and not 测试.严重失信'),
    ("R19", "LYG-3-28..33", {}, "有(附件.营业执照) and 有(附件.法人代表证明或委托书) and 有(附件.专项审计报告) and "
     "有(附件.合作协议) and 有(附件.知识产权证明) and 有(附件.承诺书)"),
    ("R20", "LYG-1-12", {"代码": TOPICS}, "项目.指南代码 in 代码"),
]  # fmt: skip


def rules() -> tuple[Rule, ...]:
    """The twenty, hard and without a guard: true passes, false fails, unknown asks."""
    vocabulary = load_vocabulary(core_text(), MORE)
    made = []
    for key, rows, written, condition in TWENTY:
        scope = Scope(vocabulary, YEAR)
        values = read_parameters(written, scope)
        scope = Scope(vocabulary, YEAR, {name: value.kind for name, value in values.items()})
        tree = parse_flag(condition, scope)
        made.append(
            Rule(key, "rule", rows, "硬", base=tree, condition=tree, parameters=values, year=YEAR)
        )
    return tuple(made)
