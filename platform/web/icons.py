"""The product's icons: 24 by 24, drawn with one stroke of the text's colour.

Each value is the inside of an `<svg>`. They are our own drawings; add one here and use it as `{% icon "name" %}`.
"""

ICONS = {
    "arrow": '<path d="M5 12h14M13 6l6 6-6 6"/>',
    "back": '<path d="M19 12H5M11 6l-6 6 6 6"/>',
    "bell": '<path d="M6 10a6 6 0 0 1 12 0c0 5 2 6 2 7H4c0-1 2-2 2-7ZM10 20a2.2 2.2 0 0 0 4 0"/>',
    "calendar": '<path d="M4 6h16v14H4zM4 10.5h16M8.5 3.5v4M15.5 3.5v4"/>',
    "chat": '<path d="M4 5h16v11h-8.5L7 20v-4H4z"/>',
    "check": '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5.2l3.4 2"/>',
    "close": '<path d="m6 6 12 12M18 6 6 18"/>',
    "country": '<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c5 5 5 12 0 17M12 3.5c-5 5-5 12 0 17"/>',
    "danger": '<path d="M8.5 3.5h7l5 5v7l-5 5h-7l-5-5v-7zM12 8v4.6M12 15.8v.2"/>',
    "download": '<path d="M12 4v11M7 10.5l5 5 5-5M5 20h14"/>',
    "edit": '<path d="M5 19v-4L16 4l4 4L9 19zM13.5 6.5l4 4"/>',
    "exchange": '<path d="M4 9h14M14 5l4 4-4 4M20 15H6M10 11l-4 4 4 4"/>',
    "eye": '<path d="M3 12c4-7 14-7 18 0-4 7-14 7-18 0Z"/><circle cx="12" cy="12" r="2.6"/>',
    "filter": '<path d="M4 6h16M7.5 12h9M10.5 18h3"/>',
    "hand": '<path d="M7 12V6.5a1.5 1.5 0 0 1 3 0V11 4.5a1.5 1.5 0 0 1 3 0V11 5.5a1.5 1.5 0 0 1 3 0V13'
    'c0 0 1-2.5 2.5-2 1 .4.7 1.6.3 2.5-1.3 3.5-2.8 7-7.3 7-3.5 0-5.5-2.5-5.5-6z"/>',
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5M12 7.8v.2"/>',
    "language": '<path d="M3.5 6h10M8.5 4v2c0 4-2 7-5 8.5M6 9c1 2.5 3 4.5 5.5 5.5M12 20l4-9.5 4 9.5M13.4 17h5.2"/>',
    "link": (
        '<path d="M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.7l1-1"/>'
    ),
    "list": '<path d="M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01"/>',
    "lock": '<path d="M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3"/>',
    "mail": '<path d="M4 6h16v12H4zM4 7l8 6.5L20 7"/>',
    "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
    "microphone": (
        '<path d="M12 4a2.5 2.5 0 0 0-2.5 2.5v5a2.5 2.5 0 0 0 5 0v-5A2.5 2.5 0 0 0 12 4ZM6.5 11.5a5.5 5.5 0'
        ' 0 0 11 0M12 17v3"/>'
    ),
    "moon": '<path d="M19 14.5A8 8 0 0 1 9.5 5 7.5 7.5 0 1 0 19 14.5Z"/>',
    "note": '<path d="M5 4h14v11l-5 5H5zM14 20v-5h5M8.5 8.5h7M8.5 12h4"/>',
    "pause": '<path d="M8.5 5.5v13M15.5 5.5v13"/>',
    "people": (
        '<circle cx="9" cy="8" r="3.2"/><path d="M3 19.5c0-3.5 2.5-6 6-6s6 2.5 6 6M15.5 5.2a3.2 3.2 0 0 1 0'
        ' 5.8M17.5 14c2.2.8 3.5 2.8 3.5 5.5"/>'
    ),
    "person": '<circle cx="12" cy="8" r="3.6"/><path d="M5 20c0-4 3-6.5 7-6.5s7 2.5 7 6.5"/>',
    "play": '<path d="M8 5.5 18.5 12 8 18.5z"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6"/><path d="m15 15 5 5"/>',
    "send": '<path d="M4 12 20 5l-5 15-3.5-6.5zM11.5 13.5 20 5"/>',
    "settings": (
        '<path d="M4 8h9M17 8h3M4 16h3M11 16h9"/><circle cx="15" cy="8" r="2"/><circle cx="9" cy="16" r="2"/>'
    ),
    "spark": '<path d="M12 4v5M12 15v5M4 12h5M15 12h5M6.5 6.5l3 3M14.5 14.5l3 3M17.5 6.5l-3 3M9.5 14.5l-3 3"/>',
    "success": '<circle cx="12" cy="12" r="8.5"/><path d="m8 12.3 2.8 2.8L16 9.5"/>',
    "sun": (
        '<circle cx="12" cy="12" r="3.8"/><path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4'
        ' 1.4M18.4 5.6 17 7M7 17l-1.4 1.4"/>'
    ),
    "table": '<circle cx="12" cy="12" r="4.5"/><path d="M12 3.2v.1M20.8 12h-.1M12 20.8v-.1M3.2 12h.1"/>',
    "unmute": '<path d="M4 10v4h3.5L12 18V6L7.5 10zM16 9c1.5 1.7 1.5 4.3 0 6M18.5 6.5c3 3.2 3 7.8 0 11"/>',
    "warning": '<path d="M12 4 2.8 19.5h18.4zM12 10v4.5M12 17v.2"/>',
}
