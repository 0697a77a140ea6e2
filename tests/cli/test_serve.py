import os
import signal
import socket
import subprocess
import sys
import time
from urllib.request import urlopen

import pytest

from zhinan.cli.main import main

PATIENCE = 120  # seconds; a busy machine starts a process slowly


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def done(var, *words, **over):
    """The exit code and all that was said, of a command that ends by itself."""
    with zhinan(var, *words, **over) as command:
        said, _ = command.communicate(timeout=PATIENCE)
    return command.returncode, said


def zhinan(var, *words, **over):
    environment = {**os.environ, "ZHINAN_MODE": "demo", "ZHINAN_VAR": str(var), **over}
    environment.pop("ZHINAN_DATABASE_URL", None)
    return subprocess.Popen(
        [sys.executable, "-m", "zhinan", *words],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def wait_for(condition, seconds=PATIENCE):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.2)
    return False


def answers(port):
    try:
        with urlopen(f"http://127.0.0.1:{port}/account/sign-in/", timeout=5) as response:
            return response.status == 200
    except OSError:
        return False


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_serve_answers_and_stops_with_all_its_children(tmp_path, port, ending):
    assert done(tmp_path, "setup", "--no-demo")[0] == 0
    with zhinan(tmp_path, "serve", "--port", str(port), "--workers", "1") as server:
        try:
            assert wait_for(lambda: answers(port))
            code, said = done(tmp_path, "serve", "--port", str(port))
        finally:
            server.send_signal(ending)
        shown, _ = server.communicate(timeout=PATIENCE)  # ends only when no child holds the pipe

    assert (code, "端口可能已被占用" in said) == (1, True)
    assert server.returncode == 0
    assert f"http://127.0.0.1:{port}/account/demo/" in shown
    assert not answers(port)


def test_serve_before_setup_says_what_to_run(tmp_path, port):
    code, said = done(tmp_path, "serve", "--port", str(port))

    assert code == 1
    assert "zhinan setup" in said


def test_production_refuses_demonstration_accounts(tmp_path, port):
    make = "from zhinan.apps.accounts.models import Account; Account.objects.create_user('d', is_demo=True)"
    assert done(tmp_path, "setup", "--no-demo")[0] == 0
    assert done(tmp_path, "manage", "shell", "-c", make)[0] == 0
    keys = {"ZHINAN_MODE": "production", "ZHINAN_SECRET_KEY": "k" * 40, "ZHINAN_DATA_KEY": "d" * 40}

    for words in (["setup"], ["serve", "--port", str(port)]):
        code, said = done(tmp_path, *words, **keys)
        assert (code, "演示账户" in said) == (1, True)


@pytest.mark.parametrize("words", [["--port", "0"], ["--port", "x"], ["--workers", "0"]])
def test_serve_with_wrong_words_is_wrong_use(words, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["serve", *words])

    assert ended.value.code == 2


def test_setup_into_a_folder_that_cannot_be_written_says_so(tmp_path):
    file = tmp_path / "file"
    file.write_text("")

    code, said = done(file, "setup", "--no-demo")

    assert code == 1
    assert "ZHINAN_VAR" in said
