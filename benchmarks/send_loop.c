/* The least a server can do: read a frame from one socket, send() it to every socket, in a loop.

   A WebSocket echo to all, over epoll, without TLS, limits, authorisation or storage. What the kernel charges for a
   TCP send on this machine is what remains, so every other server is measured against it.

   Usage: send_loop PORT */

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define MOST 8192
#define BUFFER 65536

struct peer {
    int fd, open;
    size_t have;
    unsigned char *data;
};

static struct peer peers[MOST];
static int listening[MOST], count;

/* SHA-1 (FIPS 180-4) of a short message, for the handshake's answer. */
static uint32_t rol(uint32_t x, int n) { return x << n | x >> (32 - n); }

static void sha1(const unsigned char *message, size_t size, unsigned char digest[20]) {
    unsigned char block[128] = {0};
    size_t blocks = size + 9 > 64 ? 2 : 1;
    memcpy(block, message, size);
    block[size] = 0x80;
    for (int i = 0; i < 8; i++) block[blocks * 64 - 1 - i] = (unsigned char)((uint64_t)size * 8 >> (8 * i));
    uint32_t h[5] = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
    for (size_t b = 0; b < blocks; b++) {
        uint32_t w[80], v[5];
        for (int i = 0; i < 16; i++) {
            const unsigned char *p = block + b * 64 + i * 4;
            w[i] = (uint32_t)p[0] << 24 | p[1] << 16 | p[2] << 8 | p[3];
        }
        for (int i = 16; i < 80; i++) w[i] = rol(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
        memcpy(v, h, sizeof v);
        for (int i = 0; i < 80; i++) {
            uint32_t f, k;
            if (i < 20) f = (v[1] & v[2]) | (~v[1] & v[3]), k = 0x5A827999;
            else if (i < 40) f = v[1] ^ v[2] ^ v[3], k = 0x6ED9EBA1;
            else if (i < 60) f = (v[1] & v[2]) | (v[1] & v[3]) | (v[2] & v[3]), k = 0x8F1BBCDC;
            else f = v[1] ^ v[2] ^ v[3], k = 0xCA62C1D6;
            uint32_t next = rol(v[0], 5) + f + v[4] + k + w[i];
            v[4] = v[3], v[3] = v[2], v[2] = rol(v[1], 30), v[1] = v[0], v[0] = next;
        }
        for (int i = 0; i < 5; i++) h[i] += v[i];
    }
    for (int i = 0; i < 20; i++) digest[i] = (unsigned char)(h[i / 4] >> (24 - 8 * (i % 4)));
}

static void base64(const unsigned char *in, size_t size, char *out) {
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < size; i += 3) {
        uint32_t n = (uint32_t)in[i] << 16 | (i + 1 < size ? in[i + 1] << 8 : 0) | (i + 2 < size ? in[i + 2] : 0);
        *out++ = letters[n >> 18];
        *out++ = letters[n >> 12 & 63];
        *out++ = i + 1 < size ? letters[n >> 6 & 63] : '=';
        *out++ = i + 2 < size ? letters[n & 63] : '=';
    }
    *out = 0;
}

static void leave(struct peer *peer) {
    for (int i = 0; i < count; i++)
        if (listening[i] == peer->fd) {
            listening[i] = listening[--count];
            break;
        }
    close(peer->fd);
    free(peer->data);
    memset(peer, 0, sizeof *peer);
}

static int handshake(struct peer *peer) {
    static const char guid[] = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    peer->data[peer->have] = 0;
    char *end = strstr((char *)peer->data, "\r\n\r\n"), *key = strcasestr((char *)peer->data, "sec-websocket-key:");
    if (!end) return 0;
    if (!key) return -1;
    unsigned char text[128], digest[20];
    char accept[32], answer[256];
    size_t size = strspn(key += 18, " ");
    key += size;
    size = strcspn(key, "\r ");
    if (size > 60) return -1;
    memcpy(text, key, size);
    memcpy(text + size, guid, sizeof guid - 1);
    sha1(text, size + sizeof guid - 1, digest);
    base64(digest, 20, accept);
    int length = snprintf(answer, sizeof answer,
                          "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                          "Sec-WebSocket-Accept: %s\r\n\r\n", accept);
    if (send(peer->fd, answer, (size_t)length, MSG_NOSIGNAL) != length) return -1;
    size_t used = (size_t)(end + 4 - (char *)peer->data);
    memmove(peer->data, peer->data + used, peer->have -= used);
    peer->open = 1;
    listening[count++] = peer->fd;
    return 1;
}

/* Send every whole frame to everybody; returns -1 when the peer is to be closed. */
static int frames(struct peer *peer) {
    size_t at = 0;
    for (;;) {
        unsigned char *in = peer->data + at, out[BUFFER + 8];
        size_t left = peer->have - at, size, head = 2;
        if (left < 2) break;
        size = in[1] & 127;
        if (size == 127) return -1;
        if (size == 126) {
            if (left < 4) break;
            size = (size_t)in[2] << 8 | in[3], head = 4;
        }
        if (left < head + 4 + size) break;
        if ((in[0] & 15) == 8) return -1;
        size_t front = size < 126 ? 2 : 4;
        out[0] = 0x81;
        out[1] = (unsigned char)(size < 126 ? size : 126);
        out[2] = (unsigned char)(size >> 8), out[3] = (unsigned char)size;
        for (size_t i = 0; i < size; i++) out[front + i] = in[head + 4 + i] ^ in[head + i % 4];
        for (int i = 0; i < count; i++)
            if (send(listening[i], out, front + size, MSG_NOSIGNAL | MSG_DONTWAIT) < 0 && errno != EPIPE)
                perror("send");
        at += head + 4 + size;
    }
    memmove(peer->data, peer->data + at, peer->have -= at);
    return 0;
}

static void readable(struct peer *peer) {
    ssize_t got = recv(peer->fd, peer->data + peer->have, BUFFER - 1 - peer->have, 0);
    if (got <= 0) {
        leave(peer);
        return;
    }
    peer->have += (size_t)got;
    if (!peer->open && handshake(peer) < 1) return;
    if (frames(peer) < 0) leave(peer);
}

int main(int words, char **word) {
    int one = 1, door = socket(AF_INET, SOCK_STREAM, 0), queue = epoll_create1(0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (words < 2) return 2;
    address.sin_port = htons((uint16_t)atoi(word[1]));
    setsockopt(door, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(door, (struct sockaddr *)&address, sizeof address) || listen(door, 4096)) return perror("listen"), 1;
    struct epoll_event event = {.events = EPOLLIN, .data.fd = door}, events[256];
    epoll_ctl(queue, EPOLL_CTL_ADD, door, &event);
    puts("ready");
    fflush(stdout);
    for (;;) {
        int ready = epoll_wait(queue, events, 256, -1);
        for (int i = 0; i < ready; i++) {
            int fd = events[i].data.fd;
            if (fd != door) {
                if (peers[fd].data) readable(&peers[fd]);
                continue;
            }
            int guest = accept(door, NULL, NULL);
            if (guest < 0 || guest >= MOST) {
                if (guest >= 0) close(guest);
                continue;
            }
            setsockopt(guest, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
            peers[guest] = (struct peer){.fd = guest, .data = malloc(BUFFER)};
            event = (struct epoll_event){.events = EPOLLIN, .data.fd = guest};
            epoll_ctl(queue, EPOLL_CTL_ADD, guest, &event);
        }
    }
}
