"""A browser against a live server: every page must be quiet, within policy, and free of axe violations.

Fixtures: ``browser`` (one Chromium a run), ``visit`` (a fresh signed-out page; ``visit(locale="en")``),
``page`` (the same, in Chinese, at 1440), ``axe(page)``, ``shot(page, name)``, ``sign_in(page, account)``.
A console error, an uncaught exception or a policy violation on any page fails the test.
"""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault(
    "DJANGO_ALLOW_ASYNC_UNSAFE", "true"
)  # Playwright's sync door runs a loop of its own

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "tests" / "data" / "axe" / "axe.min.js"
SHOTS = Path(os.environ.get("ZHINAN_VAR", ROOT / "var")) / "screenshots"
WIDE, NARROW = {"width": 1440, "height": 1000}, {"width": 390, "height": 844}
WAIT = 30_000  # milliseconds: a busy machine is slow, not wrong
LONGEST = "test_pages.py"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.django_db(transaction=True))
    items.sort(key=lambda item: item.path.name != LONGEST)  # begun last it would keep one core idle


def chromium() -> str:
    """Path of a Chromium, or nothing."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    told = subprocess.run(
        [ROOT / "tools" / "chromium"], capture_output=True, text=True, check=False
    )
    return told.stdout.strip() if told.returncode == 0 else ""


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    path = chromium()
    if not path:
        pytest.skip(
            "NO CHROMIUM: journeys not run. On Debian as root: apt-get install chromium fonts-noto-cjk"
        )
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=WAIT)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def visit(browser: Any, live_server: Any) -> Iterator[Callable[..., Any]]:
    """Open pages that complain when the browser does."""
    complaints: list[str] = []
    with pages_at(live_server.url, browser, complaints) as open_page:
        yield open_page
    assert complaints == []


@contextmanager
def pages_at(url: str, browser: Any, complaints: list[str]) -> Iterator[Callable[..., Any]]:
    """A maker of signed-out pages, closed at the end; what the browser says goes to ``complaints``."""
    contexts: list[Any] = []

    def open_page(
        *, locale: str = "zh-CN", viewport: dict[str, int] = WIDE, script: bool = True
    ) -> Any:
        context = browser.new_context(
            base_url=url,
            locale=locale,
            viewport=viewport,
            timezone_id="Asia/Shanghai",
            java_script_enabled=script,
        )
        context.set_default_timeout(WAIT)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: _note(complaints, page, said))
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        return page

    try:
        yield open_page
    finally:
        for context in contexts:
            context.close()


def _note(complaints: list[str], page: Any, said: Any) -> None:
    # A refused form answers 4xx with its findings; that line of the console is no fault of the page.
    if said.type == "error" and "status of 4" not in said.text:
        complaints.append(f"{page.url}: {said.text}")


@pytest.fixture
def page(visit: Callable[..., Any]) -> Any:
    return visit()


def violations(page: Any, script: str, leave_out: tuple[str, ...] = ()) -> list[str]:
    """What axe finds against WCAG 2.0 A and AA and 2.1 A and AA, one line an element."""
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(script)
    options = {
        "runOnly": TAGS,
        "resultTypes": ["violations"],
        "rules": {rule: {"enabled": False} for rule in leave_out},
    }
    found = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{v['id']} ({v['impact']}): {n['html'][:160]}\n    {n['failureSummary']}"
        for v in found["violations"]
        for n in v["nodes"]
    ]


@pytest.fixture(scope="session")
def axe() -> Callable[[Any], None]:
    script = AXE.read_text(encoding="utf-8")

    def look(page: Any, *, leave_out: tuple[str, ...] = ()) -> None:
        """Fail on any violation of WCAG 2.0 A and AA or 2.1 A and AA."""
        told = violations(page, script, leave_out)
        assert told == [], f"{page.url}\n" + "\n".join(told)

    return look


@pytest.fixture(scope="session")
def shot() -> Callable[[Any, str], None]:
    def take(page: Any, name: str) -> None:
        """Pictures at 1440 and 390 into var/screenshots; no page may scroll sideways."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        before = page.viewport_size
        for size in (WIDE, NARROW):
            page.set_viewport_size(size)
            page.screenshot(path=SHOTS / f"{name}-{size['width']}.png", full_page=True)
            over = page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
            assert over <= 0, f"{page.url} is {over} px too wide at {size['width']}"
        page.set_viewport_size(before)

    return take


@pytest.fixture
def sign_in(live_server: Any) -> Callable[[Any, Any], Any]:
    def enter(page: Any, account: Any) -> Any:
        """Give the page a session of ``account`` without walking the sign-in form."""
        return seat(page, account, live_server.url)

    return enter


def seat(page: Any, account: Any, url: str, *, grant: Any = None) -> Any:
    """Give the page a session of ``account``, acting in the role of ``grant`` where one is given."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    if grant is not None:
        session = client.session
        session["grant"] = grant.pk
        session.save()
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": url}])
    return page
