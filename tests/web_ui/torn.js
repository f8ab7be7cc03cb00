// Words that a page tears in two, cuts off, or lets run out of the window, as sentences.
() => {
  const found = new Set();
  const words = new Intl.Segmenter("km", { granularity: "word" });
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const part = node.parentElement;
    if (!part.checkVisibility() || part.closest(".unseen, .seal, svg, script")) continue;
    for (const word of words.segment(node.data)) {
      if (!word.isWordLike) continue;
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word.segment.length);
      const boxes = [...range.getClientRects()].filter((box) => box.width > 0);
      const lines = new Set(boxes.map((box) => Math.round(box.top)));
      if (lines.size > 1) found.add(`torn: ${word.segment} in ${part.textContent.trim()}`);
      const scrolled = part.closest("[tabindex]");
      for (const box of boxes) {
        if (!scrolled && (box.left < -1 || box.right > innerWidth + 1)) found.add(`outside: ${word.segment}`);
      }
    }
    for (let box = part; box !== document.body; box = box.parentElement) {
      if (getComputedStyle(box).overflowX === "hidden" && box.scrollWidth > box.clientWidth + 1) {
        found.add(`cut off: ${part.textContent.trim()}`);
      }
    }
  }
  if (document.documentElement.scrollWidth > innerWidth) found.add("the page is wider than the window");
  return [...found];
}
