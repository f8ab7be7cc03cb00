// Brings a list in pieces, and goes on behind those that are there already. Without this script, or
// without a browser that can make a SHA-256, the form brings it in one.
"use strict";
const form = document.querySelector("[data-upload]");
const going = document.querySelector("[data-going]");
const broken = document.querySelector("[data-broken]");
const home = form?.dataset.home || "/cards";

async function digestOf(file) {
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function bring(file) {
  const sha256 = await digestOf(file);
  const size = Number(form.dataset.piece);
  const bar = going.querySelector("progress");
  let told = await (await fetch(`${home}/arrived?sha256=${sha256}`)).json();
  while (!told.name && !told.why && !told.reason) {
    const sent = new FormData();
    sent.append("token", form.elements.token.value);
    sent.append("sha256", sha256);
    sent.append("file", file.name);
    sent.append("size", file.size);
    sent.append("offset", told.offset);
    sent.append("piece", file.slice(told.offset, told.offset + size));
    const answer = await fetch(`${home}/piece`, { method: "POST", body: sent });
    told = await answer.json();
    bar.value = (100 * told.offset) / file.size;
  }
  return told.name ? `${home}/${told.name}` : `${home}?${new URLSearchParams({ why: told.why || "", reason: told.reason || "" })}`;
}

form?.addEventListener("submit", async (sent) => {
  const file = form.elements.list.files[0];
  if (!file) return;
  if (file.size > Number(form.dataset.largest)) {
    sent.preventDefault(); // it would be sent in vain
    location.assign(`${home}?why=too_large`);
    return;
  }
  if (!window.crypto?.subtle || !file.size) return;
  sent.preventDefault();
  going.hidden = false;
  broken.hidden = true;
  form.querySelector("button").disabled = true;
  try {
    location.assign(await bring(file));
  } catch {
    going.hidden = true;
    broken.hidden = false;
    form.querySelector("button").disabled = false;
  }
});
