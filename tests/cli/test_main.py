import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from zhinan.cli.main import COMMANDS, available, main


@pytest.mark.parametrize("words", [["--help"], ["-h"], ["help"]])
def test_help_lists_every_command_with_an_example(words, capsys):
    code = main(words)

    shown = capsys.readouterr().out
    assert code == 0
    assert [word for word in available() if f"  {word} " not in shown] == []
    assert "example:" in shown


def test_help_imports_no_django():
    code = "import sys; from zhinan.cli.main import main; main(['--help']); print('django' in sys.modules)"

    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout

    assert shown.endswith("False\n")


def test_no_command_is_wrong_use(capsys):
    assert main([]) == 2


def test_an_unknown_command_names_the_known_ones(capsys):
    code = main(["audti"])

    assert code == 2
    assert "没有命令“audti”" in capsys.readouterr().err


def test_version_is_printed(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("zhinan ")


@pytest.mark.parametrize(
    "word", [w for w in COMMANDS if w in available() and w not in ("manage", "messages")]
)
def test_each_command_shows_help_with_an_example(word, capsys):
    with pytest.raises(SystemExit) as ended:
        main([word, "--help"])

    assert ended.value.code == 0
    assert "example" in capsys.readouterr().out.lower()


def test_a_wrong_setting_is_said_in_one_line():
    done = subprocess.run(
        [sys.executable, "-m", "zhinan", "audit", "verify"],
        env={"ZHINAN_MODE": "production", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr.startswith("zhinan: 设置有误：ZHINAN_SECRET_KEY")
    assert "Traceback" not in done.stderr


def test_a_command_of_the_pages_without_django_says_what_to_install():
    code = (
        "import sys; sys.modules['django'] = None; from zhinan.cli.main import main; "
        "sys.exit(main(['audit', 'verify']))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert "pip install 'zhinan[web]'" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_extra_web_names_what_the_product_runs_on():
    root = Path(__file__).parents[2]
    listed = tomllib.loads(root.joinpath("pyproject.toml").read_text())["project"]
    lines = root.joinpath("requirements.in").read_text().splitlines()
    wanted = [re.split("[<>=~! ]", line)[0] for line in lines if line and line[0] != "#"]

    assert listed["optional-dependencies"]["web"] == wanted
