"""Members from spreadsheets as people have them: all rows or none, and a report of each."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.models import Concern
from members import imports, sheets, vocabulary
from members.imports import import_file, parse
from members.models import Member
from members.sheets import Unreadable

HEADER = "name,country,kind,size_class,time_zone,languages,demo_topic"
KOCHI = "Kochi,IN,municipality,11,Asia/Kolkata,en;hi,heat-and-water"
PIURA = "Piura,PE,municipality,12,America/Lima,es,heat-and-water"
TOPICS, NETWORKS = ["heat-and-water", "mobility"], ["iscn", "vernetzt-in-europa"]


def sheet(*rows: str, header: str = HEADER) -> bytes:
    return "\n".join([header, *rows]).encode()


def problems(content: bytes) -> list[str]:
    with pytest.raises(Unreadable) as caught:
        parse(content, topics=TOPICS, networks=NETWORKS)
    return [str(problem) for problem in caught.value.problems]


@pytest.fixture
def run(tmp_path: Path) -> "Run":
    return Run(tmp_path / "members.csv")


class Run:
    """Runs an import of some bytes and keeps what it said."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __call__(self, content: bytes) -> tuple[int, str, str]:
        self.path.write_bytes(content)
        out, err = io.StringIO(), io.StringIO()
        return import_file(self.path, out, err), out.getvalue(), err.getvalue()


@pytest.mark.django_db
def test_the_44_places_come_in_labelled_as_demo_and_a_second_time_changes_nothing(run: Run) -> None:
    content = vocabulary.CITIES.read_bytes()
    code, out, err = run(content)
    assert (code, err) == (0, "")
    assert out.splitlines()[-1] == "44 made, 0 changed, 0 unchanged"
    assert Member.objects.filter(demo=True).count() == 44
    jena = Member.objects.get(slug="jena")
    assert (jena.name, jena.subdivision, jena.languages, jena.latitude) == ("Jena", "TH", ["de", "en"], 50.927)
    assert sorted(jena.memberships.values_list("network__slug", "state")) == [
        ("iscn", "admitted"),
        ("vernetzt-in-europa", "admitted"),
    ]
    assert {member.slug for member in Member.objects.filter(country="PL")} == {"boleslawiec"}
    code, out, _ = run(content)
    assert out.splitlines()[0] == "row 2: München: unchanged"
    assert out.splitlines()[-1] == "0 made, 0 changed, 44 unchanged"


@pytest.mark.django_db
def test_a_changed_cell_changes_that_member_and_stands_in_its_dossier(run: Run) -> None:
    run(sheet(KOCHI, PIURA))
    _, out, _ = run(sheet(KOCHI.replace("en;hi", "en;hi;ml"), PIURA))
    assert out == "row 2: Kochi: changed (languages)\nrow 3: Piura: unchanged\n0 made, 1 changed, 1 unchanged\n"
    kochi = Member.objects.get(name="Kochi")
    assert kochi.languages == ["en", "hi", "ml"]
    kinds = Concern.objects.filter(member_id=kochi.id).order_by("id").values_list("entry__kind", flat=True)
    assert list(kinds) == ["member_entered", "membership_admitted", "member_changed"]


@pytest.mark.django_db
def test_a_row_that_names_a_network_brings_back_who_was_declined_or_has_left(run: Run) -> None:
    row = "Jena,DE,municipality,21,Europe/Berlin,de,,iscn;vernetzt-in-europa"
    content = sheet(row, header=HEADER + ",networks")
    run(content)
    jena = Member.objects.get()
    europe, iscn = jena.memberships.order_by("-network__slug")
    jena.memberships.update(state="declined", since=europe.since - timedelta(days=1))
    jena.memberships.filter(id=iscn.id).update(state="ended")
    assert run(content)[1].splitlines()[0] == "row 2: Jena: changed (networks)"
    assert list(jena.memberships.values_list("state", flat=True)) == ["admitted"] * 2
    assert jena.memberships.get(id=europe.id).since >= europe.since
    kinds = Concern.objects.filter(member_id=jena.id).values_list("entry__kind", flat=True)
    assert list(kinds).count("membership_admitted") == 4
    jena.memberships.update(state="requested")
    assert run(content)[1].splitlines()[0] == "row 2: Jena: unchanged"
    assert list(jena.memberships.values_list("state", flat=True)) == ["requested"] * 2


@pytest.mark.django_db
def test_one_bad_row_keeps_all_rows_out(run: Run) -> None:
    code, out, err = run(sheet(KOCHI, PIURA.replace("America/Lima", "America/Piura"), "Jena,Germany,town,99,x,german,"))
    assert (code, out, Member.objects.count()) == (2, "", 0)
    assert err.splitlines()[0] == "row 3, time_zone: 'America/Piura' is no time zone such as Europe/Berlin"
    assert [line.split(":")[0] for line in err.splitlines()[1:]] == [
        "row 4, country",
        "row 4, kind",
        "row 4, size_class",
        "row 4, time_zone",
        "row 4, languages",
    ]


@pytest.mark.parametrize(
    "content",
    [
        sheet(KOCHI, PIURA),
        b"\xef\xbb\xbf" + sheet(KOCHI, PIURA),
        sheet(KOCHI, PIURA).replace(b"\n", b"\r\n"),
        sheet(KOCHI, "", ",,,,,,", PIURA),
        sheet(KOCHI, PIURA).replace(b";", b"|").replace(b",", b";"),
        sheet(KOCHI, PIURA).replace(b",", b"\t"),
        sheet(KOCHI + ",3", PIURA + ",4", header=HEADER.upper().replace("COUNTRY", " Country ") + ",Inhabitants"),
        sheet('"Kochi","IN",municipality,"11",Asia/Kolkata,"en, hi",heat-and-water', PIURA),
    ],
    ids=["plain", "mark", "windows lines", "empty rows", "semicolons", "tabs", "header in capitals", "quotes"],
)
def test_a_spreadsheet_is_read_however_it_was_saved(content: bytes) -> None:
    kochi, piura = parse(content, topics=TOPICS, networks=NETWORKS)
    assert kochi.values == {
        "name": "Kochi",
        "country": "IN",
        "kind": "municipality",
        "size_class": "11",
        "time_zone": "Asia/Kolkata",
        "languages": ["en", "hi"],
        "demo": True,
    }
    assert (piura.values["name"], piura.topics) == ("Piura", ("heat-and-water",))


def test_windows_1252_is_understood() -> None:
    row = "Köln,DE,municipality,11,Europe/Berlin,de,mobility"
    [koeln] = parse(sheet(row).decode().encode("cp1252"), topics=TOPICS, networks=NETWORKS)
    assert koeln.values["name"] == "Köln"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file: is empty"),
        (b"\n\n", "the file: is empty"),
        (sheet(), "the file: has no rows below the header"),
        (b"PK\x03\x04\x00\x00", "the file: is not a text file; save the spreadsheet as CSV"),
        ("name".encode("utf-16"), "the file: is encoded as UTF-16; save it as CSV in UTF-8"),
        (b"name\n\x81\xff", "the file: is neither UTF-8 nor Windows-1252; save it as CSV in UTF-8"),
        (sheet(KOCHI, header=HEADER.replace("time_zone", "zone")), "row 1, time_zone: column is missing"),
        (sheet(KOCHI + ",KOCHI", header=HEADER + ",Name"), "row 1, name: column occurs twice"),
        (sheet(KOCHI, KOCHI + ",more"), "row 3: has 8 cells, the header has 7"),
        (sheet(KOCHI, PIURA, "KOCHI" + KOCHI[5:]), "row 4, name: 'KOCHI' stands in row 2 already"),
        (sheet(KOCHI, '"Piura,PE'), "row 3: cannot be read (unexpected end of data)"),
        (sheet(KOCHI.replace("heat-and-water", "cold")), "row 2, demo_topic: 'cold' is not known"),
        (
            sheet(KOCHI + ",a@b.example", PIURA + ",A@b.example", header=HEADER + ",mailbox"),
            "row 3, mailbox: 'a@b.example' stands in row 2 already",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place(content: bytes, said: str) -> None:
    assert problems(content) == [said]


def test_a_file_over_20_mb_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(sheets.LIMIT + 1)
    with pytest.raises(Unreadable, match="larger than 20 MB"):
        sheets.load(path)


@pytest.mark.django_db
def test_a_missing_file_is_said(tmp_path: Path) -> None:
    err = io.StringIO()
    assert import_file(tmp_path / "nothing.csv", io.StringIO(), err) == 2
    assert err.getvalue() == "the file: cannot be read (No such file or directory)\n"


@pytest.mark.django_db
def test_two_places_of_one_name_get_addresses_of_their_own(run: Run) -> None:
    run(sheet(PIURA, PIURA.replace("PE", "MX"), PIURA.replace("PE", "BR"), "Пермь,BR,agency,,America/Lima,pt,"))
    assert sorted(Member.objects.values_list("slug", flat=True)) == ["br-1", "piura", "piura-br", "piura-mx"]


@given(st.binary(max_size=400))
def test_no_bytes_whatever_break_the_reader(content: bytes) -> None:
    try:
        parse(content, topics=TOPICS, networks=NETWORKS)
    except Unreadable as unreadable:
        assert unreadable.problems


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1), min_size=7, max_size=7))
def test_whatever_stands_in_the_cells_is_taken_or_named(cells: list[str]) -> None:
    quoted = ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)
    try:
        parse(sheet(KOCHI, quoted), topics=TOPICS, networks=NETWORKS)
    except Unreadable as unreadable:
        assert {problem.row for problem in unreadable.problems} <= {3}


def test_every_column_that_is_taken_is_a_field_of_the_member() -> None:
    assert set(imports.FIELDS) <= {field.name for field in Member._meta.get_fields()}
