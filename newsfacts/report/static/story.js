// A story: its tolls, where, when, who, and the articles that tell it.

function storyView(number) {
  const story = data(`s${number}`);
  const alone = story.articles.length === 1 && story.articles[0].number !== null ? story.articles[0].number : null;
  const reading = alone === null ? null : articleView(alone);
  const node = el(
    'div',
    { class: 'story' },
    reading ? null : storyHead(story),
    el('div', { class: 'halves' }, el('div', {}, tollPart(story), timelinePart(story)), el('div', {}, mapPart(story), articlePart(story, alone), namesPart(story))),
  );
  if (reading) reading.node.append(node);
  return { node: reading ? reading.node : node, title: story.title || (reading && reading.title) || story.id, ready: reading ? reading.ready : () => {} };
}

/** Where an article of a story came out: the page may know more of it than the story does. */
function outletIn(article) {
  return outlet(article.number === null ? article : { ...article, ...data('index').articles[article.number] });
}

function storyHead(story) {
  const days = story.first && story.last && story.first !== story.last ? day(`${story.first}/${story.last}`) : day(story.first);
  const copies = story.articles.filter(({ copy_of: original }) => original).length;
  const told = [count(story.articles.length, ['article', 'articles']), copies > 0 && `${count(copies, ['copy', 'copies'])} among them`, days && `published ${days}`].filter(Boolean);
  return el('header', { class: 'title' }, el('h1', { tabindex: '-1' }, name(story.title || story.id)), el('p', { class: 'byline' }, told.join(' · ')));
}

function tollPart(story) {
  if (!story.tolls.length) return null;
  const conflicts = story.tolls.filter(({ relation }) => relation === 'conflict').length;
  const list = el('div', { class: 'tolls' });
  const rows = tollList(story).map((node) => () => node);
  return section('Tolls', conflicts ? `${count(conflicts, ['conflict', 'conflicts'])} between sources` : null, lengthened(list, rows, 8, 'tolls'));
}

function timelinePart(story) {
  if (!story.timeline.length) return null;
  const list = el('ol', { class: 'timeline' });
  return section('Timeline', null, lengthened(list, timelineRows(story), 14, 'events'));
}

function mapPart(story) {
  const points = placedFigures(story.places, story.tolls);
  if (!points.length) return null;
  return section('Map', null, mapOf(points, mapWords(points)));
}

function mapWords(points) {
  const told = points.slice(0, 12).map(({ name: called, harms }) => [called, ...harms.map((one) => `${range(one)} ${harm(one.kind)}`)].join(' '));
  return `Map of ${count(points.length, ['place', 'places'])}: ${told.join('; ')}`;
}

function articlePart(story, alone) {
  if (alone !== null) return null;
  const list = el('ul', { class: 'articles' });
  const rows = story.articles.map((article) => () => {
    const title = name(article.title || (article.number === null ? article.id : titleOf(data('index').articles[article.number])));
    const details = [outletIn(article), day(article.published)].filter(Boolean).join(' · ');
    const copied = article.copy_of && story.articles.find(({ id }) => id === article.copy_of);
    return el(
      'li',
      {},
      article.number === null ? el('span', { class: 'headline' }, title) : el('a', { class: 'headline', href: `#a${article.number}` }, title),
      el('p', { class: 'aside' }, name(details), article.copy_of && [' · copy of ', name(copied ? outletIn(copied) : article.copy_of)]),
      article.why.length > 0 && el('details', { class: 'why' }, el('summary', {}, 'Why in this story'), el('ul', {}, article.why.map((reason) => el('li', {}, name(reason))))),
    );
  });
  return section('Articles', null, lengthened(list, rows, 12, 'articles'));
}

function namesPart(story) {
  const groups = ['people', 'places', 'organizations'].filter((kind) => story[kind].length && data('index').kinds.includes(kind));
  if (!groups.length) return null;
  const blocks = groups.map((kind) => {
    const list = el('ul', { class: 'names' });
    const sorted = [...story[kind]].sort((one, other) => other.told - one.told);
    const rows = sorted.map((entry) => () => {
      const more = kind === 'people' ? entry.role : kind === 'places' ? entry.country && entry.kind !== 'country' && country(entry.country) : entry.kind && words(entry.kind);
      return el('li', {}, name(entry.name, 'b'), more && [' ', name(more, 'span', { class: 'more' })], story.articles.length > 2 && el('span', { class: 'number', title: 'articles that name it' }, number(entry.told)));
    });
    return el('div', {}, el('h3', {}, el('span', { class: `swatch ${kind}`, 'aria-hidden': 'true' }), capital(kind)), lengthened(list, rows, 8, kind));
  });
  return section('Names', null, blocks);
}
