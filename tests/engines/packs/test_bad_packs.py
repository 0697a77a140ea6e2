"""Each folder of tests/data/packs/bad is laid over the good pack; FAULTS says what must be said of it.

REMOVED in such a folder lists files of the good pack that are taken away.
"""

from pathlib import Path

import pytest

from zhinan.engines.packs import PackRefused, load_pack, read_folder, read_pack

PACKS = Path(__file__).parents[2] / "data" / "packs"
CASES = sorted(PACKS.joinpath("bad").iterdir())


def files_of_case(case: Path) -> dict[str, bytes]:
    files, _ = read_folder(PACKS / "good")
    for path in (p for p in case.rglob("*") if p.is_file() and p.name not in ("FAULTS", "REMOVED")):
        files[path.relative_to(case).as_posix()] = path.read_bytes()
    removed = case / "REMOVED"
    for name in removed.read_text().split() if removed.is_file() else ():
        del files[name]
    return files


def test_load_pack_without_faults_gives_the_pack():
    pack = load_pack(PACKS / "good")

    assert (pack.key, [p.key for p in pack.programmes], pack.accepted) == (
        "example-2024",
        ["research"],
        (),
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_read_pack_names_file_line_and_remedy(case: Path):
    pack, faults = read_pack(files_of_case(case))

    assert pack is None
    assert [str(f) for f in faults] == case.joinpath("FAULTS").read_text(
        encoding="utf-8"
    ).splitlines()


def test_load_pack_collects_faults_of_several_files_in_order():
    files = files_of_case(PACKS / "bad" / "topic-twice") | {
        "quotas.csv": files_of_case(PACKS / "bad" / "quota-without-limit")["quotas.csv"]
    }

    with pytest.raises(PackRefused) as refused:
        load_pack(files)

    assert [(f.file, f.line, f.code) for f in refused.value.faults] == [
        ("quotas.csv", 3, "PACK-QUOTA-LIMIT"),
        ("topics.csv", 3, "PACK-TOPIC-REPEATED"),
    ]


def test_read_pack_keeps_an_accepted_fault_beside_the_pack():
    files = files_of_case(PACKS / "bad" / "topic-twice")
    files["pack.yaml"] += (
        'accepted_faults:\n  - {code: "7001", in: topics.csv, reason: 原文如此}\n'.encode()
    )

    pack, faults = read_pack(files)

    assert faults == []
    assert pack is not None
    assert [(f.line, f.code) for f in pack.accepted] == [(3, "PACK-TOPIC-REPEATED")]
    assert [t.code for t in pack.programme("research").topics] == ["7001", "7001"]


def test_read_pack_of_no_folder_says_so(tmp_path: Path):
    _, faults = read_pack(tmp_path / "nowhere")

    assert [f.code for f in faults] == ["PACK-FILE-MISSING"]


def test_read_folder_refuses_a_link_that_leaves_it(tmp_path: Path):
    tmp_path.joinpath("secret.txt").write_text("x")
    pack = tmp_path / "pack"
    pack.mkdir()
    pack.joinpath("pack.yaml").write_text("pack: x")
    pack.joinpath("guide.md").symlink_to(tmp_path / "secret.txt")

    files, faults = read_folder(pack)

    assert list(files) == ["pack.yaml"]
    assert [(f.file, f.code) for f in faults] == [("guide.md", "PACK-PATH")]


def test_read_folder_passes_over_hidden_files_and_leftovers(tmp_path: Path):
    for name in ("pack.yaml", ".git/config", "~$a.docx", "b~", "Thumbs.db", "documents/a.docx"):
        tmp_path.joinpath(name).parent.mkdir(exist_ok=True)
        tmp_path.joinpath(name).write_bytes(b"x")

    files, faults = read_folder(tmp_path)

    assert (sorted(files), faults) == (["documents/a.docx", "pack.yaml"], [])


def test_read_pack_survives_any_yaml():
    for text in (
        "",
        "- a",
        "a: [",
        "{" * 5000,
        "a: &x [*x]",
        "\x00",
        "? [a]\n: b",
        "a: !!python/object:os.system x",
    ):
        pack, faults = read_pack({"pack.yaml": text.encode()})

        assert pack is None
        assert faults
