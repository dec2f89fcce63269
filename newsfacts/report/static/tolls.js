// Tolls: who says how many, in the order in which it was published, and who contradicts whom.

const RELATION_WORDS = { first: '', agrees: 'agrees', updates: 'updates', part_of: 'part of', conflicts: 'contradicts' };
const SHOWN_STATEMENTS = 12;
const EDGE = 5; // per cent of the scale left free on either side

/** The tolls of a story, those of the event before those of a longer time. */
function tollList(story) {
  const order = [...story.tolls].sort((one, other) => (one.scope === 'cumulative') - (other.scope === 'cumulative') || (other.relation === 'conflict') - (one.relation === 'conflict') || other.statements.length - one.statements.length);
  return order.map((toll) => tollBlock(toll, story));
}

function tollBlock(toll, story) {
  const where = [toll.victims, toll.place, toll.date && (day(toll.date.value) || toll.date.text)].filter(Boolean);
  const best = figure({ ...toll.best, text: wordsOf(toll, toll.best.min, toll.best.max) });
  const told = range(toll);
  const policy = { latest: 'latest', median: 'median', 'most-sources': 'most sources', lowest: 'lowest', highest: 'highest' }[toll.best.policy] || toll.best.policy;
  const scope = { cumulative: 'over a longer time', remaining: 'still so' }[toll.scope];
  const said = [count(toll.sources, ['source', 'sources']), scope, best !== told && `${policy}: ${best}`].filter(Boolean).join(' · ');
  return el(
    'section',
    { class: `toll ${toll.relation}`, 'aria-label': `${told} ${harm(toll.kind)}` },
    el(
      'div',
      { class: 'toll-head' },
      el('h3', {}, el('span', { class: 'range' }, told), ' ', harm(toll.kind), toll.relation === 'conflict' && [' ', el('span', { class: 'badge conflict' }, 'sources conflict')], toll.relation === 'update' && [' ', el('span', { class: 'badge' }, 'updated')]),
      el('p', { class: 'where' }, where.length ? name(where.join(' · ')) : null),
      el('p', { class: 'aside' }, said),
    ),
    isSettled(toll) ? statementLines(toll, story) : statementTable(toll, story),
  );
}

/** Whether all say the same: then a chart would show nothing. */
function isSettled({ statements }) {
  return statements.every((statement) => figure(statement) === figure(statements[0]));
}

function statementLines({ statements }, story) {
  const list = el('ul', { class: 'agreeing' });
  return lengthened(list, statements.map((statement) => () => statementLine(statement, story)), 3, 'statements');
}

function statementLine(statement, story) {
  return el('li', { class: 'statement' }, source(statement), el('span', { class: 'aside' }, ' · ', name(outletOf(statement, story)), ' · ', published(statement, story)));
}

function source({ attribution }) {
  return attribution ? name(attribution) : el('span', { class: 'none' }, 'no source named');
}

/** When it was published, as a link to its words where the page has the article. */
function published(statement, story) {
  const article = story.articles[statement.article];
  const when = day(statement.published) || 'no date';
  return !article || article.number === null ? when : el('a', { href: `#a${article.number}@${statement.start}` }, when, el('span', { class: 'heard' }, `: ${statement.text}`));
}

/** A row a statement, with its figure on a scale that all rows share. */
function statementTable(toll, story) {
  const scale = scaleOf(toll);
  const { statements } = toll;
  const contradicted = new Set(statements.filter(({ relation }) => relation === 'conflicts').map(({ to }) => to));
  const rows = statements.map((statement, n) => () => {
    const said = [relationWords(statement, statements), contradicted.has(n) && 'contradicted'].filter(Boolean).join(' · ');
    return el(
      'tr',
      { class: `${statement.relation}${contradicted.has(n) ? ' contradicted' : ''}` },
      el('td', { class: 'when' }, published(statement, story)),
      el('th', { scope: 'row', class: 'who' }, source(statement), name(outletOf(statement, story), 'span', { class: 'outlet', title: outletOf(statement, story) })),
      el('td', { class: 'figure' }, figure(statement)),
      el('td', { class: 'plot' }, plot(toll, n, scale)),
      el('td', { class: 'relation', title: statement.rule }, said ? name(said) : null),
    );
  });
  const [body, more] = lengthened(el('tbody'), rows, SHOWN_STATEMENTS, 'statements');
  const table = el(
    'table',
    { class: 'statements' },
    el('caption', { class: 'heard' }, `Who says how many were ${harm(toll.kind)}, in order of publication`),
    el('thead', {}, el('tr', {}, el('th', { scope: 'col', class: 'when' }, 'Published'), el('th', { scope: 'col', class: 'who' }, 'Who says so'), el('th', { scope: 'col', class: 'figure' }, 'Figure'), el('th', { scope: 'col', class: 'plot' }, axis(scale)), el('th', { scope: 'col', class: 'relation' }, el('span', { class: 'heard' }, 'How it stands to the others')))),
    body,
  );
  return [table, more];
}

/** How a statement stands to the one it is held against: "updates 9+", "contradicts 26 (the ministry)". */
function relationWords(statement, statements) {
  const held = statements[statement.to];
  const verb = RELATION_WORDS[statement.relation] || '';
  if (!held || statement.relation === 'agrees') return verb;
  const who = statement.relation === 'conflicts' && held.attribution ? ` (${held.attribution})` : '';
  return `${verb} ${figure(held)}${who}`;
}

function outletOf(statement, story) {
  const article = story.articles[statement.article];
  return article ? (article.copy_of ? 'copy: ' : '') + outletIn(article) : 'an article that is not here';
}

/** From a round number below all figures to one above; from 0 where that costs little. */
function scaleOf({ statements, low, high }) {
  const values = [...statements.flatMap(({ min, max }) => [min, max]), low, high].filter((value) => value !== null && value !== undefined);
  const [least, most] = values.length ? [Math.min(...values), Math.max(...values)] : [0, 1];
  const close = least > most * 0.5;
  const step = roundStep(Math.max(close ? most - least : most, 1) / 3);
  const below = Math.floor(least / step) * step;
  const from = close ? Math.max(below === least ? below - step : below, 0) : 0;
  const to = Math.max(Math.ceil(most / step) * step, from + step);
  return { from, to, step, at: (value) => EDGE + ((value - from) / (to - from)) * (100 - 2 * EDGE) };
}

function roundStep(rough) {
  const power = 10 ** Math.floor(Math.log10(rough));
  return Math.max(([1, 2, 5, 10].find((times) => times * power >= rough) || 10) * power, 1);
}

function ticks({ from, to, step }) {
  const values = [];
  for (let value = from; value <= to + step / 1000; value += step) values.push(value);
  return values;
}

function axis(scale) {
  const chart = svg('svg', { class: 'axis', role: 'img', 'aria-label': `Scale from ${number(scale.from)} to ${number(scale.to)}` });
  const short = new Intl.NumberFormat('en', { notation: scale.to >= 100000 ? 'compact' : 'standard' });
  for (const value of ticks(scale)) chart.append(svg('text', { x: `${scale.at(value)}%`, y: 12, 'text-anchor': 'middle' }, short.format(value)));
  return chart;
}

function line(kind, x1, x2, y1, y2) {
  return svg('line', { class: kind, x1: `${x1}%`, x2: `${x2}%`, y1: `${y1}%`, y2: `${y2}%` });
}

/** The figure of one statement: a point, a line from least to most, an arrow where it is open. */
function plot(toll, row, scale) {
  const statement = toll.statements[row];
  const chart = svg('svg', { 'aria-hidden': 'true' });
  if (toll.low !== null && toll.high !== null && toll.high > toll.low) {
    const [left, right] = [scale.at(toll.low), scale.at(toll.high)];
    chart.append(svg('rect', { class: 'band', x: `${left}%`, y: 0, width: `${right - left}%`, height: '100%' }));
  }
  for (const value of ticks(scale)) chart.append(line('grid', scale.at(value), scale.at(value), 0, 100));
  chart.append(...ties(toll.statements, row, scale));
  const { min, max, relation } = statement;
  if (min === null && max === null) return chart;
  const [left, right] = [min === null ? EDGE / 2 : scale.at(min), max === null ? 100 - EDGE / 2 : scale.at(max)];
  if (right > left) chart.append(line(`reach${min === null || max === null ? ' open' : ''}`, left, right, 50, 50));
  if (max === null) chart.append(sign('arrow', right, 'M-4-4 0 0l-4 4'));
  if (min === null) chart.append(sign('arrow', left, 'M4-4 0 0l4 4'));
  if (min !== null && max !== null && max > min) chart.append(sign('point', right, SIGNS.end));
  chart.append(sign(`point ${relation}`, pointOfFigure(statement, scale), SIGNS[relation] || SIGNS.first));
  return chart;
}

/** Where the sign of a figure stands. */
function pointOfFigure({ min, max }, scale) {
  return scale.at(min === null ? max : min);
}

/** What goes through a row of the lines that tie two contradicting figures together. */
function ties(statements, row, scale) {
  const told = ({ min, max }) => min !== null || max !== null;
  const pairs = statements.flatMap(({ relation, to }, from) => (relation === 'conflicts' && statements[to] && told(statements[to]) && told(statements[from]) ? [[to, from]] : []));
  return pairs.filter(([first, last]) => first <= row && row <= last).map(([first, last]) => {
    const [from, to] = [pointOfFigure(statements[first], scale), pointOfFigure(statements[last], scale)];
    const at = (place) => from + ((to - from) * (place - first)) / (last - first);
    const [above, below] = [Math.max(row - 0.5, first), Math.min(row + 0.5, last)];
    return line('tie', at(above), at(below), row === first ? 50 : 0, row === last ? 50 : 100);
  });
}

/** A shape in the middle of a row: another for each relation, so that colour is not all that tells them apart. */
const SIGNS = {
  first: 'M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0',
  agrees: 'M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0',
  part_of: 'M-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0',
  end: 'M-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0',
  updates: 'M-6 4.5h12l-6-10z',
  conflicts: 'M-5-5 5 5M5-5-5 5',
};

function sign(kind, x, path) {
  return svg('svg', { x: `${x}%`, y: '50%', class: 'sign' }, svg('path', { class: kind, d: path }));
}
