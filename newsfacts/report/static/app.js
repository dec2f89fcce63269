// Which view is shown, colours, and paper.

const THEMES = [
  ['auto', 'As the system', 'M8 2a6 6 0 1 0 0 12zM8 2a6 6 0 0 1 0 12'],
  ['light', 'Light', 'M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6M8 1v2M8 13v2M1 8h2M13 8h2M3 3l1.5 1.5M11.5 11.5 13 13M3 13l1.5-1.5M11.5 4.5 13 3'],
  ['dark', 'Dark', 'M13 9.5A5.5 5.5 0 0 1 6.5 3 5.5 5.5 0 1 0 13 9.5z'],
];
const PRINTED_ARTICLES = 30;
const PRINTED_ROWS = 300;
const PRINTED_WIDTH = 640; // pixels of a map on paper

/** What the address after # names: a3@120 article 3 at offset 120, s2 story 2, else the overview. */
function route() {
  const index = data('index');
  const match = /^#([as])(\d+)(?:@(\d+))?$/.exec(location.hash);
  const [, kind, digits, offset] = match || [];
  const at = offset === undefined ? null : Number(offset);
  if (kind === 'a' && Number(digits) < index.articles.length) return { kind, number: Number(digits), at };
  if (kind === 's' && index.stories && Number(digits) < index.stories.length) return { kind, number: Number(digits), at: null };
  if (index.stories && index.stories.length === 1) return { kind: 's', number: 0, at: null };
  if (!index.stories && index.articles.length === 1) return { kind: 'a', number: 0, at: null };
  return { kind: 'all', number: 0, at: null };
}

let current = null;

function show(moved) {
  const place = route();
  if (current && moved && current.kind === place.kind && current.number === place.number && place.at !== null) {
    current.view.ready(place.at);
    return;
  }
  const view = place.kind === 'a' ? articleView(place.number, place.at) : place.kind === 's' ? storyView(place.number) : overview();
  current = { ...place, view };
  document.getElementById('main').replaceChildren(view.node);
  document.title = view.title === titleOfPage(data('index')) ? view.title : `${view.title} – ${titleOfPage(data('index'))}`;
  showTrail(place);
  if (moved) {
    scrollTo(0, 0);
    const heading = view.node.querySelector('h1');
    if (heading) heading.focus({ preventScroll: true });
  }
  view.ready(place.at === null ? null : place.at);
}

/** The way back: overview, story; and to the articles before and after. */
function showTrail({ kind, number: at }) {
  const index = data('index');
  const stories = index.stories || [];
  const story = kind === 'a' ? stories.findIndex(({ numbers }) => numbers.includes(at)) : -1;
  const links = [];
  const many = stories.length > 1 || (!index.stories && index.articles.length > 1);
  if (kind === 'all' || !many) links.push(el('span', { class: 'brand' }, 'newsfacts'));
  if (kind !== 'all' && many) links.push(el('a', { href: '#' }, index.stories ? 'All stories' : 'All articles'));
  if (story >= 0 && stories[story].articles > 1) links.push(el('a', { href: many ? `#s${story}` : '#' }, 'The story'));
  const row = story >= 0 ? stories[story].numbers : index.stories ? [] : [...index.articles.keys()];
  const here = row.indexOf(at);
  if (kind === 'a' && here >= 0 && row.length > 1) {
    const step = (to, words, path) => (row[to] === undefined ? null : el('a', { href: `#a${row[to]}`, class: 'step', 'aria-label': words }, icon(path)));
    links.push(el('span', { class: 'steps' }, step(here - 1, 'Article before', 'M10 3 5 8l5 5'), el('span', {}, `${number(here + 1)} of ${number(row.length)}`), step(here + 1, 'Next article', 'M6 3l5 5-5 5')));
  }
  document.querySelector('.trail').replaceChildren(...links);
}

/** Local storage is closed to pages from disk in some browsers: then the choice is for this visit. */
function kept(theme) {
  try {
    if (theme) localStorage.setItem('newsfacts-theme', theme);
    return localStorage.getItem('newsfacts-theme');
  } catch {
    return null;
  }
}

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  for (const button of document.querySelectorAll('.theme button')) button.setAttribute('aria-pressed', String(button.value === theme));
}

function makeThemes() {
  const buttons = THEMES.map(([value, label, path]) => el('button', { type: 'button', value, 'aria-label': label, title: label, onclick: () => { setTheme(value); kept(value); } }, icon(path)));
  document.querySelector('.theme').append(...buttons);
  const chosen = kept(null);
  setTheme(THEMES.some(([value]) => value === chosen) ? chosen : 'auto');
}

/** On paper a story comes with its articles, and an overview of few with all of them. */
function makePrintout() {
  const index = data('index');
  const numbers = current.kind === 's' ? index.stories[current.number].numbers : current.kind === 'all' ? [...index.articles.keys()] : [];
  const shown = numbers.length <= PRINTED_ARTICLES && !(current.kind === 's' && index.stories[current.number].articles === 1) ? numbers : [];
  const stories = current.kind === 'all' && index.stories && shown.length ? [...index.stories.keys()].filter((n) => index.stories[n].articles > 1) : [];
  const sheet = document.querySelector('.print-all');
  sheet.replaceChildren(...stories.map((n) => storyView(n).node), ...shown.map((n) => articleView(n).node));
  // Ids are for controls, which paper has none of; twice on a page they are an error.
  for (const node of sheet.querySelectorAll('[id]')) node.removeAttribute('id');
  for (const node of sheet.querySelectorAll('[aria-labelledby], label[for]')) ['aria-labelledby', 'for'].forEach((attribute) => node.removeAttribute(attribute));
  const isLong = current.kind === 'all' && Math.max((index.stories || []).length, index.articles.length) > PRINTED_ROWS;
  for (const more of document.querySelectorAll(isLong ? '.print-all .more' : '.more')) if (more.showAll) more.showAll();
  for (const map of sheet.querySelectorAll('.map')) map.draw(PRINTED_WIDTH);
  sheet.hidden = false;
}

function start() {
  makeThemes();
  document.body.append(el('div', { hidden: true }, KINDS.map((kind) => el('span', { id: `kind-${kind}` }, KIND_NAMES[kind][0]))));
  document.querySelector('.foot').append(el('p', {}, `Made by newsfacts ${data('index').version}. Facts were found by a program: look at the words before you quote a figure. Outline of the world: Natural Earth.`));
  addEventListener('hashchange', () => show(true));
  addEventListener('beforeprint', makePrintout);
  addEventListener('afterprint', () => {
    const sheet = document.querySelector('.print-all');
    sheet.replaceChildren();
    sheet.hidden = true;
  });
  show(false);
}

start();
