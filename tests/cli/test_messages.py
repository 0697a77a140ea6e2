from babel.messages import Catalog

from zhinan.cli import messages


def catalogue(*pairs: tuple[str, str]) -> Catalog:
    catalog = Catalog(locale="en")
    for chinese, english in pairs:
        catalog.add(chinese, english)
    return catalog


def test_updated_keeps_translations_and_drops_what_is_gone():
    source = catalogue(("提交", ""), ("退回", ""))
    known = catalogue(("提交", "Submit"), ("旧词", "Old"))

    fresh = messages.updated(source, known)

    assert {m.id: m.string for m in fresh if m.id} == {"提交": "Submit", "退回": ""}


def test_faults_name_blank_missing_stale_and_wrong_placeholders():
    source = catalogue(("提交", ""), ("退回", ""), ("共%(n)s项", ""))
    known = catalogue(("退回", ""), ("旧词", "Old"), ("共%(n)s项", "%(m)s items"))

    found = list(messages.faults(source, known))

    assert [words.split(":")[0] for words in found] == [
        "not extracted",
        "not translated",
        "no longer used",
        "placeholders differ",
    ]


def test_written_catalogue_is_the_same_whatever_the_order(tmp_path):
    one, two = tmp_path / "one.po", tmp_path / "two.po"

    messages.write_catalogue(catalogue(("甲", "A"), ("乙", "B")), one)
    messages.write_catalogue(catalogue(("乙", "B"), ("甲", "A")), two)

    assert one.read_bytes() == two.read_bytes()
    assert b"Date" not in one.read_bytes()


def test_wrong_word_is_wrong_use(capsys):
    try:
        code = messages.main(["nonsense"])
    except SystemExit as ended:
        code = ended.code

    assert code == 2
