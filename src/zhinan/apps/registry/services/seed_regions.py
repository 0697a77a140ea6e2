"""Regions the product knows from the start: every province, and the places its packs are about.

``code name`` a line; a third word is the last day of a code no longer used, a fourth the first day.
Days before 1980-01-01 (first edition of GB/T 2260) are not kept.
"""

from datetime import date
from typing import NamedTuple

SINCE = date(1980, 1, 1)
STANDARD = "GB/T 2260"

PROVINCES = """
110000 北京市|120000 天津市|130000 河北省|140000 山西省|150000 内蒙古自治区|210000 辽宁省|220000 吉林省|230000 黑龙江省
310000 上海市|320000 江苏省|330000 浙江省|340000 安徽省|350000 福建省|360000 江西省|370000 山东省|410000 河南省|420000 湖北省
430000 湖南省|440000 广东省|450000 广西壮族自治区|460000 海南省|500000 重庆市|510000 四川省|520000 贵州省|530000 云南省
540000 西藏自治区|610000 陕西省|620000 甘肃省|630000 青海省|640000 宁夏回族自治区|650000 新疆维吾尔自治区|710000 台湾省
810000 香港特别行政区|820000 澳门特别行政区
"""
JIANGSU = """
320100 南京市|320200 无锡市|320300 徐州市|320400 常州市|320500 苏州市|320600 南通市|320700 连云港市|320800 淮安市|320900 盐城市
321000 扬州市|321100 镇江市|321200 泰州市|321300 宿迁市|320703 连云区|320704 云台区 2001-10-31|320705 新浦区 2014-06-30|320706 海州区
320707 赣榆区 - 2014-07-01|320721 赣榆县 2014-06-30|320722 东海县|320723 灌云县|320724 灌南县 - 1996-09-01
"""
JILIN = """
220100 长春市|220200 吉林市|220300 四平市|220400 辽源市|220500 通化市|220600 白山市|220700 松原市|220800 白城市|222400 延边朝鲜族自治州
222401 延吉市|222402 图们市|222403 敦化市|222404 珲春市|222405 龙井市|222406 和龙市|222424 汪清县|222426 安图县
"""
ZHEJIANG = """
330100 杭州市|330200 宁波市|330300 温州市|330400 嘉兴市|330500 湖州市|330600 绍兴市|330700 金华市|330800 衢州市|330900 舟山市
331000 台州市|331100 丽水市|331102 莲都区|331121 青田县|331122 缙云县|331123 遂昌县|331124 松阳县|331125 云和县|331126 庆元县
331127 景宁畲族自治县|331181 龙泉市
"""


class RegionPeriod(NamedTuple):
    code: str
    name: str
    valid_from: date
    valid_to: date | None

    @property
    def parent_code(self) -> str:
        if self.code.endswith("0000"):
            return ""
        return f"{self.code[:2]}0000" if self.code.endswith("00") else f"{self.code[:4]}00"


def known_regions() -> list[RegionPeriod]:
    """Every period, in the order of codes."""
    lines = "|".join((PROVINCES, JIANGSU, JILIN, ZHEJIANG)).replace("\n", "|").split("|")
    return sorted(_period(*line.split()) for line in lines if line)


def _period(code: str, name: str, last: str = "-", first: str = "-") -> RegionPeriod:
    return RegionPeriod(
        code,
        name,
        SINCE if first == "-" else date.fromisoformat(first),
        None if last == "-" else date.fromisoformat(last),
    )
