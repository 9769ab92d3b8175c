"""Each kind of entry and of promise is one class's."""

import pytest

from ledger import facts, promises
from ledger.facts import Fact, Named
from ledger.promises import Promised


@pytest.mark.parametrize(("base", "kinds"), [(Fact, facts.type_of_kind), (Promised, promises.type_of_kind)])
def test_two_classes_of_one_name_are_refused(base: type[Named], kinds: dict[str, type[Named]]) -> None:
    """The database knows them by name only: one would be read back as the other."""
    first = type("TownInvited", (base,), {"__module__": "peers.facts"})
    with pytest.raises(TypeError, match="both name a class TownInvited"):
        type("TownInvited", (base,), {"__module__": "exchanges.facts"})
    assert kinds["town_invited"] is first
    del kinds["town_invited"]
