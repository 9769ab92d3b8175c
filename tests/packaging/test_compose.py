"""The compose file, checked without Docker; and that the check sees what it is for."""

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts.compose import complaints

ROOT = Path(__file__).resolve().parents[2]
UNKNOWN = "'{}' does not match any of the regexes: '^x-'"


@pytest.fixture
def document() -> dict[str, Any]:
    """The project's compose file."""
    return copy.deepcopy(yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8")))


def test_the_compose_file_keeps_the_rules(document: dict[str, Any]) -> None:
    assert list(complaints(document)) == []


def test_it_holds_the_parts_of_a_whole_installation(document: dict[str, Any]) -> None:
    assert set(document["services"]) == {
        "proxy", "migrate", "web", "worker", "clock-a", "clock-b", "database", "redis",
    }  # fmt: skip


def test_only_the_proxy_is_reached_from_outside(document: dict[str, Any]) -> None:
    assert [name for name, service in document["services"].items() if "ports" in service] == ["proxy"]


@pytest.mark.parametrize(
    ("service", "key", "value", "says"),
    [
        ("web", "restart", None, "web: has no restart policy"),
        ("web", "healthcheck", None, "web: has no health check"),
        ("web", "privileged", True, "web: is privileged"),
        ("web", "depends_on", {"ghost": {"condition": "service_started"}}, "web: depends on ghost, which is not there"),
        ("database", "environment", {"POSTGRES_PASSWORD": "geheim"}, "database: POSTGRES_PASSWORD stands in the file"),
        ("redis", "comand", ["redis-server"], "services.redis: " + UNKNOWN.format("comand")),
    ],
)  # fmt: skip
def test_a_mistake_is_named(document: dict[str, Any], service: str, key: str, value: Any, says: str) -> None:
    changed = dict(document["services"][service])
    changed.pop(key, None) if value is None else changed.update({key: value})
    document["services"][service] = changed
    assert says in list(complaints(document))
