// One live stream: a WebSocket that is opened again when it breaks, entries in order and each once, gaps fetched.
// Events: "entry", "ephemeral", "welcome", "reset", "answer" (detail: the frame) and "state" (detail: {state, code}).
const FINAL = new Set([4401, 4403, 4404]);
const LONGEST_WAIT = 30000;
const POLL_EVERY = 3000;
const TRY_SOCKET_EVERY = 60000;
const FAILURES_BEFORE_POLLING = 3;

const jitter = (milliseconds) => milliseconds * (0.5 + Math.random() / 2);

export class Stream extends EventTarget {
  constructor(name, { position = null, epoch = "", ticket = "" } = {}) {
    super();
    Object.assign(this, { name, position, epoch, ticket, state: "new", failures: 0, early: new Map(), fetching: null });
  }

  get open() {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  send(frame) {
    if (!this.open) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  start() {
    if (this.state === "closed" || this.socket?.readyState <= WebSocket.OPEN) return;
    clearTimeout(this.timer);
    const address = new URL(this.address(), location.href);
    if (this.ticket) address.searchParams.set("ticket", this.ticket);
    address.searchParams.set("language", document.documentElement.lang);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(address);
    this.socket = socket;
    if (this.state !== "polling") this.become("connecting");
    socket.addEventListener("message", (event) => socket === this.socket && this.receive(JSON.parse(event.data)));
    socket.addEventListener("close", (event) => socket === this.socket && this.lost(event.code));
  }

  stop() {
    clearTimeout(this.timer);
    const socket = this.socket;
    this.socket = null;
    socket?.close();
    if (this.state !== "closed") this.become("stopped");
  }

  address() {
    const epoch = this.epoch ? `&epoch=${encodeURIComponent(this.epoch)}` : "";
    const since = this.position === null ? "" : `?since=${this.position}${epoch}`;
    return `/live/${encodeURIComponent(this.name).replaceAll("%3A", ":")}/${since}`;
  }

  become(state, code = 0) {
    if (state === this.state) return;
    this.state = state;
    this.tell("state", { state, code });
  }

  tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  receive(frame) {
    if (Array.isArray(frame)) frame.forEach((each) => this.receive(each));
    else if (frame.kind === "welcome") this.welcomed(frame);
    else if (frame.kind === "reset") this.reset(frame);
    else if (frame.kind === "said" || frame.kind === "refused") this.tell("answer", frame);
    else if (Number.isInteger(frame.position)) this.place(frame);
    else this.tell("ephemeral", frame);
  }

  welcomed(frame) {
    this.failures = 0;
    const another = this.epoch && frame.epoch !== this.epoch;
    this.become("open");
    this.tell("welcome", frame);
    if (another) this.reset(frame);
    this.epoch = frame.epoch;
    if (this.position === null) this.position = frame.position;
  }

  reset(frame) {
    this.epoch = frame.epoch;
    this.position = frame.position;
    this.early.clear();
    this.tell("reset", frame);
  }

  place(entry) {
    if (this.position === null) this.position = entry.position - 1;
    if (entry.position <= this.position) return;
    this.early.set(entry.position, entry);
    for (let next; (next = this.early.get(this.position + 1)); ) {
      this.early.delete(next.position);
      this.position = next.position;
      this.tell("entry", next);
    }
    if (this.early.size) this.catchUp();
  }

  // Reads the log over HTTP: for gaps, when the socket cannot be opened, and to learn why it was refused.
  catchUp() {
    this.fetching ??= this.read().finally(() => {
      this.fetching = null;
    });
    return this.fetching;
  }

  async read() {
    const response = await fetch(this.address(), { headers: { Accept: "application/json" } }).catch(() => null);
    if (!response) return false;
    if ([401, 403, 404].includes(response.status)) {
      this.end(4000 + response.status);
      return false;
    }
    if (!response.ok || !response.headers.get("content-type")?.includes("json")) return false;
    const log = await response.json();
    const first = log.entries[0]?.position ?? log.position + 1;
    const another = this.epoch && log.epoch !== this.epoch;
    if (log.reset || another || (this.position !== null && first > this.position + 1)) this.reset(log);
    this.epoch = log.epoch;
    log.entries.forEach((entry) => this.place(entry));
    this.position ??= log.position;
    return log.more ? this.read() : true;
  }

  end(code) {
    clearTimeout(this.timer);
    const socket = this.socket;
    this.socket = null;
    socket?.close();
    this.become("closed", code);
  }

  lost(code) {
    if (FINAL.has(code)) {
      this.end(code);
      return;
    }
    const opened = this.state === "open";
    this.failures = opened ? 0 : this.failures + 1;
    if (code === 4408 || code === 1012) this.again(jitter(code === 4408 ? 300 : 2500), code);
    else if (this.failures >= FAILURES_BEFORE_POLLING) this.poll();
    else this.again(jitter(Math.min(LONGEST_WAIT, 500 * 2 ** this.failures)), code);
  }

  again(wait, code) {
    this.become("waiting", code);
    this.timer = setTimeout(() => this.start(), wait);
  }

  async poll() {
    this.triedSocket = performance.now();
    while (this.state !== "closed" && this.state !== "stopped" && !this.open) {
      const answered = await this.catchUp();
      if (this.state === "closed" || this.state === "stopped") return;
      this.become(answered ? "polling" : "waiting");
      await new Promise((resolve) => setTimeout(resolve, jitter(answered ? POLL_EVERY * 1.3 : 8000)));
      if (performance.now() - this.triedSocket > TRY_SOCKET_EVERY || !answered) break;
    }
    if (this.state !== "closed" && this.state !== "stopped") this.start();
  }
}
