"""Letters say what the case knows, in every language and format; they hold no protected term, and nothing in a case can act in them."""

import html.parser
import io
import pathlib
import re
import zipfile

import pytest
from click.testing import CliRunner
from docx import Document

from counterwatch.api.case import add, new_case, open_case
from counterwatch.api.incidents_hand import add_incident
from counterwatch.api.incidents_protected import protect
from counterwatch.api.letters import kinds, suffixes, write_letter
from counterwatch.case import Case, Identity
from counterwatch.cli.commands.letter import command
from counterwatch.core import WrongUsage
from counterwatch.core.errors import Refused
from counterwatch.core.language import LANGUAGES
from counterwatch.report.letters.letter import Blank, Facts, Happened, Letter, Lines, Listed, Said
from counterwatch.report.letters.page import page_of

HOSTILE = ("<script>alert(1)</script>.txt", "=cmd|' /C calc'!A1.csv", "\u202egnp.exe", "ئۇيغۇر بوتا.pdf", "བོད་ཡིག.txt", "証拠一.csv", 'a"onload=x.svg')


@pytest.fixture
def case(tmp_path: pathlib.Path) -> Case:
    identity = Identity.new()
    made = open_case(new_case(tmp_path / "case", identity=identity).path, identity=identity)
    for number, name in enumerate(HOSTILE):
        (tmp_path / name.replace("/", "_")).write_text(f"content {number}")
    add(made, [tmp_path / name.replace("/", "_") for name in HOSTILE])
    said = {"date": "2023-03-05", "host_country": "DE", "tactic": "TD.direct_threat", "summary": "Wang Xiaoming was told to stop"}
    add_incident(made, {"id": "O", "target_type": "organisation", "organisation": "Example Society", "source": "https://example.org/a", **said})
    add_incident(made, {"id": "P", "target_type": "individual", **said})
    return made


class Read(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags, self.text = list[str](), list[str]()

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the library's signature
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        if self.tags[-1:] != ["style"]:
            self.text.append(data)


def text_of(file: pathlib.Path) -> str:
    if file.suffix == ".html":
        read = Read()
        read.feed(file.read_text(encoding="utf-8"))
        assert not {"script", "img", "svg", "a", "link"} & set(read.tags)
        return "\n".join(read.text)
    made = Document(io.BytesIO(file.read_bytes()))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in made.paragraphs), *cells])


@pytest.mark.parametrize("suffix", [".html", ".docx"])
@pytest.mark.parametrize("kind", ["exhibits", "declaration", "platform", "reply"])
def test_a_letter_says_what_the_case_knows_in_every_language(case: Case, tmp_path: pathlib.Path, kind: str, suffix: str) -> None:
    said = set()
    for language in LANGUAGES:
        file = tmp_path / f"{kind}-{language}{suffix}"
        write_letter(
            case, kind, file, language=language, to="Office 7", organisation="Example Society" if kind == "reply" else "", until="2027-03-31"
        )
        text = text_of(file)
        assert not re.search(r"\{[a-z_]+[:}]", text)
        if kind == "reply":
            assert "Example Society" in text
            assert "Xiaoming" not in text
        else:
            assert case.head.hash in text
            for each in case.evidence():
                assert each.name in text
                assert (each.sha256 or "") in text
        said.add(text)
    assert len(said) == len(LANGUAGES)


def test_on_paper_a_letter_is_tagged_and_every_sign_is_drawn(case: Case, tmp_path: pathlib.Path) -> None:
    pytest.importorskip("weasyprint", reason="weasyprint is in the extra `pdf`")
    import pypdfium2

    for language in LANGUAGES:
        write_letter(case, "exhibits", tmp_path / f"{language}.pdf", language=language)
        with pypdfium2.PdfDocument(tmp_path / f"{language}.pdf") as made:
            text = "".join(page.get_textpage().get_text_range() for page in (made[number] for number in range(len(made))))
            assert made.is_tagged()
        assert "\ufffd" not in text
        assert case.head.hash[:12] in text
        assert "証拠一.csv" in text


def test_every_kind_and_format_is_tried_here() -> None:
    assert kinds() == ["declaration", "exhibits", "platform", "reply"]
    assert suffixes() == [".docx", ".html", ".pdf"]


def test_a_document_is_a_whole_package_without_a_preview_or_an_author(case: Case, tmp_path: pathlib.Path) -> None:
    write_letter(case, "declaration", tmp_path / "d.docx")
    with zipfile.ZipFile(tmp_path / "d.docx") as opened:
        assert opened.testzip() is None
        assert not [name for name in opened.namelist() if "thumbnail" in name]
    assert Document(str(tmp_path / "d.docx")).core_properties.author == ""


def test_a_protected_term_is_in_no_letter(case: Case, tmp_path: pathlib.Path) -> None:
    protect(case, ["証拠一"])
    for suffix in (".html", ".docx"):
        with pytest.raises(Refused) as refused:
            write_letter(case, "exhibits", tmp_path / f"e{suffix}")
        assert "証拠" not in str(refused.value)
        assert not (tmp_path / f"e{suffix}").exists()


def test_an_organisation_is_asked_about_itself_alone_and_never_about_persons(case: Case, tmp_path: pathlib.Path) -> None:
    with pytest.raises(WrongUsage, match="one organisation"):
        write_letter(case, "reply", tmp_path / "r.html")
    with pytest.raises(WrongUsage, match="one organisation"):
        write_letter(case, "reply", tmp_path / "r.html", organisation="Another Society")
    add_incident(
        case,
        {"id": "Q", "date": "2023", "host_country": "DE", "tactic": "TD.direct_threat", "target_type": "community", "organisation": "Other Hall"},
    )
    with pytest.raises(Refused, match="about persons"):
        write_letter(case, "reply", tmp_path / "r.html", organisation="other  hall")
    write_letter(case, "reply", tmp_path / "r.html", organisation="EXAMPLE society")
    assert "example.org" not in text_of(tmp_path / "r.html"), "a source of a record that is not for the public"


@pytest.mark.parametrize(("kind", "file"), [("poem", "a.html"), ("exhibits", "a.rtf"), ("exhibits", "gone/a.html")])
def test_what_is_not_known_is_refused_and_nothing_is_written(case: Case, tmp_path: pathlib.Path, kind: str, file: str) -> None:
    with pytest.raises(WrongUsage):
        write_letter(case, kind, tmp_path / file)
    assert not (tmp_path / file).exists()


def test_a_file_that_is_there_is_kept(case: Case, tmp_path: pathlib.Path) -> None:
    (tmp_path / "e.html").write_text("mine")
    with pytest.raises(WrongUsage, match="exists"):
        write_letter(case, "exhibits", tmp_path / "e.html")
    assert (tmp_path / "e.html").read_text() == "mine"


def test_a_case_with_nothing_in_it_gives_a_letter_with_blanks(tmp_path: pathlib.Path) -> None:
    identity = Identity.new()
    empty = open_case(new_case(tmp_path / "empty", identity=identity).path, identity=identity)
    for kind in ("exhibits", "declaration", "platform"):
        write_letter(empty, kind, tmp_path / f"{kind}.docx")
        assert "no exhibit" in text_of(tmp_path / f"{kind}.docx")


def test_nothing_that_a_case_holds_is_a_tag() -> None:
    bad = "</td></table><img src=x onerror=alert(1)><b>\u0000"
    facts = Facts(
        case="c", seq=1, time="t", head="h", signer="s", version="v", exhibits=[Listed(number=1, name=bad, sha256="", sealed="t", source=bad)],
        organisation=bad, happened=[Happened(id=bad, when=bad, where=bad, what=bad, sources=(bad,))],
    )  # fmt: skip
    from counterwatch.report.letters.kinds import exhibits, reply

    for made in (exhibits.letter(facts), reply.letter(facts)):
        assert isinstance(made, Letter)
        assert all(isinstance(each, Said | Blank | Lines) for each in made.parts)
        assert "<img" not in page_of(made, "en")


def test_the_command_writes_a_draft_and_says_so(tmp_path: pathlib.Path) -> None:
    plain = new_case(tmp_path / "plain", plain=True, identity=Identity.new())
    done = CliRunner().invoke(command, ["exhibits", "-o", str(tmp_path / "e.html"), "--case", str(plain.path)])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "e.html").exists()
