"""Names, codes and identity numbers that look right and belong to nobody on purpose."""

from datetime import date
from random import Random

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
GIVEN = "明华建国军伟强磊洋勇艳杰娟涛超秀霞平刚桂英玉兰志文晓东海燕鹏飞宇轩浩然子涵梓晨欣怡思远博雅静雯嘉琪若彤一诺俊凯天佑书瑶雨桐佳宁睿泽清源婉清向阳新民春生秋实冬梅立群正平学文庆丰长青永康少华慧敏丽君淑珍瑞芳"
BRANDS = [
    "恒瀚",
    "德沣",
    "海岳",
    "中衡",
    "云台",
    "锦屏",
    "花果",
    "连岛",
    "朐海",
    "赣渝",
    "苍梧",
    "玉带",
    "东渚",
    "昂科",
    "众锐",
    "瑞霖",
    "泰珩",
    "鼎川",
    "盛衍",
    "博晟",
    "汇澜",
    "启帆",
    "金陵川",
    "港湾",
    "鑫硕",
    "天阔",
    "汉骧",
    "迈拓",
    "远澄",
    "诺衡",
    "信沅",
    "科沛",
    "凌霄",
    "海棠湾",
    "墟沟",
    "新浦源",
    "盐河",
    "云港智",
    "碧波澜",
    "赛思拓",
    "领航川",
    "晶澜",
    "硅岳",
    "华瀛",
    "联穗",
    "润禾",
    "百合原",
    "康泽元",
    "正恺",
    "瀛洲",
]
TRADES = {
    "新材料": ["新材料", "碳材料", "高纯材料", "复合材料", "硅材料"],
    "生物医药": ["医药", "生物科技", "药业", "医疗器械", "中药饮片"],
    "高端装备制造": ["重工", "智能装备", "精密机械", "机器人", "数控设备"],
    "电子信息": ["电子", "信息技术", "半导体", "智能科技", "软件"],
    "新能源与节能": ["新能源", "节能科技", "风电装备", "储能科技"],
    "海洋经济": ["海洋科技", "水产种业", "船舶设备", "海洋食品"],
    "农业": ["农业科技", "种业", "食品科技", "生态农业"],
    "环境": ["环保科技", "水务科技", "环境工程"],
}
TITLES = ["教授", "研究员", "正高级工程师", "副教授", "副研究员", "高级工程师", "工程师", "讲师"]
DEGREES = ["博士", "硕士", "学士"]
_USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = [pow(3, i, 31) for i in range(17)]
_ID_WEIGHTS = [pow(2, 17 - i, 11) for i in range(17)]


def person_name(random: Random) -> str:
    """A surname and one or two given characters."""
    return random.choice(SURNAMES) + "".join(random.sample(GIVEN, random.choice((1, 2, 2))))


def credit_code(random: Random, *, kind: str = "91", region: str = "320706") -> str:
    """A unified social credit code with a right check digit (GB 32100-2015).

    >>> from stdnum.cn import uscc
    >>> uscc.is_valid(credit_code(Random(1)))
    True
    """
    body = kind + region + "".join(random.choice(_USCC) for _ in range(9))
    total = sum(_USCC.index(c) * w for c, w in zip(body, _USCC_WEIGHTS, strict=True))
    return body + _USCC[(31 - total % 31) % 31]


def identity_number(random: Random, *, born_on: date, sex: str, region: str = "320700") -> str:
    """An 18-digit identity number with a right check digit (GB 11643).

    >>> identity_number(Random(1), born_on=date(1990, 1, 2), sex="男")[6:14]
    '19900102'
    """
    order = random.randrange(100, 998) // 2 * 2 + (1 if sex == "男" else 0)
    body = f"{region}{born_on:%Y%m%d}{order:03d}"
    total = sum(int(c) * w for c, w in zip(body, _ID_WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def enterprise_name(random: Random, field: str) -> str:
    """连云港 + brand + trade; the brands are invented."""
    trade = random.choice(TRADES[field])
    return f"连云港{random.choice(BRANDS)}{trade}有限公司"
