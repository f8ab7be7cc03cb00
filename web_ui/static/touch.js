// The pad, the steppers and the way home. Every page works without: then a keyboard is needed.
"use strict";
(() => {
  let repeat = 0;
  let lastTouch = performance.now();

  function entries() { return [...document.querySelectorAll("[data-entry]")]; }

  // The pad fills the first entry until it is confirmed, then the next one.
  function current() {
    const all = entries();
    return all.find((entry) => entry.dataset.done !== "yes") || all[all.length - 1];
  }

  function draw() {
    for (const row of document.querySelectorAll("[data-dots]")) {
      const entry = document.getElementById(row.dataset.dots);
      const filled = entry.value.length;
      const wanted = Math.max(Number(entry.dataset.least || 6), filled);
      row.replaceChildren(...Array.from({ length: wanted }, (_, place) => {
        const dot = document.createElement("i");
        if (place < filled) dot.className = "full";
        return dot;
      }));
      row.classList.toggle("here", entries().length > 1 && entry === current());
    }
  }

  function press(key) {
    const entry = current();
    if (!entry) return;
    if ("digit" in key.dataset) {
      if (entry.value.length < Number(entry.maxLength)) entry.value += key.dataset.digit;
    } else {
      entry.value = entry.value.slice(0, -1);
    }
    draw();
  }

  function step(key) {
    const field = document.getElementById(key.dataset.for);
    const figure = (parseInt(field.value, 10) || 0) + Number(key.dataset.step);
    field.value = Math.min(Number(field.dataset.most), Math.max(0, figure));
  }

  function still() { clearTimeout(repeat); clearInterval(repeat); }

  document.addEventListener("click", (tap) => {
    const key = tap.target.closest("[data-digit], [data-delete]");
    if (key) press(key);
    const stepper = tap.target.closest("[data-step]");
    if (stepper && tap.detail === 0) step(stepper); // by key; by finger it was stepped already
  });

  document.addEventListener("pointerdown", (tap) => {
    lastTouch = performance.now();
    const stepper = tap.target.closest("[data-step]");
    if (!stepper) return;
    step(stepper);
    repeat = setTimeout(() => { repeat = setInterval(() => step(stepper), 80); }, 450);
  });
  for (const end of ["pointerup", "pointercancel", "pointerleave"]) document.addEventListener(end, still);
  addEventListener("contextmenu", (tap) => tap.preventDefault());

  document.addEventListener("submit", (sent) => {
    const form = sent.target;
    const entry = current();
    const unfinished = entry && form.contains(entry) && entry.dataset.done !== "yes";
    if (unfinished && entry.value === "") { sent.preventDefault(); return; }
    if (unfinished && entry !== entries()[entries().length - 1]) {
      entry.dataset.done = "yes"; // the new PIN stands; now once more
      sent.preventDefault();
      draw();
      return;
    }
    if (form.classList.contains("busy")) { sent.preventDefault(); return; }
    form.classList.add("busy");
    setTimeout(() => form.classList.remove("busy"), 3000);
  });

  setInterval(() => {
    const home = document.querySelector("[data-home-s]");
    if (home && performance.now() - lastTouch > 1000 * Number(home.dataset.homeS)) home.click();
  }, 1000);

  document.addEventListener("swapped", draw);
  draw();
})();
