// The one field takes what is typed or scanned wherever the cursor stands, in the place of what was
// there; Escape empties it.
"use strict";
const field = document.getElementById("q");
field.addEventListener("focus", () => field.select());
if ("ready" in field.dataset) {
  field.focus();
}
document.addEventListener("keydown", (key) => {
  if (key.key === "Escape") {
    field.value = "";
    field.focus();
    return;
  }
  const elsewhere = !document.activeElement.matches("input, button, a, select");
  const typed = key.key.length === 1 && !key.ctrlKey && !key.metaKey && !key.altKey;
  if (typed && elsewhere && key.key !== " ") {
    field.focus(); // the key itself goes on to where the cursor is now
  }
});
