"""What the doctor says about an installation."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from tests.serving import Platform

PARK = """
from django.utils import timezone
from datetime import timedelta
from ledger.models import Promise
now = timezone.now()
Promise.objects.create(key="a:1", stream="mixer:1", kind="a", data={}, promised_at=now, due_at=now, state="parked")
late = now - timedelta(hours=1)
Promise.objects.create(key="b:1", stream="mixer:1", kind="b", data={}, promised_at=late, due_at=late)
"""


def answer(platform: Platform) -> tuple[int, dict[str, Any]]:
    """Exit code and findings by area."""
    done = platform.run("doctor", "--json")
    findings = json.loads(done.stdout)["findings"]
    return done.returncode, {finding["area"]: finding for finding in findings}


def test_an_installation_that_was_never_started_lacks_its_schema(tmp_path: Path) -> None:
    code, findings = answer(Platform(tmp_path))
    assert code == 1
    assert findings["schema"]["well"] is False
    assert "ledger.0001_initial" in findings["schema"]["details"]["missing"]


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Platform:
    """An installation just prepared, without demo data: nothing in it falls due by itself."""
    platform = Platform(tmp_path_factory.mktemp("fresh"))
    assert platform.run("manage", "migrate", "-v0").returncode == 0
    return platform


def test_an_installation_just_prepared_is_well(fresh: Platform) -> None:
    code, findings = answer(fresh)
    assert [area for area, finding in findings.items() if not finding["well"]] == []
    assert code == 0
    assert findings["schema"]["details"]["newest"].keys() >= {"ledger", "members", "rooms"}
    assert findings["background"]["says"] == "never seen at work yet"


def test_background_work_that_nobody_started_is_missed_where_it_has_processes_of_its_own(fresh: Platform) -> None:
    apart = Platform(fresh.folder, settings={"REDIS_URL": "redis://127.0.0.1:9/0", "SECRET_KEY": "only for this test"})
    found = answer(apart)[1]["background"]
    assert (found["well"], found["says"]) == (False, "never seen at work yet")


def test_parked_and_overdue_promises_are_named(fresh: Platform) -> None:
    assert fresh.run("manage", "shell", "-v0", "-c", PARK).returncode == 0
    found = answer(fresh)[1]["promises"]
    assert found["well"] is False
    assert {name: found["details"][name] for name in ("due", "overdue", "parked")} == {
        "due": 1, "overdue": 1, "parked": 1,
    }  # fmt: skip
    quiet = fresh.run("doctor", "--quiet")
    assert quiet.returncode == 1
    assert "promises" in [line.split()[1] for line in quiet.stdout.splitlines()]
    assert "ok" not in [line.split()[0] for line in quiet.stdout.splitlines()]


@pytest.mark.alone
def test_servers_that_do_not_answer_are_named_within_seconds_and_no_password_is_shown(tmp_path: Path) -> None:
    nowhere = {
        "DATABASE_URL": "postgres://vernetzt:geheim-1@127.0.0.1:9/vernetzt",
        "REDIS_URL": "redis://:geheim-2@127.0.0.1:9/0",
        "EMAIL_URL": "smtp://post:geheim-3@127.0.0.1:9",
    }
    began = time.monotonic()
    done = Platform(tmp_path, settings=nowhere).run("doctor")
    assert time.monotonic() - began < 15
    assert done.returncode == 1
    wrong = [line.split()[1] for line in done.stdout.splitlines() if line.startswith("WRONG")]
    assert wrong == ["redis", "mail", "schema"]
    assert "geheim" not in done.stdout + done.stderr
