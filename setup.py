"""Puts the help pages of docs/guide into the package as it is built; all else is in pyproject.toml."""

from pathlib import Path
from shutil import copytree

from setuptools import setup
from setuptools.command.build_py import build_py


class WithHelp(build_py):
    def run(self):
        super().run()
        if not self.editable_mode:
            copytree("docs/guide", Path(self.build_lib, "zhinan", "help"), dirs_exist_ok=True)


setup(cmdclass={"build_py": WithHelp})
