"""The Django project: settings, addresses, the `vernetzt` command, dashboard and organiser's console."""
