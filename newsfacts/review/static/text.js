// The article's text, its facts marked. Offsets count code points, as in the facts.

/** Spans of a row as numbers, from "12-34; 56-78". */
function spansOf(row) {
  const cell = valueOf(row, 'at') || '';
  return [...String(cell).matchAll(/(\d+)\s*[-–:]\s*(\d+)/g)].map((match) => [Number(match[1]), Number(match[2])]);
}

/** The text with a mark around each fact; a click leads to the fact. `go`: what to do with a row. */
function textOf(article, rows, go) {
  const marks = rows
    .flatMap((row) => (decisionOf(row) === 'reject' ? [] : spansOf(row).map(([start, end]) => ({ start, end, row }))))
    .sort((one, other) => one.start - other.start || other.end - one.end);
  const node = el('div', { class: 'words', dir: 'auto' });
  let last = null;
  article.text.forEach(([from, words]) => {
    if (last !== null || from > 0) node.append(el('p', { class: 'gap' }, '…'));
    let at = from;
    for (const line of words.split('\n')) {
      const points = [...line];
      if (line.trim()) {
        const paragraph = node.appendChild(paragraphOf(points, at, marks, go));
        if (article.skipped.some(([start, end]) => start < at + points.length && end > at)) paragraph.classList.add('furniture');
      }
      at += points.length + 1;
    }
    last = at;
  });
  if (!article.text.length) node.append(el('p', { class: 'none' }, 'No words of this article are at hand.'));
  return node;
}

function paragraphOf(points, from, marks, go) {
  const made = el('p', { 'data-start': from });
  const here = marks.filter((mark) => mark.start < from + points.length && mark.end > from);
  const borders = new Set([from, from + points.length]);
  here.forEach((mark) => { borders.add(Math.max(mark.start, from)); borders.add(Math.min(mark.end, from + points.length)); });
  const cuts = [...borders].sort((one, other) => one - other);
  cuts.slice(1).forEach((end, number) => {
    const start = cuts[number];
    const words = visible(points.slice(start - from, end - from).join(''));
    // The shortest fact is the one that is meant where several overlap.
    const covering = here.filter((mark) => mark.start <= start && mark.end >= end).sort((one, other) => (one.end - one.start) - (other.end - other.start));
    if (!covering.length) made.append(words);
    else made.append(el('mark', { class: `${covering[0].row.kind} ${isDecided(covering[0].row) ? 'decided' : ''}`, onclick: () => go(covering[0].row) }, words));
  });
  return made;
}

/** What is selected in the text: {start, end, words, sentence}, or null. */
function selected(article, node) {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed || !node.contains(selection.anchorNode) || !node.contains(selection.focusNode)) return null;
  const range = selection.getRangeAt(0);
  const [first, last] = [range.startContainer, range.endContainer].map((one) => (one.nodeType === 1 ? one : one.parentElement).closest('[data-start]'));
  if (!first || first !== last) return null;
  const upTo = (container, offset) => {
    const before = document.createRange();
    before.setStart(first, 0);
    before.setEnd(container, offset);
    return [...before.toString()].length;
  };
  const base = Number(first.dataset.start);
  const points = [...first.textContent];
  let start = upTo(range.startContainer, range.startOffset);
  let end = upTo(range.endContainer, range.endOffset);
  while (start < end && !points[start].trim()) start += 1;
  while (end > start && !points[end - 1].trim()) end -= 1;
  if (start >= end) return null;
  const words = points.slice(start, end).join('');
  return { start: base + start, end: base + end, words };
}
