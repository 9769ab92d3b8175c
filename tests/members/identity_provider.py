"""An identity provider for tests: allauth's own, at another origin of the same test server."""

from typing import Any

from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.urls import include, path

from hub.urls import urlpatterns as platform_urls

ADDRESS, NAME = "rosa@piura.example", "Rosa Quispe (demo)"

urlpatterns = [path("", include("allauth.idp.urls")), *platform_urls]


class Claims(DefaultOIDCAdapter):  # type: ignore[misc]
    """Answers as an organisation's provider would: with an address and a name of its own."""

    def get_claims(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The claims, with the organisation's address instead of the one of the account behind it."""
        return {**super().get_claims(*args, **kwargs), "email": ADDRESS, "email_verified": True, "name": NAME}


def private_key() -> str:
    """A fresh signing key (PEM)."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    encoding, shape = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    return key.private_bytes(encoding, shape, serialization.NoEncryption()).decode()
