"""Two organisers who change the same item of a documentation: neither writes over what the other has not shown them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from events.documentation import items
from events.models import DocumentationFile, DocumentationItem, Event, Session
from members.models import Person
from tests.events import cast
from tests.events.documentation.over import PDF, item

pytestmark = pytest.mark.django_db
LINK = "https://video.example.org/heat"


@pytest.fixture
def lena() -> Client:
    """Another organiser of the network, at her browser."""
    client = Client()
    client.force_login(cast.organiser("Lena"))
    return client


def at(row: DocumentationItem) -> str:
    return f"/events/symposium/documentation/edit/{row.pk}/"


def typed(lena: Client, row: DocumentationItem, **more: object) -> dict[str, object]:
    """What Lena's browser sends of the form as it was shown to her, with what she typed into it."""
    form = lena.get(at(row)).context["form"]
    shown = {"revision": form["revision"].value(), "kind": row.kind, "licence": row.licence, "address": row.address}
    return {**shown, "session": str(row.session_id), "titles_en": row.titles["en"], **more}


def test_an_item_changed_meanwhile_is_not_written_over_and_what_was_typed_stays(
    event: Event, olga: Person, heat: Session, lena: Client
) -> None:
    row = item(event, olga, session_id=heat.pk)
    sent = typed(lena, row, titles_en="Heat in Piura")
    items.change(event, row.pk, by=olga, session_id=heat.pk, titles={"en": "Heat in Kochi"}, licence="CC0-1.0")
    refused = lena.post(at(row), sent)
    told = "Olga has changed this meanwhile. What you typed is not saved yet; both texts are kept."
    assert (refused.status_code, refused.context["form"].non_field_errors()) == (409, [told])
    assert refused.context["form"]["titles"].value()["en"] == "Heat in Piura"
    assert refused.context["theirs"] == [
        ("Title", "Heat in Kochi"),
        ("Licence", "CC0 1.0: no rights reserved"),
    ]
    row.refresh_from_db()
    assert (row.titles, row.licence) == ({"en": "Heat in Kochi"}, "CC0-1.0")
    again = {**sent, "revision": refused.context["form"]["revision"].value()}
    assert [lena.post(at(row), again).status_code for _ in range(2)] == [302, 302]
    row.refresh_from_db()
    assert (row.titles, row.licence, row.revision) == ({"en": "Heat in Piura"}, "CC-BY-4.0", 2)


def test_a_stale_address_does_not_delete_the_file_a_colleague_has_uploaded(
    event: Event, olga: Person, heat: Session, lena: Client
) -> None:
    row = item(event, olga, session_id=heat.pk, address="")
    sent = typed(lena, row, address=LINK)
    items.change(event, row.pk, by=olga, session_id=heat.pk, file=PDF)
    refused = lena.post(at(row), sent)
    assert (refused.status_code, refused.context["theirs"]) == (
        409,
        [("Or the address where it lies", ""), ("File", "heat.pdf")],
    )
    assert bytes(DocumentationFile.objects.get(item=row).content) == PDF[1]


def test_who_chose_a_file_for_an_item_changed_meanwhile_is_asked_to_choose_it_again(
    event: Event, olga: Person, heat: Session, lena: Client
) -> None:
    row = item(event, olga, session_id=heat.pk, address="")
    sent = typed(lena, row)
    items.change(event, row.pk, by=olga, session_id=heat.pk, file=PDF)
    own = SimpleUploadedFile("own.pdf", b"%PDF-1.7 own")
    refused = lena.post(at(row), {**sent, "file": own})
    assert refused.context["form"].errors["file"] == ["Please choose your file again before you save."]
    assert DocumentationFile.objects.get(item=row).name == "heat.pdf"
