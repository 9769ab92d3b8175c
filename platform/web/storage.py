"""Static files with a fingerprint in their name, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class FingerprintedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Rewrites the imports of ES modules as well, so that a page never mixes two versions of them."""

    support_js_module_import_aggregation = True
