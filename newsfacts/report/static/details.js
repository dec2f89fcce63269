// One fact in full: what is known of it, and its other mentions.

/** Rows of [name, value] of a fact; what the article does not say is left out. */
function rowsOf(kind, fact) {
  const rows = {
    people: () => [
      ['Role', fact.role],
      ['Age', fact.age],
      ['Nationality', fact.nationality && fact.nationality.split('; ').map(country).join('; ')],
      ['Also', fact.aliases.join(', ')],
    ],
    places: () => [
      ['Kind', fact.kind],
      ['Country', fact.country && country(fact.country)],
      ['Province', fact.admin1],
      ['Position', positionOf(fact)],
      ['Stands for', fact.metonymy ? 'its government' : null],
      ['Also', fact.aliases.join(', ')],
    ],
    organizations: () => [
      ['Kind', fact.kind && words(fact.kind)],
      ['Also', fact.aliases.join(', ')],
    ],
    casualties: () => [
      ['Who', fact.victims],
      ['Where', fact.place],
      ['When', whenOf(fact.date)],
      ['Says', fact.attribution || (fact.status === 'reported' ? 'the reporter' : null)],
      ['Cause', fact.cause],
      ['Status', fact.status === 'reported' ? null : fact.status],
      ['Counts', scopeOf(fact.scope)],
    ],
    dates: () => [
      ['Event', fact.event],
      ['Status', fact.status === 'happened' ? null : fact.status],
      ['Known from', basisOf(fact.basis)],
    ],
  };
  return [...rows[kind](), ['Sure', fact.confidence === null ? null : percent(fact.confidence)]].filter(([, value]) => value !== null && value !== undefined && value !== '');
}

/** What a fact is called. */
function nameOf(kind, fact) {
  if (kind === 'casualties') return `${figure(fact)} ${harm(fact.kind)}`;
  if (kind === 'dates') return day(fact.value) || 'no day known';
  return fact.name;
}

function positionOf({ latitude, longitude, precision }) {
  if (latitude === null || longitude === null) return null;
  const side = (value, [plus, minus]) => `${Math.abs(value).toFixed(2)}° ${value < 0 ? minus : plus}`;
  const rough = precision && precision !== 'exact' ? ` (its ${precision})` : '';
  return `${side(latitude, 'NS')}, ${side(longitude, 'EW')}${rough}`;
}

function whenOf(date) {
  if (!date) return null;
  return date.value ? `${day(date.value)} (“${date.text}”)` : date.text;
}

function scopeOf(scope) {
  return { incident: 'one event', cumulative: 'a longer time', remaining: 'those still missing or held' }[scope] || null;
}

function basisOf(basis) {
  return { absolute: 'its words alone', published: 'the day of publication', text: 'another date of the text', inferred: 'inference' }[basis] || null;
}

/** The card of a fact. `mention`: which of its mentions is looked at; `go(n)` goes to another one. */
function factCard(kind, fact, mention, go) {
  const many = fact.at.length;
  const step = (by, label, path) =>
    el('button', { type: 'button', class: 'plain', 'aria-label': label, onclick: () => go((mention + by + many) % many) }, icon(path));
  return el(
    'div',
    { class: `card of-${kind}` },
    el('p', { class: 'kind' }, el('span', { class: `swatch ${kind}`, 'aria-hidden': 'true' }), capital(KIND_NAMES[kind][0])),
    el('p', { class: 'name' }, name(nameOf(kind, fact))),
    el('dl', {}, rowsOf(kind, fact).map(([label, value]) => [el('dt', {}, label), el('dd', {}, label === 'Sure' ? sureness(fact.confidence) : name(value))])),
    many > 1 &&
      el('p', { class: 'mentions' }, step(-1, 'Mention before', 'M10 3 5 8l5 5'), `${number(mention + 1)} of ${number(many)} mentions`, step(1, 'Next mention', 'M6 3l5 5-5 5')),
  );
}

function sureness(confidence) {
  const bar = svg('svg', { class: 'sureness', viewBox: '0 0 60 6', width: 60, height: 6, 'aria-hidden': 'true' });
  bar.append(svg('rect', { class: 'all', width: 60, height: 6, rx: 3 }), svg('rect', { class: 'part', width: Math.max(60 * confidence, 3), height: 6, rx: 3 }));
  return [percent(confidence), ' ', bar];
}
