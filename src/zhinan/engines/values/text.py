"""Chinese text as typed: look-alike characters, hidden characters, and how many characters it has.

Text is stored as it was typed; ``clean`` is for what is shown and compared by people, ``fold`` for
matching by machine. Neither replaces the original.
"""

import re
import unicodedata
from functools import lru_cache

# CJK Radicals Supplement that NFKC leaves alone, with the ideograph each one looks like (Unicode
# EquivalentUnifiedIdeograph). Word processors and PDF text layers put them where the ideograph belongs.
_LOOKALIKES = (
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇几⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺒巳⺓幺⺔彑⺕彐⺖忄⺗㣺⺘扌⺙攵⺛旡⺜日⺝月⺞歺"
    "⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪疋⺫目⺬示⺭礻⺮竹⺯糹⺰纟⺱罓⺲罒⺳㓁⺶羊⺹耂⺺肀⺻聿⺼肉⺽臼⺾艹⺿艹"
    "⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇角⻈讠⻉贝⻋车⻌辶⻍辶⻎辶⻏邑⻐钅⻑長⻒镸⻓长⻔门⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食"
    "⻞飠⻟飠⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀"
)
RADICALS = dict(zip(_LOOKALIKES[::2], _LOOKALIKES[1::2], strict=True))
_RADICALS = str.maketrans(RADICALS)
_KEPT_CONTROLS = "\n\t"
_JOINER = "\u200d"


def _is_hidden(character: str) -> bool:
    """Controls, bidi marks, zero-width characters, private use, unassigned and lone surrogates."""
    return unicodedata.category(character)[0] == "C" and character not in _KEPT_CONTROLS


def _is_compatibility_ideograph(character: str) -> bool:
    return "\u2f00" <= character <= "\u2fdf" or "\uf900" <= character <= "\ufaff"


def clean(text: str) -> str:
    """Take out what a reader cannot see and put ideographs where look-alike radicals stand.

    Full-width punctuation and signs such as ㎡ stay as they are: they are how officials write.

    Args:
        text: As typed or as read from a file.

    Returns:
        The text with line ends as ``\\n``, composed (NFC), without hidden characters.
        The emoji joiner goes too, so a joined emoji falls into its parts. O(n).

    >>> clean("第3⻚\\u202e（一）\\u200b")
    '第3页（一）'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_RADICALS)
    shown = (
        unicodedata.normalize("NFKC", c) if _is_compatibility_ideograph(c) else c
        for c in text
        if not _is_hidden(c)
    )
    return unicodedata.normalize("NFC", "".join(shown))


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """One spelling for matching: NFKC, radicals, lower case, no hidden characters, no space.

    Args:
        text: Any text; the result is for comparison only and is never shown.

    Returns:
        Folding twice changes nothing. O(n).

    >>> fold("连云港　ＡＢＣ（集团）有限公司") == fold("连云港 abc(集团) 有限公司")
    True
    """
    previous = None
    while previous != text:  # what one round joins, the next may compose; a few rounds at most
        previous = text
        text = unicodedata.normalize("NFKC", clean(text)).translate(_RADICALS).casefold()
        text = re.sub(r"\s+", "", text)
    return text


def tidy_line(text: str) -> str:
    """``clean`` for a one-line field: runs of space become one, none at the ends.

    >>> tidy_line("  某某 \\n 大学　")
    '某某 大学'
    """
    return re.sub(r"\s+", " ", clean(text)).strip()


@lru_cache(maxsize=4096)
def count_characters(text: str) -> int:
    """Count as the limits in guides are counted: what is visible counts one each.

    A Chinese character, a letter, a digit and a punctuation mark count one; space, line ends and
    hidden characters count nothing; an accent, a variation mark or a joined emoji counts with its base.
    (字符数, 不计空格, of the word processors officials use.)

    Args:
        text: As typed.

    Returns:
        A count, >= 0. O(n).

    >>> count_characters("项目A-1，\\n 共500字")
    11
    """
    count = 0
    is_joined = False
    for character in text:
        if character == _JOINER:
            is_joined = True
            continue
        category = unicodedata.category(character)
        attaches = category[0] == "M" or "\U0001f3fb" <= character <= "\U0001f3ff"
        if category[0] in "CZ" or attaches or character.isspace():
            continue
        count += not is_joined
        is_joined = False
    return count
