// The text of an article with its facts marked. Offsets count code points, as everywhere in the data.

/**
 * Cut the text at every border of a fact. Pieces do not nest: a piece knows all facts that cover it, so that
 * any kind can be hidden without the others changing place.
 *
 * Returns {node, pieces, facts}: `pieces` in reading order, each {start, end, node, facts, begins}, where
 * `begins` lists the [fact, mention] that start there.
 */
function markedText(article) {
  const facts = KINDS.flatMap((kind) => article[kind].map((fact) => ({ kind, fact })));
  const mentions = facts
    .flatMap(({ fact }, number) => fact.at.map(([start, end], mention) => ({ start, end, number, mention })))
    .sort((one, other) => one.start - other.start || other.end - one.end);
  const made = { facts, pieces: [], node: el('div', { class: 'text', dir: 'auto' }) };
  let next = 0;
  let open = [];
  let last = 0;
  article.text.forEach(([from, words]) => {
    // Between two sentences there is a blank that no fact quotes.
    if (from - last > 2) made.node.append(el('p', { class: 'gap', 'aria-label': 'words left out' }, '…'));
    let block = { reason: null, node: made.node };
    for (const line of linesOf(words, from)) {
      while (next < mentions.length && mentions[next].start < line.end) open.push(mentions[next++]);
      const here = open.filter((mention) => mention.end > line.start);
      open = here.filter((mention) => mention.end > line.end);
      if (!line.words.trim()) continue;
      const reason = skippedAs(article.skipped, line);
      if (reason !== block.reason) {
        block = { reason, node: reason ? made.node.appendChild(furniture(reason)) : made.node };
      }
      block.node.append(paragraph(line, here, article.skipped, made.pieces));
      last = line.end;
    }
  });
  return made;
}

/** Lines with their places; a text without astral characters needs no counting. */
function linesOf(words, from) {
  const lines = [];
  const astral = /[\ud800-\udbff]/.test(words);
  let at = from;
  for (const line of words.split('\n')) {
    const length = astral ? [...line].length : line.length;
    lines.push({ start: at, end: at + length, words: line, points: astral && /[\ud800-\udbff]/.test(line) ? [...line] : null });
    at += length + 1;
  }
  return lines;
}

function sliceOf(line, start, end) {
  const [first, last] = [start - line.start, end - line.start];
  return line.points ? line.points.slice(first, last).join('') : line.words.slice(first, last);
}

/** Why all of a line is no part of the story; null where it is one, if only in part. */
function skippedAs(skipped, line) {
  const lead = line.words.length - line.words.trimStart().length;
  const trail = line.words.length - line.words.trimEnd().length;
  const found = skipped.find(([start, end]) => start <= line.start + lead && line.end - trail <= end);
  return found ? found[2] : null;
}

function furniture(reason) {
  return el('div', { class: 'furniture', role: 'note', 'aria-label': `Not part of the story: ${reason}` }, el('p', { class: 'why', 'aria-hidden': 'true' }, reason));
}

function paragraph(line, mentions, skipped, pieces) {
  const node = el('p', { dir: 'auto' });
  const inside = (place) => Math.min(Math.max(place, line.start), line.end);
  const partly = skipped.filter(([start, end]) => start < line.end && end > line.start);
  const borders = new Set([line.start, line.end]);
  for (const { start, end } of mentions) borders.add(inside(start)).add(inside(end));
  for (const [start, end] of partly) borders.add(inside(start)).add(inside(end));
  const places = [...borders].sort((one, other) => one - other);
  for (let n = 0; n + 1 < places.length; n += 1) {
    const [start, end] = [places[n], places[n + 1]];
    const covering = mentions.filter((mention) => mention.start <= start && mention.end >= end);
    const grey = partly.some(([from, to]) => from <= start && end <= to);
    const piece = el('span', { class: grey ? 'grey' : null, 'data-start': start });
    piece.append(...shown(sliceOf(line, start, end)));
    node.append(piece);
    pieces.push({
      start,
      end,
      node: piece,
      grey,
      // The shortest first: of a place in the name of a ministry, the place is what is looked at.
      facts: covering.sort((one, other) => one.end - one.start - (other.end - other.start)).map(({ number }) => number),
      begins: covering.filter((mention) => mention.start === start || (start === line.start && mention.start < start)).map(({ number, mention }) => [number, mention]),
    });
  }
  return node;
}

/** Words as text; characters that would turn the writing round are kept, but not let loose. */
function shown(words) {
  const nodes = [];
  let last = 0;
  for (const match of words.matchAll(HIDDEN)) {
    if (match[0] === '\u00ad' || match.index < last) continue;
    if (match.index > last) nodes.push(document.createTextNode(words.slice(last, match.index)));
    const code = `U+${match[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
    nodes.push(el('span', { class: 'hidden-character', 'data-code': code }, el('span', { hidden: true }, match[0])));
    last = match.index + 1;
  }
  if (last < words.length) nodes.push(document.createTextNode(words.slice(last)));
  return nodes;
}

/** The ranges of the page that show [start, end), a range a piece. */
function rangesOf(pieces, start, end) {
  const ranges = [];
  for (const piece of pieces) {
    if (piece.end <= start || piece.start >= end) continue;
    const range = document.createRange();
    range.selectNodeContents(piece.node);
    const text = piece.node.textContent;
    const points = [...text];
    if (piece.node.childNodes.length === 1 && piece.node.firstChild.nodeType === Node.TEXT_NODE) {
      const units = (length) => points.slice(0, length).join('').length;
      range.setStart(piece.node.firstChild, units(Math.max(start - piece.start, 0)));
      range.setEnd(piece.node.firstChild, units(Math.min(end - piece.start, points.length)));
    }
    ranges.push(range);
  }
  return ranges;
}
