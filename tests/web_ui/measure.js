// What a person with gloves would complain of, as sentences; nothing when the page is good.
() => {
  const complaints = [];
  const say = (what, part) => complaints.push(`${what}: ${part.tagName}.${part.className} ${part.textContent.trim().slice(0, 40)}`);
  const shown = (part) => part.checkVisibility() && !part.closest(".unseen, svg");
  const inside = (box) => box.left > -1 && box.top > -1 && box.right < innerWidth + 1 && box.bottom < innerHeight + 1;
  const khmer = (text) => /[\u1780-\u17ff]/.test(text);
  const pen = document.createElement("canvas").getContext("2d");

  // Where the ink of a text is: subscripts under subscripts reach below the box that CSS knows of.
  function inked(node, style) {
    pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const ink = pen.measureText(node.data.trim());
    const range = document.createRange();
    range.selectNodeContents(node);
    const lines = [...range.getClientRects()];
    return {
      top: lines[0].top + ink.fontBoundingBoxAscent - ink.actualBoundingBoxAscent,
      bottom: lines[lines.length - 1].top + ink.fontBoundingBoxAscent + ink.actualBoundingBoxDescent,
    };
  }
  function edged(part) {
    const style = getComputedStyle(part);
    return parseFloat(style.borderBottomWidth) > 0 || !/, 0\)$|transparent/.test(style.backgroundColor);
  }

  for (const part of document.querySelectorAll("button, a, input, label")) {
    if (!shown(part) || part.type === "checkbox" || part.type === "hidden") continue;
    const box = part.getBoundingClientRect();
    if (!inside(box)) say(`outside the screen, ${Math.round(box.bottom)} of ${innerHeight}`, part);
    if (part.matches("button, a, label.tick") && (box.width < 77 || box.height < 77)) {
      say(`smaller than 15 mm, ${Math.round(box.width)}x${Math.round(box.height)}`, part);
    }
    if (part.matches(".key") && (box.width < 104 || box.height < 94)) {
      say(`key smaller than 20x18 mm, ${Math.round(box.width)}x${Math.round(box.height)}`, part);
    }
  }
  for (const part of document.querySelectorAll("#screen, #screen *, #old, #old *")) {
    if (!shown(part)) continue;
    const style = getComputedStyle(part);
    const own = [...part.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data).join("").trim();
    if (own) {
      const range = document.createRange();
      range.selectNodeContents(part);
      if (!inside(range.getBoundingClientRect())) say("text outside the screen", part);
      if (parseFloat(style.fontSize) < (khmer(own) ? 28 : 20)) say(`text of ${style.fontSize}`, part);
      if (khmer(own) && parseFloat(style.lineHeight) < 1.49 * parseFloat(style.fontSize)) say(`line of ${style.lineHeight}`, part);
    }
    for (const node of part.childNodes) {
      if (node.nodeType !== 3 || !khmer(node.data)) continue;
      const ink = inked(node, style);
      let card = part;
      while (card.parentElement && !edged(card)) card = card.parentElement;
      const box = card.getBoundingClientRect();
      const room = Math.min(ink.top - box.top, box.bottom - ink.bottom);
      if (room < 3) say(`ink ${room.toFixed(1)}px from the edge of .${card.className}`, part);
    }
    const figures = !khmer(part.textContent) && part.tagName !== "MAIN"; // its end is under the foot
    if (part.tagName !== "INPUT" && part.clientHeight && !figures && part.scrollHeight > part.clientHeight + 2) {
      say(`text clipped, ${part.scrollHeight} in ${part.clientHeight}`, part);
    }
    if (part.tagName !== "INPUT" && part.clientWidth && part.scrollWidth > part.clientWidth + 1) say("text wider than its box", part);
  }
  for (const one of document.querySelectorAll("button, a.action")) {
    for (const other of document.querySelectorAll("button, a.action")) {
      if (one === other || !shown(one) || !shown(other)) continue;
      const a = one.getBoundingClientRect(), b = other.getBoundingClientRect();
      if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1) say("covers another control", one);
    }
  }
  return complaints;
}
