"""Notices of peer learning read in every language, as a sentence on the page and as a mail, and name nobody twice."""

import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from members import mailing, notices
from members.models import Notice
from tests.peers import cast

TEMPLATES = Path(__file__).resolve().parents[2] / "peers" / "templates" / "notices"
KINDS = sorted(path.stem for path in TEMPLATES.glob("*.txt") if "session" not in path.stem)
pytestmark = pytest.mark.django_db


@pytest.fixture
def data():
    pirna, kochi = cast.member("Pirna"), cast.member("Kochi")
    katrin, anu = cast.delegate("Katrin", pirna), cast.delegate("Anu", kochi)
    cast.offer(kochi)
    made = cast.partnership(cast.posted(katrin, pirna), kochi, by=katrin, host_by=anu)
    ids = {"request_id": made.request_id, "partnership_id": made.pk, "member_id": pirna.pk, "host_id": kochi.pk}
    return katrin, {**ids, "state": "matched", "to": "learning", "months": 6}


def test_there_are_as_many_kinds_as_are_told():
    assert len(KINDS) == 15


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_reads_in_every_language(kind, data):
    katrin, values = data
    notices.tell([katrin.pk], kind=kind, key=f"again:{kind}", data=values, address="/peers/")
    notice = Notice.objects.get(key=f"again:{kind}:{katrin.pk}")
    [(_, context)] = notices.with_subjects([notice])
    said = set()
    for language in ("en", "de", "es", "pt-br"):
        with override(language):
            subject, text = mailing.written(notice)
            sentence = render_to_string(f"notices/{kind}.html", context).strip()
        assert subject
        assert text
        assert sentence
        assert not re.search(r"[{}]|%\(|None", subject + text + sentence)
        said.add(sentence)
    assert len(said) == 4


def test_what_is_told_is_told_once_however_often_the_reaction_runs(data):
    from ledger.reading import since
    from peers import announcements

    _, values = data
    before = Notice.objects.count()
    for entry in since(f"request:{values['request_id']}", 0):
        if entry.kind == "peer_invited":
            announcements.tell_host(entry)
        if entry.kind == "peer_accepted":
            announcements.tell_inviter(entry)
    assert Notice.objects.count() == before
