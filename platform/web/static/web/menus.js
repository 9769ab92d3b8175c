// Open panels (<details class="account">) close with Escape and when the focus or a click goes elsewhere.
const open = () => document.querySelectorAll("details.account[open]");

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const panel of open()) {
    panel.removeAttribute("open");
    panel.querySelector("summary").focus();
  }
});
for (const type of ["click", "focusin"]) {
  document.addEventListener(type, (event) => {
    for (const panel of open()) if (!panel.contains(event.target)) panel.removeAttribute("open");
  });
}
