"""Live sockets: one hub per stream and process reads the ledger once and writes one frame to every socket.

How upper layers take part is in `web.live.streams`; the frames are described in docs and in `web.live.frames`.
"""
