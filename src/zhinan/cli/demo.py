"""``zhinan demo``: load the demonstration year into an empty database."""

import argparse
import sys
import time
from decimal import Decimal

EXAMPLE = """example:
  zhinan demo                      about 260 applications, every state, seed 20241122
  zhinan demo --scale 385          about 100,000 applications, written in bulk
"""


def main(arguments: list[str]) -> int:
    options = _options(arguments)

    import django
    from django.conf import settings

    django.setup()
    from zhinan.demo.year import is_empty, load_demo_year

    if settings.IS_PRODUCTION:
        print("zhinan demo: 生产模式下不装入演示数据；请用 ZHINAN_MODE=demo", file=sys.stderr)
        return 1
    if not is_empty():
        print(
            "zhinan demo: 数据库里已有数据；演示年度只能装入空库（换一个 ZHINAN_VAR 或数据库再试）",
            file=sys.stderr,
        )
        return 1
    began = time.monotonic()
    counts = load_demo_year(
        seed=options.seed, scale=options.scale, tell=lambda line: print(f"  {line}", flush=True)
    )
    units = counts.pop("单位")
    spent = time.monotonic() - began
    print(
        f"演示年度已装入：{units}个单位，{sum(counts.values())}项申报，用时{spent:.1f}秒（种子{options.seed}）"
    )
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="zhinan demo",
        description="Load the demonstration year (演示数据) into an empty database.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--seed", type=int, default=20241122, help="same seed, same data (20241122)"
    )
    parser.add_argument(
        "--scale", type=Decimal, default=Decimal(1), help="1 is about 260 applications"
    )
    options = parser.parse_args(arguments)
    if options.scale <= 0:
        parser.error("--scale must be greater than 0")
    return options
