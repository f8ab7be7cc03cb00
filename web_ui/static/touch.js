// The pad, the steppers and the way home. Every page works without: then a keyboard is needed.
"use strict";
(() => {
  let repeat = 0;
  let lastTouch = performance.now();

  function entries() { return [...document.querySelectorAll("[data-entry]")]; }

  function open(entry) { return entry.dataset.done !== "yes"; }

  // The pad fills what somebody touched, else the first entry that is not confirmed yet.
  function current() {
    const all = entries();
    return all.find((entry) => entry.dataset.chosen) || all.find(open) || all[all.length - 1];
  }

  function choose(entry) {
    if (entry === current()) return;
    for (const other of entries()) delete other.dataset.chosen;
    entry.dataset.chosen = "yes";
    delete entry.dataset.done;
    entry.dataset.anew = "yes"; // the next digit begins the figure again
    draw();
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
    const here = current();
    for (const entry of entries()) {
      entry.closest(".tally")?.classList.toggle("here", entry === here);
    }
    document.querySelector(".pad")?.classList
      .toggle("more", entries().some((entry) => entry !== here && open(entry)));
    turn(here);
    balance();
  }

  // A pad of several parts shows the one that is filled now; without the script all of them stand.
  function turn(here) {
    const now = here?.closest("[data-part]")?.dataset.part;
    for (const part of document.querySelectorAll("[data-part]")) part.hidden = part.dataset.part !== now;
  }

  // What came back against what went out, once it was counted: a slip is mended before it is sent.
  function balance() {
    const place = document.querySelector("[data-balance]");
    if (!place) return;
    const out = document.querySelector(".tallies").dataset;
    const field = (name) => document.getElementById(name);
    const figure = (name) => parseInt(field(name).value, 10) || 0;
    const counted = !open(field("magazines")) && !open(field("rounds"));
    const known = Number(out.magazines) + Number(out.rounds) > 0;
    const off = [
      ["magazines", figure("magazines") - Number(out.magazines)],
      ["rounds", figure("rounds") + figure("fired") + figure("lost") - Number(out.rounds)],
    ].filter(([, difference]) => difference !== 0);
    const said = off.map(([name, difference]) =>
      `${field(name).labels[0].textContent.trim()} ${difference < 0 ? "−" : "+"}${Math.abs(difference)}`);
    place.textContent = counted && known ? said.join(" · ") || place.dataset.even : "";
    place.classList.toggle("off", counted && known && off.length > 0);
  }

  function press(key) {
    const entry = current();
    if (!entry) return;
    if (entry.dataset.anew) entry.value = "";
    delete entry.dataset.anew;
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
    const skipped = sent.submitter?.dataset.skips;
    if (skipped) {
      for (const name of skipped.split(" ")) document.getElementById(name).value = "";
    } else if (entry && form.contains(entry)) {
      if (entry.value === "") entry.value = entry.dataset.blank || "";
      if (entry.value === "") { sent.preventDefault(); return; }
      entry.dataset.done = "yes";
      delete entry.dataset.chosen;
      delete entry.dataset.anew;
      const twin = document.getElementById(entry.dataset.twin || "");
      if (twin && twin.value !== entry.value) { // said at once, not after the next part
        for (const left of entries()) left.dataset.done = "yes";
      }
      draw();
      if (entries().some(open)) { sent.preventDefault(); return; }
    }
    if (form.classList.contains("busy")) { sent.preventDefault(); return; }
    form.classList.add("busy");
    setTimeout(() => form.classList.remove("busy"), 3000);
  });

  setInterval(() => {
    const home = document.querySelector("[data-home-s]");
    if (home && performance.now() - lastTouch > 1000 * Number(home.dataset.homeS)) home.click();
  }, 1000);

  document.addEventListener("focusin", (focus) => {
    if (focus.target.matches("[data-entry]")) choose(focus.target);
  });
  document.addEventListener("input", draw);
  document.addEventListener("swapped", draw);
  draw();
})();
