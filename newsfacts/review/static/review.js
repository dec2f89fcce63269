// The page: an article at a time, its text on one side, its facts on the other.

let current = 0;
const parts = {};

function start() {
  const before = draft();
  const restored = before && before.rows.length + before.articles.filter((article) => article.done).length > 0 && restore(before);
  header();
  onChange(progressShown);
  show(0);
  if (restored) notice('Your draft of before is here again, as this browser kept it.', 'Start afresh', () => { forget(); state = fresh(); show(current); progressShown(); });
  // A browser under load may lose what was kept first: once more, as the page goes.
  addEventListener('pagehide', () => { if (unsaved) keep(); });
  addEventListener('beforeunload', (event) => { if (unsaved) event.preventDefault(); });
}

function header() {
  const who = el('input', { id: 'who', type: 'text', autocomplete: 'off', size: 10, oninput: (event) => { by = event.target.value.trim(); touched(); } });
  who.value = by;
  const file = el('input', { type: 'file', accept: '.json,application/json', class: 'heard', id: 'file', tabindex: '-1', 'aria-hidden': 'true', onchange: reopen });
  parts.progress = el('p', { class: 'progress', 'aria-live': 'off' });
  parts.save = el('button', { type: 'button', class: 'main', onclick: () => { download(); say('Saved'); } }, 'Save');
  parts.notice = el('div', { class: 'notice', role: 'status' });
  document.getElementById('top').append(
    el('div', { class: 'line' }, el('h1', {}, 'Facts to correct'), parts.progress),
    el('div', { class: 'line tools' },
      el('div', { class: 'who' }, el('label', { for: 'who' }, 'Your name'), who),
      el('button', { type: 'button', onclick: () => file.click() }, 'Open a saved file'), file, parts.save),
    parts.notice,
  );
  progressShown();
}

function reopen(event) {
  const [chosen] = event.target.files;
  event.target.value = '';
  if (!chosen) return;
  chosen.text().then((text) => {
    let file = null;
    try { file = JSON.parse(text); } catch { file = null; }
    const taken = restore(file);
    document.getElementById('who').value = by;
    notice(taken ? `${chosen.name} is open.` : `${chosen.name} is not a whole file of this form: nothing was changed.`);
    if (taken) { touched(); unsaved = false; show(current); progressShown(); }
  });
}

function notice(words, label, action) {
  const close = () => parts.notice.replaceChildren();
  parts.notice.replaceChildren(el('span', {}, words), label ? el('button', { type: 'button', class: 'plain', onclick: () => { close(); action(); } }, label) : '', el('button', { type: 'button', class: 'plain', onclick: close }, 'Close'));
}

function progressShown() {
  const rows = state.flatMap((article) => article.rows.filter((row) => row.id !== null));
  const decided = rows.filter(isDecided).length;
  const missed = state.flatMap((article) => article.rows).length - rows.length;
  const done = state.filter((article) => article.done).length;
  parts.progress.textContent = `${decided} of ${rows.length} facts decided${missed ? `, ${missed} added` : ''} · ${done} of ${state.length} articles done${unsaved ? ' · not saved' : ''}`;
  parts.save.classList.toggle('due', unsaved);
}

/** Show the article of this number. */
function show(number) {
  current = number;
  const article = form.articles[number];
  const main = document.getElementById('main');
  if (!article) { main.replaceChildren(el('p', { class: 'none' }, 'There are no articles in this form.')); return; }
  const own = state[number];
  const words = el('div', {});
  const list = el('div', { id: 'facts', class: 'facts', tabindex: '-1' });
  const go = (row) => {
    const found = [...list.querySelectorAll('.fact')].find((one) => one.row === row);
    if (found) { found.scrollIntoView({ block: 'center' }); found.focus({ preventScroll: true }); }
  };
  const drawText = () => words.replaceChildren(textOf(article, own.rows, go));
  const drawFacts = () => {
    list.replaceChildren(...form.kinds.map((kind) => {
      const rows = own.rows.filter((row) => row.kind === kind.key);
      const head = el('h2', { id: `k-${kind.key}` }, el('span', { class: `swatch ${kind.key}` }), `${kind.many} `, el('span', { class: 'number' }, String(rows.length)));
      const add = el('button', { type: 'button', class: 'plain', onclick: () => missed(kind.key, null) }, `Add a missed ${kind.one}`);
      return el('section', { 'aria-labelledby': `k-${kind.key}` }, el('div', { class: 'head' }, head, add), el('ul', {}, rows.map((row) => card(article, row, (still) => (still ? drawText() : redraw())))));
    }));
  };
  const redraw = () => { drawText(); drawFacts(); };
  const missed = (kind, at) => {
    const changed = at ? { [form.fields[kind][0].name]: at.words, ...(kind === 'casualties' || kind === 'dates' ? { at: `${at.start}-${at.end}` } : {}) } : {};
    const row = { kind, id: null, values: {}, sentence: null, confidence: null, decision: null, changed, note: '' };
    own.rows.push(row);
    touched();
    redraw();
    const made = [...list.querySelectorAll('.fact')].find((one) => one.row === row);
    made.scrollIntoView({ block: 'center' });
    made.openEditor();
  };
  const done = el('input', { type: 'checkbox', id: 'done', onchange: (event) => { own.done = event.target.checked; touched(); } });
  done.checked = own.done;
  const rest = el('button', { type: 'button', onclick: () => { own.rows.forEach((row) => { if (row.id !== null && !isDecided(row)) row.decision = 'accept'; }); touched(); redraw(); say('All others are right'); } }, 'All others are right');
  main.replaceChildren(
    el('div', { class: 'about' }, pick(number), el('p', { class: 'byline' }, [article.published, article.source].filter(Boolean).map((part) => visible(part)).join(' · '))),
    el('div', { class: 'halves' },
      el('section', { class: 'story', 'aria-label': 'Text of the article' }, el('details', { open: true }, el('summary', {}, 'Text'), mark(article, words, missed), words,
        article.whole ? '' : el('p', { class: 'aside' }, 'Only what the facts quote: the form was made without the articles.'))),
      el('div', {}, list,
        el('div', { class: 'finish' }, rest, el('div', { class: 'check' }, done, el('label', { for: 'done' }, 'I have gone through all of this article')), number + 1 < form.articles.length ? el('button', { type: 'button', class: 'main', onclick: () => { show(number + 1); scrollTo(0, 0); } }, 'Next article') : ''))),
  );
  redraw();
}

/** Which article, and the way to its neighbours. */
function pick(number) {
  const title = (article) => visible(article.title || article.key);
  const choose = el('select', { id: 'which', onchange: (event) => show(Number(event.target.value)) }, form.articles.map((article, at) => el('option', { value: at }, `${state[at].done ? '✓ ' : ''}${at + 1}. ${title(article)}`)));
  choose.value = String(number);
  const step = (by_, label, words) => el('button', { type: 'button', 'aria-label': label, disabled: !form.articles[number + by_], onclick: () => show(number + by_) }, words);
  return el('div', { class: 'pick' }, el('label', { for: 'which' }, 'Article'), choose, step(-1, 'Previous article', '‹'), step(1, 'Next article', '›'));
}

/** Buttons that make a missed fact of the words that are selected. */
function mark(article, words, missed) {
  let at = null;
  const buttons = form.kinds.map((kind) => el('button', { type: 'button', class: kind.key, disabled: true, onclick: () => at && missed(kind.key, at) }, kind.one));
  const listen = () => {
    if (!words.isConnected) { document.removeEventListener('selectionchange', listen); return; }
    at = selected(article, words);
    buttons.forEach((button) => { button.disabled = !at; });
  };
  document.addEventListener('selectionchange', listen);
  return el('div', { class: 'mark', role: 'group', 'aria-label': 'Add the selected words as a missed fact' }, el('span', {}, 'Missed something? Select its words, then:'), buttons);
}

start();
