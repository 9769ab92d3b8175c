"""Check docker-compose.yml without Docker: against the Compose Specification's schema, and what we ask beyond it.

Beyond the schema: every long-running service has a health check and a restart policy, nothing is privileged, no
secret stands in the file, and whatever is depended on exists.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import yaml

ROOT = Path(__file__).resolve().parents[1]
SCHEMA = ROOT / "tests" / "vendor" / "compose-spec.json"
SECRETS = ("PASSWORD", "SECRET", "KEY", "TOKEN")


def complaints(document: dict[str, Any]) -> Iterator[str]:
    """What is wrong with a compose document, one sentence each."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    for error in jsonschema.Draft201909Validator(schema).iter_errors(document):
        yield f"{'.'.join(map(str, error.absolute_path)) or 'the file'}: {error.message}"
    services = document.get("services", {})
    for name, service in services.items():
        yield from _service_complaints(name, service)
        for needed in service.get("depends_on", {}):
            if needed not in services:
                yield f"{name}: depends on {needed}, which is not there"


def _service_complaints(name: str, service: dict[str, Any]) -> Iterator[str]:
    if service.get("privileged"):
        yield f"{name}: is privileged"
    lasting = service.get("restart") != "no"
    if lasting and "healthcheck" not in service:
        yield f"{name}: has no health check"
    if "restart" not in service:
        yield f"{name}: has no restart policy"
    for variable, value in _environment(service).items():
        if any(word in variable for word in SECRETS) and value and not str(value).startswith("${"):
            yield f"{name}: {variable} stands in the file"


def _environment(service: dict[str, Any]) -> dict[str, Any]:
    given = service.get("environment", {})
    return dict(item.partition("=")[::2] for item in given) if isinstance(given, list) else given


def main() -> int:
    """Check the project's compose file; 1 when something is wrong with it."""
    document = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    found = list(complaints(document))
    for complaint in found:
        print(complaint, file=sys.stderr)  # noqa: T201
    print(f"compose: {len(document['services'])} services, {len(found)} complaints")  # noqa: T201
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
