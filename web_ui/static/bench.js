// Dragging on the bench: hold a badge or a weapon before a reader. A plain click is a form of its own.
"use strict";
(() => {
  const FAR = 8; // pixels a finger may tremble before a click becomes a drag
  let held = null;
  let dragged = -Infinity;

  function over(x, y) {
    const below = document.elementsFromPoint(x, y).find((part) => part.closest("[data-reader]"));
    return below ? below.closest("[data-reader]") : null;
  }

  function light(target) {
    for (const reader of document.querySelectorAll("[data-reader]")) {
      reader.classList.toggle("near", reader === target);
    }
  }

  function drop() {
    if (held && held.ghost) held.ghost.remove();
    light(null);
    held = null;
  }

  async function show(reader, text) {
    const form = new URLSearchParams({ token: document.body.dataset.token, reader, text });
    await fetch("/bench/scan", { method: "POST", body: form, headers: { "X-Dragged": "1" } });
  }

  document.addEventListener("pointerdown", (grip) => {
    const part = grip.target.closest("[data-drag]");
    if (part && grip.button === 0) held = { part, x: grip.clientX, y: grip.clientY, ghost: null };
  });

  document.addEventListener("pointermove", (move) => {
    if (!held) return;
    const far = Math.hypot(move.clientX - held.x, move.clientY - held.y) > FAR;
    if (!held.ghost && far) {
      held.ghost = held.part.cloneNode(true);
      held.ghost.classList.add("ghost");
      held.ghost.style.setProperty("width", `${held.part.offsetWidth}px`);
      document.body.append(held.ghost);
    }
    if (!held.ghost) return;
    held.ghost.style.setProperty("left", `${move.clientX}px`);
    held.ghost.style.setProperty("top", `${move.clientY}px`);
    light(over(move.clientX, move.clientY));
  });

  document.addEventListener("pointerup", (lift) => {
    if (!held || !held.ghost) { held = null; return; }
    const reader = over(lift.clientX, lift.clientY);
    if (reader) show(reader.dataset.reader, held.part.dataset.drag);
    drop();
    dragged = performance.now();
  });

  // The click that browsers send after a drag is not a scan.
  addEventListener("click", (click) => {
    if (performance.now() - dragged > 100) return;
    click.preventDefault();
    click.stopPropagation();
  }, { capture: true });

  document.addEventListener("pointercancel", drop);
  document.addEventListener("dragstart", (drag) => drag.preventDefault());

  // Clicks go without a reload, so that two windows side by side stay where they are.
  document.addEventListener("submit", async (sent) => {
    if (sent.target.matches("[data-speak]")) return;
    sent.preventDefault();
    const form = new URLSearchParams(new FormData(sent.target, sent.submitter));
    await fetch(sent.target.getAttribute("action"),
      { method: "POST", body: form, headers: { "X-Dragged": "1" } });
  });
})();
