// Leads people through a mixer: to their table at the bell, back to the lobby, to another table when they are moved, to
// what stays when it is over. Whoever is writing gets a note with a link and is led on when they leave the field.
import { refresh } from "../web/refresh.js";
import { note, says } from "./notes.js";

const root = document.querySelector("[data-mixer]");
const SEATS = ["seat_taken", "seat_moved", "seat_left", "tables_merged"];
const WAIT = 1000;
const SPREAD = 1500; // when the bell rings, not everybody asks for their table at the same moment
let way = "";
let leaving = 0; // the one timer: a page that is left twice at once loads twice

function writing() {
  const active = document.activeElement;
  return active?.matches("textarea, input[type=text], input[type=search]") && active.value.trim() !== "";
}

// What was written at a table and not sent comes along to the lobby, where it can be sent or thrown away.
function carry() {
  const text = root.dataset.page === "table" ? document.querySelector("[data-compose] [name=text]")?.value.trim() : "";
  const there = `draft:${new URL(root.dataset.lobbyDraft, location.href)}`;
  if (text && way === root.dataset.lobby && !sessionStorage.getItem(there)) sessionStorage.setItem(there, text);
}

function go() {
  leaving = 0;
  if (!way || writing()) return;
  carry();
  location.assign(way);
}

function lead(sentence, address) {
  way = address;
  note("way", says(sentence), { address });
  clearTimeout(leaving);
  leaving = setTimeout(go, WAIT + Math.random() * SPREAD);
}

// Seats change all the time somewhere; only what concerns the reader's own table is shown anew.
function seatsChanged(data) {
  const mine = document.querySelector("[data-table]")?.dataset.table;
  const touched = [data.table_id, data.from_table_id].map(String).includes(mine);
  if (touched || concerns(data)) document.querySelectorAll("[data-mixer-own]").forEach(refresh);
}

const concerns = (data) => [data.person_id, ...(data.person_ids ?? [])].map(String).includes(root.dataset.me);

function led({ kind, data }) {
  const { page, lobby, tablePage, afterwards, recap, roundNow } = root.dataset;
  if (page === "host") return kind === "mixer_ended" ? note("way", says("mixer_ended_host"), { address: recap }) : undefined;
  if (kind === "mixer_ended") return lead("mixer_ended", afterwards);
  if (kind === "round_opened" && String(data.number) !== roundNow) return lead("round_opened", tablePage);
  if (kind === "round_closed" && page === "table") return lead("round_closed", lobby);
  if (!concerns(data)) return undefined;
  if (kind === "seat_taken" && page === "lobby") return lead("round_opened", tablePage);
  if (kind === "seat_left" && page === "table") return lead("seat_left", lobby);
  if (kind === "seat_moved" || kind === "tables_merged") return lead("moved", tablePage);
  return undefined;
}

if (root) {
  root.addEventListener("live:entry", ({ detail }) => {
    if (detail.kind === "announced") note("announced", detail.data.text);
    if (SEATS.includes(detail.kind)) seatsChanged(detail.data);
    led(detail);
  });
  // The log no longer reaches back to what this page shows: the server knows where its reader belongs.
  root.addEventListener("live:reset", () => root.dataset.page === "table" && lead("moved", root.dataset.tablePage));
  document.addEventListener("focusout", () => way && (leaving ||= setTimeout(go, WAIT)));
  document.addEventListener("click", (event) => event.target.closest("[data-note-way]") && carry());
}
