// A live stage in the audience: questions, votes, polls, announcements and applause as they are told, in place. A page
// asks for its parts again only when a session ends, and then not all pages at the same moment.
import { refresh } from "../web/refresh.js";
import { written } from "../web/times.js";

const root = document.querySelector("[data-stage]");
const says = (name) => document.querySelector(`[data-stage-says="${name}"]`)?.content.textContent.trim() ?? "";
const copy = (name) => document.querySelector(`[data-stage-${name}]`)?.content.firstElementChild.cloneNode(true);
const PER_SECOND = 50; // so many pages ask again within a second
const SHOWN = 2500;
let counted = {};

function told(text, good = true) {
  const line = document.querySelector("[data-stage-told]");
  line.textContent = text;
  line.hidden = !text;
  line.classList.toggle("note--success", good);
  line.classList.toggle("note--danger", !good);
}

// Who has the focus in something that is replaced, and gives it to the same thing anew, or to the part it stood in.
const focusedIn = (known) => (known?.contains(document.activeElement) ? document.activeElement.id || "-" : "");

function focusOn(id, part) {
  const again = document.getElementById(id);
  (again && !again.disabled ? again : document.getElementById(part)).focus({ preventScroll: true });
}

// --- questions -------------------------------------------------------------------------------------------------------
const questions = () => document.querySelector("[data-stage-questions] [data-questions]");
const questionOf = (id) => document.getElementById(`question-${id}`);
const RANK = { waiting: 0, open: 1, answered: 2 };

function sort(list) {
  const key = (item) => [RANK[item.dataset.state] ?? 1, -Number(item.dataset.votes), Number(item.dataset.question)];
  const items = [...list.children].map((item) => [key(item), item]);
  items.sort(([a], [b]) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
  const wanted = items.map(([, item]) => item);
  if (wanted.every((item, index) => list.children[index] === item)) return;
  const focused = list.contains(document.activeElement) ? document.activeElement : null;
  list.append(...wanted);
  focused?.focus({ preventScroll: true });
}

function fill(item, data) {
  const id = data.question_id;
  Object.assign(item, { id: `question-${id}`, className: `question question--${data.state}` });
  Object.assign(item.dataset, { question: id, state: data.state, votes: data.votes });
  const form = item.querySelector("[data-stage-vote]");
  form.action = form.dataset.address.replace("{id}", id);
  const button = item.querySelector("button");
  button.id = `vote-${id}`;
  button.setAttribute("aria-describedby", `question-text-${id}`);
  button.disabled = data.state !== "open";
  item.querySelector("[data-votes-shown]").textContent = data.votes;
  const text = item.querySelector("[data-text]");
  text.id = `question-text-${id}`;
  text.textContent = data.text;
  item.querySelector("[data-name]").textContent = [data.name || says("nameless"), data.member].filter(Boolean).join(", ");
  item.querySelector("[data-answered]").hidden = data.state !== "answered";
}

function questionTold(data) {
  const list = questions();
  if (!list) return;
  const known = questionOf(data.question_id);
  const focused = focusedIn(known);
  if (data.text === undefined) {
    if (data.state === "hidden") known?.remove();
  } else {
    const item = copy("question");
    const mine = known?.querySelector("[aria-pressed=true]");
    fill(item, data);
    if (mine) press(item, true);
    if (known) known.replaceWith(item);
    else list.append(item);
    sort(list);
  }
  if (focused) focusOn(focused, "questions");
  document.querySelector("[data-stage-questions] [data-none]").hidden = list.childElementCount > 0;
}

function votesTold({ votes }) {
  const list = questions();
  if (!list) return;
  for (const [id, number] of Object.entries(votes)) {
    const item = questionOf(id);
    if (!item) continue;
    item.dataset.votes = number;
    item.querySelector("[data-votes-shown]").textContent = number;
  }
  sort(list);
}

function press(item, pressed) {
  item.querySelector("[aria-pressed]").setAttribute("aria-pressed", String(pressed));
  item.querySelector("[name=wanted]").value = pressed ? "0" : "1";
}

// --- polls -----------------------------------------------------------------------------------------------------------
function pollTold(data) {
  const list = document.querySelector("[data-stage-polls] [data-polls]");
  if (!list || !data.answers) return;
  const known = document.getElementById(`poll-${data.ballot_id}`);
  const chosen = known?.querySelector("input:checked")?.value ?? known?.dataset.chosen;
  const focused = focusedIn(known);
  const item = poll(data, chosen);
  if (known) known.replaceWith(item);
  else list.prepend(item);
  if (focused) focusOn(focused, "polls");
  document.querySelector("[data-stage-polls] [data-none]").hidden = true;
}

function poll(data, chosen) {
  const item = copy("poll");
  item.id = `poll-${data.ballot_id}`;
  item.dataset.poll = data.ballot_id;
  if (chosen) item.dataset.chosen = chosen;
  const [form, title, closed, results] = ["form", "h3", "[data-closed]", ".results"].map((what) => item.querySelector(what));
  if (data.state === "open") {
    form.action = form.dataset.address.replace("{id}", data.ballot_id);
    form.querySelector("[data-text]").textContent = data.text;
    form.querySelector("button").id = `choose-${data.ballot_id}`;
    form.querySelector("fieldset").append(...data.answers.map((answer) => choice(answer, chosen)));
    title.remove();
    closed.remove();
  } else {
    form.remove();
    title.textContent = data.text;
  }
  if (data.shown) results.append(...bars(data.answers));
  else results.remove();
  return item;
}

function choice(answer, chosen) {
  const label = copy("answer");
  const field = label.querySelector("input");
  label.htmlFor = field.id = `answer-${answer.id}`;
  field.value = answer.id;
  field.checked = String(answer.id) === String(chosen);
  label.querySelector("span").textContent = answer.text;
  return label;
}

function bars(answers) {
  const total = answers.reduce((sum, answer) => sum + answer.chosen, 0);
  const lines = answers.map((answer) => {
    const line = copy("result");
    const [label, number, bar] = line.children;
    label.textContent = answer.text;
    label.htmlFor = bar.id = `result-${answer.id}`;
    number.textContent = answer.chosen;
    Object.assign(bar, { max: total || 1, value: answer.chosen });
    return line;
  });
  const sum = Object.assign(document.createElement("p"), { className: "muted small" });
  sum.textContent = says("total").replace("{n}", total);
  return [...lines, sum];
}

// --- announcements and applause --------------------------------------------------------------------------------------
function announced(frame) {
  const id = frame.data.announcement_id;
  if (document.querySelector(`[data-announcement="${id}"]`)) return;
  const item = copy("announcement");
  item.dataset.announcement = id;
  item.querySelector("[data-when]").textContent = says("announced").replace("{hour}", written(new Date(frame.at), "hour"));
  item.querySelector("[data-text]").textContent = frame.data.text;
  document.querySelector("[data-stage-announced]").prepend(item);
}

function applauded({ counts }) {
  for (const [sign, number] of Object.entries(counts)) {
    const place = document.querySelector(`[data-sign="${CSS.escape(sign)}"]`);
    if (!place) continue;
    counted[sign] = (counted[sign] ?? 0) + number;
    place.textContent = counted[sign];
    clearTimeout(place.timer);
    place.timer = setTimeout(() => {
      place.textContent = "";
      delete counted[sign];
    }, SHOWN);
  }
}

// --- a fishbowl's chairs, and small groups ---------------------------------------------------------------------------
function chairsTold({ chairs, asked }) {
  const part = document.querySelector("[data-stage-chairs]");
  if (!part || !chairs) return;
  const focused = focusedIn(part);
  for (const one of chairs) {
    const item = part.querySelector(`[data-chair="${one.number}"]`);
    item.classList.toggle("chair--taken", one.person_id > 0);
    item.querySelector("[data-name]").textContent = [one.name, one.member].filter(Boolean).join(", ");
    item.querySelector("[data-free]").hidden = one.person_id > 0;
  }
  const mine = chairs.some((one) => String(one.person_id) === part.dataset.stageChairs);
  const line = part.querySelector("[data-asked]");
  line.querySelector("[data-names]").textContent = asked;
  line.hidden = !asked;
  offered(part, "[data-take]", !mine && !asked);
  offered(part, "[data-leave]", mine);
  if (focused) (part.querySelector("form:not([hidden]) button") ?? part).focus({ preventScroll: true });
}

function offered(part, form, wanted) {
  const found = part.querySelector(form);
  if (found) found.hidden = !wanted;
}

function groupTold({ group_id: id }) {
  const part = document.querySelector("[data-stage-groups]");
  if (part?.querySelector(`[data-group="${id}"]`)) refresh(part);
}

const groupsTold = () => soon("[data-stage-groups]");

const TOLD = {
  question_asked: questionTold,
  question_moved: questionTold,
  questions_counted: votesTold,
  ballot_opened: pollTold,
  ballot_closed: pollTold,
  ballot_shown: pollTold,
  ballot_counted: (data) => data.shown && pollTold(data),
  applauded,
  chair_taken: chairsTold,
  chair_left: chairsTold,
  group_step_began: groupsTold,
  group_step_extended: groupsTold,
  group_work_ended: groupsTold,
  small_group_changed: groupTold,
};

// Parts that everybody asks for again, not all at the same moment.
function soon(parts) {
  const spread = (Number(root.dataset.spread) / PER_SECOND) * 1000;
  setTimeout(() => document.querySelectorAll(parts).forEach(refresh), Math.random() * spread);
}

const again = () => soon("[data-stage-now]");

if (root) {
  root.addEventListener("live:entry", ({ detail }) => {
    if (detail.kind === "stage_announced") announced(detail);
    else if (detail.kind === "broadcast_set") again();
    else if (String(detail.data.session_id) === root.dataset.session) TOLD[detail.kind]?.(detail.data);
  });
  root.addEventListener("live:reset", () => location.reload());
  document.addEventListener("clock:ended", again);
}

// --- forms that are posted without leaving the page ------------------------------------------------------------------
async function post(form, button) {
  const body = new FormData(form, button);
  const response = await fetch(form.action, { method: "POST", body, headers: { "X-Fragment": "1" } }).catch(() => null);
  delete form.dataset.sent;
  const answer = await response?.json().catch(() => null);
  if (response?.ok && !response.redirected) return { ok: true, told: answer?.told ?? "" };
  return { ok: false, told: answer?.reason ?? says("failed") };
}

async function quiet(form, button) {
  const answer = await post(form, button);
  const error = form.querySelector("[data-stage-error]");
  if (error) refusedBeside(error, form.elements.text, answer.ok ? "" : answer.told);
  told(error && !answer.ok ? "" : answer.told, answer.ok);
  if (!answer.ok) return;
  const nonce = form.elements.nonce;
  if (nonce) nonce.value = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
  if (nonce && form.elements.text) form.elements.text.value = "";
  const part = form.closest("[data-refresh][data-src]");
  if (part) refresh(part);
}

function refusedBeside(error, field, reason) {
  error.textContent = reason;
  error.hidden = !reason;
  if (reason) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
  if (reason) field.focus();
}

async function vote(form) {
  const item = form.closest("[data-question]");
  const wanted = form.elements.wanted.value === "1";
  const answer = post(form);
  press(item, wanted);
  const { ok, told: reason } = await answer;
  if (ok) return;
  press(questionOf(item.dataset.question) ?? item, !wanted);
  told(reason, false);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.matches("[data-stage-quiet], [data-stage-vote]")) return;
  event.preventDefault();
  if (form.matches("[data-stage-vote]")) vote(form);
  else quiet(form, event.submitter);
});
