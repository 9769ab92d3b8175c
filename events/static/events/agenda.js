// Dragging sessions on the agenda's board. Whoever cannot or will not drag uses "Move…"; both post the same form.
const form = document.getElementById("drop-form");
let dragged = null;

function ready() {
  for (const tile of document.querySelectorAll(".agenda-tile")) tile.draggable = true;
}

function place(event) {
  return dragged && event.target.closest?.("[data-drop]");
}

function mark(cell) {
  for (const other of document.querySelectorAll(".drop-here")) if (other !== cell) other.classList.remove("drop-here");
  cell?.classList.add("drop-here");
}

document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.(".agenda-tile") ?? null;
  if (!dragged) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.dataset.session);
});

document.addEventListener("dragover", (event) => {
  const cell = place(event);
  mark(cell);
  if (cell) event.preventDefault();
});

document.addEventListener("dragend", () => {
  mark(null);
  dragged = null;
});

document.addEventListener("drop", (event) => {
  const cell = place(event);
  if (!cell) return;
  event.preventDefault();
  form.elements.day.value = cell.dataset.day;
  form.elements.time.value = cell.dataset.clock;
  form.elements.stage.value = cell.dataset.stage;
  form.elements.revision.value = dragged.dataset.revision;
  form.action = `${form.dataset.address}${dragged.dataset.session}/move/`;
  form.submit();
});

document.addEventListener("fragment:loaded", ready);
ready();
