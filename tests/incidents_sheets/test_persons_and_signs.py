"""What points at a person stops a row, by kind and never shown; what only resembles it does not; characters that deceive are named by code point."""

import csv
import pathlib

import pytest
from hypothesis import given
from hypothesis import strategies as some

from counterwatch.api.case import new_case, open_case
from counterwatch.api.incidents import import_sheet, incidents
from counterwatch.case import Case, Identity
from counterwatch.incidents.personal import personal_in
from counterwatch.text.disguised import disguised

HEAD = "id,date,host_country,tactic,summary,notes\n"


@pytest.fixture
def case(tmp_path: pathlib.Path) -> Case:
    identity = Identity.new()
    return open_case(new_case(tmp_path / "case", identity=identity).path, identity=identity)


# Numbers are the examples of their own standards, or of ranges that nobody is given.
@pytest.mark.parametrize(
    ("text", "region", "kind"),
    [
        ("call 0170 1234567", "DE", "telephone"),
        ("tel. 06 12 34 56 78", "FR", "telephone"),
        ("138 1234 5678 打来", "CN", "telephone"),
        ("0170/1234567", "DE", "telephone"),
        ("+49 (0)170-1234567", "", "telephone"),
        ("０１７０ １２３４５６７", "DE", "telephone"),
        ("id 11010519491231002X", "", "identity_number"),
        ("DE89 3704 0044 0532 0130 00", "", "bank_account"),
        ("4111 1111 1111 1111", "", "bank_card"),
        ("IMEI 49-015420-323751-8", "", "device"),
        ("passport G12345678", "", "passport"),
        ("护照号码 E12345678", "", "passport"),
        ("a@b.example", "", "e_mail"),
        ("some.one @ example.org", "", "e_mail"),
        ("at 12 rue de Rivoli", "", "address"),
        ("Hauptstrasse 12", "", "address"),
        ("221B Baker Street", "", "address"),
        ("朝阳路12号", "", "address"),
        ("52.5200, 13.4050", "", "coordinates"),
        ("48°51'24\"N 2°21'03\"E", "", "coordinates"),
        ("张伟先生说", "", "name"),
        ("Mr Smith said", "", "name"),
        ("Mme Dupont", "", "name"),
    ],
)
def test_what_points_at_a_person_is_seen(text: str, region: str, kind: str) -> None:
    assert personal_in(text, region=region) == kind


@pytest.mark.parametrize(
    "text",
    [
        "on 2020-06-03 about 10 000 people",
        "2014-2020",
        "2014, 2015, 2016 and 2017",
        "id 110105194912310021",
        "GB82 WEST 1234 5698 7654 33",
        "4111 1111 1111 1112",
        "Section 12 of the Road Traffic Act",
        "52.52, 13.40",
        "https://x.example/2020/0170123456789",
        "一位先生说",
        "several women",
        "12 activists on Main Street",
        "case 1234/2021",
        "§ 99 StGB",
        "RFC 3161",
        "1.219 of 1.355 cases",
        "十二名女士",
        "Articles 9, 10 and 11",
        "2020.06.03 2020.06.05",
    ],
)
def test_what_only_resembles_it_is_not_stopped(text: str) -> None:
    assert [personal_in(text, region=region) for region in ("", "DE", "FR", "CN", "US")] == [None] * 5


@given(some.integers(0, 10**16 - 1))
def test_of_all_last_digits_of_a_card_exactly_one_is_right(number: int) -> None:
    body = f"4{number:016}"[:15]
    assert sum(personal_in(f"card {body}{last}") == "bank_card" for last in range(10)) == 1


@given(some.integers(0, 999), some.dates())
def test_of_all_check_signs_of_a_citizen_number_exactly_one_is_right(serial: int, day: object) -> None:
    import datetime

    assert isinstance(day, datetime.date)
    body = f"110105{1900 + day.year % 100}{day:%m%d}{serial:03}"
    assert sum(personal_in(f"no {body}{last}") == "identity_number" for last in "0123456789X") == 1


def test_the_real_casebooks_hold_none_of_it(shared: pathlib.Path) -> None:
    for name in ("casebook.csv", "volume_2020pb.csv"):
        with (shared / "data" / "incidents" / name).open(encoding="utf-8") as file:
            cells = [
                (key, text, row.get("host_country", "US"))
                for row in csv.DictReader(file)
                for key, text in row.items()
                if not key.startswith("source")
            ]
        assert {key for key, text, region in cells if personal_in(text, region=region)} <= {"geolocation"}


def test_a_row_is_stopped_by_column_and_the_text_is_not_shown(case: Case, tmp_path: pathlib.Path) -> None:
    file = tmp_path / "sheet.csv"
    rows = [
        "a,2021,DE,DA.assault,she gave 0170 1234567,",
        "b,2021,DE,DA.assault,Mr Smith said,",
        "c,2021,DE,DA.assault,ok,mail x.y@example.org",
        "d,2021,DE,DA.assault,ok,ok",
    ]
    file.write_text(HEAD + "\n".join(rows), encoding="utf-8")
    done = import_sheet(file, case=case)
    said = [str(each.message) for each in done.faults]
    assert [each.partition(":")[0] for each in said] == ["row 2, column «summary»", "row 3, column «summary»", "row 4, column «notes»"]
    assert not [word for word in ("1234567", "Smith", "x.y") if word in " ".join(said)]
    assert done.new == ("d",)


def test_a_column_for_what_persons_are_known_by_stays_out_of_the_records(case: Case, tmp_path: pathlib.Path) -> None:
    file = tmp_path / "sheet.csv"
    file.write_text("id,date,tactic,姓名,Phone,where\na,2021,DA.assault,某人,none,52.5200 13.4050\n", encoding="utf-8")
    done = import_sheet(file, case=case)
    assert incidents(case)[0].other == {"where": "52.5200 13.4050"}
    assert [name for name in ("«姓名»", "«Phone»", "«where»") if name in " ".join(map(str, done.said))] == ["«姓名»", "«Phone»", "«where»"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("p\u0430ypal", ["U+0430"]),
        ("\u0420ari\u0455", ["U+0420", "U+0455"]),
        ("αlpha", ["U+03B1"]),
        ("abc\u202edef", ["U+202E"]),
        ("zero\u200bwidth", ["U+200B"]),
        ("soft\u00adhyphen", ["U+00AD"]),
        ("latin\u200dletters", ["U+200D"]),
        ("mark\u200f", ["U+200F"]),
        ("tag\U000e0041", ["U+E0041"]),
        ("x\ufeffy", ["U+FEFF"]),
    ],
)
def test_characters_that_deceive_are_named(text: str, codes: list[str]) -> None:
    assert [each.code for each in disguised(text)] == codes


@pytest.mark.parametrize(
    "text",
    [
        "ئۇيغۇر ئاپتونوم",
        "མི་རིགས་སློབ་གྲྭ",
        "می\u200cخواهم",
        "क्\u200dष",
        "👩\u200d🔬",
        "שלום \u200fעולם",
        "中文,標點",
        "Москва и Paris",
        "Ελλάδα",
        "café naïve",
        "H2O",
        "Ж2",
        "Müller–Straße",
        "Қазақстан",
        "한국어",
        "ภาษาไทย",
        "plain",
    ],
)
def test_ordinary_text_of_any_script_is_not_remarked(text: str) -> None:
    assert disguised(text) == ()


def test_a_remark_names_row_column_and_code_point(case: Case, tmp_path: pathlib.Path) -> None:
    file = tmp_path / "sheet.csv"
    file.write_text(HEAD + "a,2021,DE,D\u0410.assault,ok,\nb,2021,DE,DA.assault,ئۇيغۇر,na\u200bme\n", encoding="utf-8")
    done = import_sheet(file, case=case)
    said = [str(each.message) for each in done.remarks]
    assert [each.partition(":")[0] for each in said] == ["row 2, column «tactic»", "row 3, column «notes»"]
    assert ["U+0410" in said[0], "U+200B" in said[1]] == [True, True]
    assert [each.place for each in done.faults] == ["row 2"]
