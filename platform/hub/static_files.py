"""Static files as they are shipped: each under a name with its checksum, compressed, kept by browsers for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class CheckedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Also rewrites what ES modules import, so that a module is loaded once under one name."""

    support_js_module_import_aggregation = True
