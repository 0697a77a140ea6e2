"""Numbers that name an organisation or a person, checked with the reason of each failure."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from .finding import Finding
from .text import clean

_USCC_CHARACTERS = frozenset("0123456789ABCDEFGHJKLMNPQRTUWXY")
_PUBLIC_BODY_PREFIXES = (
    "11",
    "12",
    "13",
    "19",
)  # 机构编制 registers organs and public institutions
USCC_CHECK = "USCC-CHECK-DIGIT"


def tidy_number(text: str) -> str:
    """Half-width capitals without space, hyphens or hidden characters.

    >>> tidy_number(" ９１１１００００－600037341l ")
    '91110000600037341L'
    """
    return re.sub(r"[\s\-‐-―]", "", unicodedata.normalize("NFKC", clean(text))).upper()


def check_uscc(text: str) -> list[Finding]:
    """Check a unified social credit code (GB 32100-2015).

    Some genuine codes of public bodies fail the check digit, so that finding
    (``USCC-CHECK-DIGIT``) is to be answered with a reason, not to be a bar; the others are bars.

    Args:
        text: As typed; space, hyphens and full-width digits do not matter.

    Returns:
        No finding, or one of ``USCC-LENGTH``, ``USCC-CHARACTERS``, ``USCC-CHECK-DIGIT``.

    >>> check_uscc("91110000600037341L")
    []
    >>> [f.code for f in check_uscc("91110000600037341A")]
    ['USCC-CHECK-DIGIT']
    """
    code = tidy_number(text)
    if len(code) != 18:
        return [_uscc_finding("USCC-LENGTH", f"应为18位，现为{len(code)}位")]
    wrong = [
        f"第{i}位“{c}”"
        for i, c in enumerate(code, 1)
        if c not in _USCC_CHARACTERS or (3 <= i <= 8 and not c.isdigit())
    ]
    if wrong:
        fact = f"{'、'.join(wrong)}有误（不用字母I、O、S、V、Z，第3至8位为数字）"
        return [_uscc_finding("USCC-CHARACTERS", fact)]
    expected = uscc_check_digit(code[:17])
    if code[17] != expected:
        paper = "证书" if is_public_body_code(code) else "证照"
        fact = f"校验位应为“{expected}”，现为“{code[17]}”"
        return [_uscc_finding(USCC_CHECK, fact, f"；确属{paper}所载的，请写明理由")]
    return []


def _uscc_finding(code: str, fact: str, remedy: str = "") -> Finding:
    return Finding(
        code,
        f"统一社会信用代码{fact}",
        "GB 32100-2015",
        f"请对照营业执照或法人证书逐位核对{remedy}",
        "uscc",
    )


def uscc_check_digit(body: str) -> str:
    """The 18th character that belongs to 17 characters (modulus 31).

    >>> uscc_check_digit("91110000600037341")
    'L'
    """
    from stdnum.cn import uscc

    return str(uscc.calc_check_digit(body))


def is_public_body_code(code: str) -> bool:
    """Say whether the code was given by the office of public establishments (机构编制).

    >>> is_public_body_code("12220000412754388A")
    True
    """
    return tidy_number(code).startswith(_PUBLIC_BODY_PREFIXES)


@dataclass(frozen=True, slots=True)
class IdentityNumber:
    """What a resident identity card number says. ``county_code`` is the code when it was given."""

    number: str
    born_on: date
    sex: str
    county_code: str


def read_id_number(text: str, *, today: date) -> IdentityNumber | Finding:
    """Check a resident identity card number (GB 11643-1999) and read what it says.

    The finding never repeats the number: it is sensitive.

    Args:
        text: As typed.
        today: Birth after this day is refused.

    Returns:
        The number's facts, or one of ``ID-LENGTH``, ``ID-CHARACTERS``, ``ID-BIRTH``, ``ID-CHECK-DIGIT``.

    >>> read_id_number("11010519491231002x", today=date(2026, 1, 1))
    IdentityNumber(number='11010519491231002X', born_on=datetime.date(1949, 12, 31), sex='女', county_code='110105')
    """
    from stdnum.cn import ric
    from stdnum.exceptions import InvalidComponent

    number, remedy = tidy_number(text), "请对照身份证逐位核对"
    source = "GB 11643-1999"
    if len(number) != 18:
        return Finding(
            "ID-LENGTH", f"身份证号应为18位，现为{len(number)}位", source, remedy, "id_number"
        )
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return Finding(
            "ID-CHARACTERS", "身份证号前17位应为数字，末位为数字或X", source, remedy, "id_number"
        )
    try:
        born_on = ric.get_birth_date(number)
    except InvalidComponent:
        born_on = None
    if born_on is None or not date(1880, 1, 1) <= born_on <= today:
        return Finding(
            "ID-BIRTH", "身份证号第7至14位不是有效的出生日期", source, remedy, "id_number"
        )
    if ric.calc_check_digit(number) != number[17]:
        return Finding("ID-CHECK-DIGIT", "身份证号末位校验不符", source, remedy, "id_number")
    return IdentityNumber(number, born_on, "男" if int(number[16]) % 2 else "女", number[:6])
