// What was decided: kept while the page is open, in this browser as a draft, and saved as a file.

const form = data('review');
const LAYOUT = 1;
const draftKey = `newsfacts-review:${form.name}:${form.articles.map((article) => article.facts).join('').slice(0, 400)}`;

/** By article: {done, rows: [{kind, id, values, decision, changed, note}]}; those without id were missed. */
let state = fresh();
let by = '';
let unsaved = false;
let listeners = [];

function fresh() {
  return form.articles.map((article) => ({
    done: false,
    rows: article.rows.map((row) => ({ ...row, decision: null, changed: {}, note: '' })),
  }));
}

function onChange(listener) {
  listeners.push(listener);
}

/** Something was decided: keep it as a draft, and tell those who show it. */
function touched() {
  unsaved = true;
  keep();
  listeners.forEach((listener) => listener());
}

function keep() {
  try {
    localStorage.setItem(draftKey, JSON.stringify(saved()));
  } catch {
    // No room, or none allowed: the file that is saved counts.
  }
}

function isDecided(row) {
  return row.id === null || row.decision !== null || Object.keys(row.changed).length > 0;
}

/** What a row says in the end: edit where a field was changed, whatever button was pressed before. */
function decisionOf(row) {
  if (row.id === null) return 'add';
  if (row.decision === 'reject') return 'reject';
  return Object.keys(row.changed).length ? 'edit' : row.decision;
}

/** The file: what was decided and changed alone, and a mark at its end. */
function saved() {
  const rows = state.flatMap((article, number) => article.rows.filter((row) => isDecided(row) || row.note).map((row) => ({
    article: form.articles[number].key,
    kind: row.kind,
    fact: row.id,
    decision: decisionOf(row),
    values: row.decision === 'reject' ? {} : { ...row.changed },
    sentence: row.id === null ? row.sentence || null : null,
    note: row.note || null,
  })));
  const articles = form.articles.map((article, number) => ({ article: article.key, facts: article.facts, done: state[number].done }));
  return { newsfacts_review: LAYOUT, made_by: `newsfacts ${form.version}`, by: by || null, articles, rows, end: true };
}

/** Take in what a file or a draft says; false where it is of other facts. */
function restore(file) {
  if (!file || file.newsfacts_review !== LAYOUT || file.end !== true) return false;
  const known = new Map(form.articles.map((article, number) => [article.key, number]));
  const fits = file.articles.every((article) => {
    const number = known.get(article.article);
    return number !== undefined && form.articles[number].facts === article.facts;
  });
  if (!fits) return false;
  const made = fresh();
  file.articles.forEach((article) => { made[known.get(article.article)].done = Boolean(article.done); });
  file.rows.forEach((row) => {
    const rows = made[known.get(row.article)].rows;
    const found = row.fact === null ? null : rows.find((one) => one.id === row.fact);
    const decided = { decision: row.decision === 'add' || row.decision === 'edit' ? null : row.decision, changed: row.values, note: row.note || '' };
    if (found) Object.assign(found, decided);
    else if (row.fact === null) rows.push({ kind: row.kind, id: null, values: {}, sentence: row.sentence, confidence: null, ...decided });
  });
  state = made;
  by = file.by || '';
  return true;
}

function draft() {
  try {
    return JSON.parse(localStorage.getItem(draftKey));
  } catch {
    return null;
  }
}

function forget() {
  try {
    localStorage.removeItem(draftKey);
  } catch {
    // Nothing is kept where nothing may be.
  }
}

/** Hand the file to the browser, which puts it where files go. */
function download() {
  const link = URL.createObjectURL(new Blob([`${JSON.stringify(saved(), null, 1)}\n`], { type: 'application/json' }));
  el('a', { href: link, download: `${form.name}.json` }).click();
  setTimeout(() => URL.revokeObjectURL(link), 10000);
  unsaved = false;
  listeners.forEach((listener) => listener());
}

function valueOf(row, name) {
  return name in row.changed ? row.changed[name] : (row.values[name] ?? null);
}
