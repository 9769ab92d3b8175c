// Buttons that copy a field's text; without scripts they are not there, and the field can be marked by hand.
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    await navigator.clipboard.writeText(field.value).catch(() => field.select());
    button.parentElement.querySelector("[role=status]").textContent = button.dataset.copied;
  });
}
