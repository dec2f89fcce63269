// All stories, or where there are none, all articles: searched, sorted, and only those with conflicts if wanted.

const SHOWN_ROWS = 60;
const listing = { query: '', sort: null, conflicts: false };
const SORTS = {
  stories: { new: 'newest first', old: 'oldest first', articles: 'most articles', toll: 'highest toll' },
  articles: { given: 'as given', new: 'newest first', old: 'oldest first', facts: 'most facts' },
};

function overview() {
  const index = data('index');
  const stories = Boolean(index.stories);
  if (!(listing.sort in SORTS[stories ? 'stories' : 'articles'])) listing.sort = stories ? 'new' : 'given';
  const results = el('div', { class: 'results' });
  const found = el('p', { class: 'aside', role: 'status' });
  const refresh = () => {
    const numbers = stories ? storyNumbers(index) : articleNumbers(index);
    const noun = stories ? ['story', 'stories'] : ['article', 'articles'];
    const list = el('ol', { class: 'listing' });
    const rows = numbers.map((n) => () => (stories ? storyRow(index, n) : articleRow(index.articles[n], n)));
    results.replaceChildren(...lengthened(list, rows, SHOWN_ROWS, noun[1]));
    found.textContent = numbers.length ? count(numbers.length, noun) : `No ${noun[0]} found.`;
  };
  refresh();
  const places = stories ? storyMap(index) : null;
  const node = el(
    'div',
    { class: 'overview' },
    el('header', { class: 'title' }, el('h1', { tabindex: '-1' }, name(titleOfPage(index))), totals(index)),
    el('div', { class: places ? 'halves listed' : null }, places && section('Where', null, places), section(stories ? 'Stories' : 'Articles', null, controls(stories, index, refresh), found, results)),
  );
  return { node, title: titleOfPage(index), ready: () => {} };
}

function titleOfPage({ title, stories, articles }) {
  if (title) return title;
  return stories ? count(stories.length, ['story', 'stories']) : count(articles.length, ['article', 'articles']);
}

/** How much of each there is. */
function totals({ articles, stories, kinds }) {
  const sums = KINDS.map((kind, n) => articles.reduce((sum, article) => sum + article.n[n], 0));
  const conflicts = stories ? stories.reduce((sum, story) => sum + story.conflicts, 0) : 0;
  const rows = [
    [articles.length, ['article', 'articles']],
    ...KINDS.map((kind, n) => [sums[n], KIND_NAMES[kind]]).filter((_, n) => kinds.includes(KINDS[n])),
    conflicts && [conflicts, ['conflict between sources', 'conflicts between sources']],
  ].filter((row) => row && row[0] > 0);
  return el('ul', { class: 'totals' }, rows.map(([sum, noun]) => el('li', { class: noun === rows[rows.length - 1][1] && conflicts ? 'conflict' : null }, el('b', {}, number(sum)), ` ${noun[sum === 1 ? 0 : 1]}`)));
}

function controls(stories, index, refresh) {
  let waiting = null;
  const search = el('input', {
    type: 'search', id: 'search', value: listing.query, autocomplete: 'off', spellcheck: 'false',
    oninput: (event) => {
      listing.query = event.target.value;
      clearTimeout(waiting);
      waiting = setTimeout(refresh, 120);
    },
  });
  const sorts = SORTS[stories ? 'stories' : 'articles'];
  const sort = el(
    'select',
    { id: 'sort', onchange: (event) => { listing.sort = event.target.value; refresh(); } },
    Object.entries(sorts).map(([key, label]) => el('option', { value: key, selected: listing.sort === key }, label)),
  );
  const conflicting = stories && index.stories.some((story) => story.conflicts) && el('label', { class: 'check' }, el('input', { type: 'checkbox', id: 'conflicts', checked: listing.conflicts, onchange: (event) => { listing.conflicts = event.target.checked; refresh(); } }), ' only where sources conflict');
  return el('form', { class: 'controls', role: 'search', onsubmit: (event) => event.preventDefault() }, el('div', {}, el('label', { for: 'search' }, 'Search'), search), el('div', {}, el('label', { for: 'sort' }, 'Order'), sort), conflicting);
}

/** Whether an island holds all words of the search, anywhere in text or facts. */
function holds(name, queries) {
  if (!queries.length) return true;
  const text = lowered(name);
  return queries.every((query) => text.includes(query));
}

/** Islands in lower case, kept while there is a search. */
const lowerCase = new Map();

function lowered(name) {
  if (!lowerCase.has(name)) lowerCase.set(name, document.getElementById(name).textContent.toLowerCase());
  return lowerCase.get(name);
}

function queries() {
  const said = listing.query.trim().toLowerCase();
  if (!said) lowerCase.clear();
  return said.split(/\s+/).filter(Boolean).map(asWritten);
}

function storyNumbers({ stories }) {
  const wanted = queries();
  const order = { new: byDay('last', -1), old: byDay('first', 1), articles: (story) => [-story.articles], toll: (story) => [-((story.toll && (story.toll.high ?? story.toll.low)) || 0)] }[listing.sort];
  const numbers = [...stories.keys()].filter((n) => (!listing.conflicts || stories[n].conflicts) && (holds(`s${n}`, wanted) || stories[n].numbers.some((a) => holds(`a${a}`, wanted))));
  return sorted(numbers, (n) => order(stories[n]));
}

function articleNumbers({ articles }) {
  const wanted = queries();
  const order = { given: () => [0], new: byDay('date', -1), old: byDay('date', 1), facts: (article) => [-article.n.reduce((sum, one) => sum + one, 0)] }[listing.sort];
  const numbers = [...articles.keys()].filter((n) => holds(`a${n}`, wanted));
  return sorted(numbers, (n) => order(articles[n]));
}

/** Days in order, those that are not known last. */
function byDay(key, direction) {
  return (entry) => {
    const days = entry[key] && !entry[key].startsWith('X') ? Number(entry[key].replace(/-/g, '').padEnd(8, '0')) : null;
    return [days === null ? 1 : 0, direction * (days || 0)];
  };
}

function sorted(numbers, key) {
  const keyed = numbers.map((n) => [key(n), n]);
  keyed.sort(([one, a], [other, b]) => {
    const place = one.findIndex((value, n) => value !== other[n]);
    return place < 0 ? a - b : one[place] - other[place];
  });
  return keyed.map(([, n]) => n);
}

function storyRow(index, n) {
  const story = index.stories[n];
  const days = story.first && story.last && story.first !== story.last ? day(`${story.first}/${story.last}`) : day(story.first);
  const first = story.numbers.length ? index.articles[story.numbers[0]] : null;
  const details = [count(story.articles, ['article', 'articles']), days, story.articles === 1 && first && outlet(first)].filter(Boolean).join(' · ');
  const toll = story.toll && el('p', { class: 'row-toll' }, el('b', {}, range(story.toll)), ` ${harm(story.toll.kind)}`, story.conflicts > 0 && [' ', el('span', { class: 'badge conflict' }, 'sources conflict')]);
  return el('li', {}, el('a', { href: `#s${n}`, class: 'headline' }, name(titleOfStory(index, story))), el('p', { class: 'aside' }, name(details)), toll);
}

/** Its title, else what its first article begins with. */
function titleOfStory({ articles }, { title, numbers, id }) {
  return title || (numbers.length ? titleOf(articles[numbers[0]]) : id);
}

function articleRow(article, n) {
  const facts = KINDS.map((kind, k) => [article.n[k], KIND_NAMES[kind]]).filter(([sum]) => sum).map(([sum, noun]) => count(sum, noun));
  const details = [outlet(article), day(article.date)].filter(Boolean).join(' · ');
  return el('li', {}, el('a', { href: `#a${n}`, class: 'headline' }, name(titleOf(article))), el('p', { class: 'aside' }, name(details)), el('p', { class: 'counts' }, facts.join(', ') || 'no facts'));
}

/** A dot a story, as large as many articles tell it. */
function storyMap(index) {
  const { stories } = index;
  const points = new Map();
  for (const story of stories) {
    const { at, toll, articles } = story;
    if (!at) continue;
    const [latitude, longitude, place] = at;
    const key = `${latitude},${longitude}`;
    const point = points.get(key) || { latitude, longitude, kind: null, aliases: [], weight: 0, stories: 0, harms: [] };
    point.weight += articles;
    point.stories += 1;
    point.name = point.stories === 1 ? shortened(titleOfStory(index, story)) : `${place}: ${number(point.stories)} stories`;
    // Of several stories in one place no figure stands for all.
    point.harms = toll && point.stories === 1 ? [toll] : [];
    points.set(key, point);
  }
  const all = [...points.values()].sort((one, other) => other.weight - one.weight);
  if (stories.length < 2 || !all.length) return null;
  const label = `Map of ${count(all.length, ['place', 'places'])} where the stories happened`;
  return mapOf(all, label, { labels: 10, largest: 12 });
}

function shortened(words) {
  return words.length <= 30 ? words : `${words.slice(0, 28).replace(/\s+\S*$/, '')} …`;
}
