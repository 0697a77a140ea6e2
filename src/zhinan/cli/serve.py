"""``zhinan serve``: web server, one worker and the periodic jobs, as children of one process."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

from .words import Refusal, fail, misuse, parser, start_django

THREADS = 4
PATIENCE = 10.0  # seconds a child gets to finish what it is doing
RESTART_AFTER, LONGEST_WAIT = 2.0, 60.0


@dataclass(slots=True)
class Child:
    """One process to keep running."""

    name: str
    command: list[str]
    is_essential: bool = False
    running: subprocess.Popen[bytes] | None = None
    restart_at: float = 0.0
    wait: float = RESTART_AFTER

    def start(self) -> None:
        self.running = subprocess.Popen(  # noqa: S603  our own interpreter and our own words
            self.command, start_new_session=True, preexec_fn=_die_with_parent
        )


@dataclass(slots=True)
class Supervisor:
    """Starts the children, restarts those that fall over, and stops all when told or when the web ends."""

    children: list[Child]
    is_stopping: bool = field(default=False)

    def run(self, on_ready: Callable[[], None], is_ready: Callable[[], bool]) -> int:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        for child in self.children:
            child.start()
        announced = False
        try:
            while not self.is_stopping:
                if not announced and is_ready():
                    announced = True
                    on_ready()
                if self._fallen():
                    return 1
                time.sleep(0.2)
            return 0
        finally:
            self._end()

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.is_stopping = True

    def _fallen(self) -> bool:
        for child in self.children:
            code = child.running.poll() if child.running else None
            if code is None:
                continue
            if child.is_essential:
                print(f"zhinan serve: {child.name}退出（{code}），全部停止", file=sys.stderr)
                return True
            if not child.restart_at:
                print(
                    f"zhinan serve: {child.name}退出（{code}），{child.wait:.0f}秒后重启",
                    file=sys.stderr,
                )
                child.restart_at = time.monotonic() + child.wait
                child.wait = min(child.wait * 2, LONGEST_WAIT)
            elif time.monotonic() >= child.restart_at:
                child.restart_at = 0.0
                child.start()
        return False

    def _end(self) -> None:
        alive = [c.running for c in self.children if c.running and c.running.poll() is None]
        for child in alive:
            child.terminate()
        deadline = time.monotonic() + PATIENCE
        for child in alive:
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def main(words: list[str]) -> int:
    given = parser(
        "serve",
        "Serve the pages, run one worker for e-mail and other jobs, and the periodic jobs. Ctrl-C stops all.",
        "zhinan serve --port 8000\nzhinan serve --host 0.0.0.0 --port 8000 --workers 4    behind a TLS proxy",
    )
    given.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")
    given.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    given.add_argument(
        "--workers", type=int, default=2, help="web processes, four threads each (2)"
    )
    options = given.parse_args(words)
    if not 0 < options.port < 65536:
        misuse(given, f"--port 必须在 1 到 65535 之间，收到 {options.port}")
    if options.workers < 1:
        misuse(given, f"--workers 至少为 1，收到 {options.workers}")
    start_django()
    from .safety import refuse_demonstration_in_production, refuse_unprepared_database

    try:
        refuse_taken_port(options.host, options.port)
        refuse_unprepared_database()
        refuse_demonstration_in_production()
    except Refusal as refusal:
        return fail("serve", str(refusal))
    _close_databases()
    return Supervisor(children_of(options.host, options.port, options.workers)).run(
        lambda: announce(options.host, options.port),
        lambda: is_answering(options.host, options.port),
    )


def children_of(host: str, port: int, workers: int) -> list[Child]:
    """The processes of one machine: web, worker, periodic jobs."""
    zhinan = [sys.executable, "-m", "zhinan"]
    web = [
        sys.executable, "-m", "gunicorn", "zhinan.config.wsgi:application",
        "--bind", f"{host}:{port}", "--workers", str(workers), "--worker-class", "gthread",
        "--threads", str(THREADS), "--graceful-timeout", "8", "--log-level", "warning",
    ]  # fmt: skip
    return [
        Child("网页服务", web, is_essential=True),
        Child(
            "后台任务", [*zhinan, "manage", "db_worker", "--verbosity", "0", "--queue-name", "*"]
        ),
        Child("定时任务", [*zhinan, "tick", "--every", "60"]),
    ]


def refuse_taken_port(host: str, port: int) -> None:
    """Raise Refusal where nothing can listen on ``host:port``."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Refusal(
                f"{host}:{port} 不能监听：{error.strerror}。端口可能已被占用，请用 --port 换一个，例如 --port {port + 1}"
            ) from error


def is_answering(host: str, port: int) -> bool:
    """Say whether the web server takes connections."""
    try:
        with socket.create_connection((_near(host), port), timeout=0.5):
            return True
    except OSError:
        return False


def announce(host: str, port: int) -> None:
    """Print where to go; in demo mode also the page of one-click sign-ins."""
    from django.conf import settings

    address = f"http://{_near(host)}:{port}/"
    print(f"指南已启动：{address}", flush=True)
    if settings.IS_DEMO:
        print(f"演示账户（仅限本机）：{address}account/demo/", flush=True)
    print("按 Ctrl-C 停止", flush=True)


def _near(host: str) -> str:
    return "127.0.0.1" if host in ("0.0.0.0", "") else host  # noqa: S104  compared, not bound


def _close_databases() -> None:
    from django.db import connections

    connections.close_all()


def _die_with_parent() -> None:
    """On Linux a child ends when its parent is killed outright, so that no port stays taken."""
    if sys.platform == "linux" and os.getppid() != 1:
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGTERM)
