"""Every page of every desk over a small demonstration year, at both widths: quiet, within policy, accessible."""

from decimal import Decimal
from typing import Any

import pytest
from tests.journeys.additions import add_to_year
from tests.journeys.addresses import ROLES, pages_of, visitor_and_address
from tests.journeys.conftest import AXE, NARROW, WIDE, pages_at, seat, violations

from zhinan.demo.year import load_demo_year

SCRIPT = AXE.read_text(encoding="utf-8")
SCALE = Decimal("0.3")


@pytest.fixture
def year(live_server: Any) -> Any:
    load_demo_year(scale=SCALE)
    add_to_year()
    return live_server


def test_every_page_is_quiet_fits_and_is_accessible(year, browser, subtests):
    seen: set[str] = set()
    for role in ("", *ROLES):  # one year serves them all
        with subtests.test(role=role or "public"):
            faults = faults_for(role, browser, year.url, seen)

            assert not faults, "\n".join(faults)


def faults_for(role: str, browser: Any, url: str, seen: set[str]) -> list[str]:
    """Faults of the pages of a role; what another role has ``seen`` before is checked by axe once more, not twice."""
    faults: list[str] = []
    with pages_at(url, browser, faults) as open_page:
        page, seated = open_page(), None
        for name in pages_of(role):
            actor, address = visitor_and_address(name, role)
            if actor.account != seated:
                seat(page, actor.account, url, grant=actor.grant)
                seated = actor.account
            faults += faults_of(page, name, address, is_new=name not in seen)
            seen.add(name)
    return faults


def faults_of(page: Any, name: str, address: str, *, is_new: bool) -> list[str]:
    page.set_viewport_size(WIDE)
    answer = page.goto(address)
    if answer.status != 200:
        return [f"{name} {address}: {answer.status}"]
    found = []
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        over = page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
        told = [f"{over} px too wide"] if over > 0 else []
        told += violations(page, SCRIPT) if is_new or size is WIDE else []
        found += [f"{name} {address} at {size['width']}: {fault}" for fault in told]
    return found
