// Tolls: who says how many, in the order in which it was published, and who contradicts whom.

const RELATION_WORDS = { first: '', agrees: 'agrees', updates: 'updates', part_of: 'a part', conflicts: 'contradicts' };
const CHART_WIDTH = 260;
const INSET = 12;

/** The tolls of a story, those of the event before those of a longer time. `numberOf`: id of an article -> number. */
function tollList(tolls, numberOf) {
  const order = [...tolls].sort((one, other) => (one.scope === 'cumulative') - (other.scope === 'cumulative') || (other.relation === 'conflict') - (one.relation === 'conflict') || other.statements.length - one.statements.length);
  return order.map((toll) => tollBlock(toll, numberOf));
}

function tollBlock(toll, numberOf) {
  const where = [toll.victims, toll.place, toll.date && (day(toll.date.value) || toll.date.text)].filter(Boolean);
  const best = figure({ ...toll.best });
  const told = range(toll.low, toll.high);
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
    toll.statements.length > 1 ? statementTable(toll, numberOf) : statementLine(toll.statements[0], numberOf),
  );
}

function statementLine(statement, numberOf) {
  return el('p', { class: 'statement' }, source(statement), el('span', { class: 'aside' }, ' · ', published(statement, numberOf)));
}

function source({ attribution }) {
  return attribution ? name(attribution) : el('span', { class: 'none' }, 'no source named');
}

/** When it was published, as a link to its words where the page has the article. */
function published(statement, numberOf) {
  const number = numberOf(statement.article_id);
  const when = day(statement.published) || 'no date';
  return number === null ? when : el('a', { href: `#a${number}@${statement.start}` }, when, el('span', { class: 'heard' }, `: ${statement.text}`));
}

/** A row a statement, with its figure on a scale that all rows share. */
function statementTable(toll, numberOf) {
  const scale = scaleOf(toll);
  const rows = toll.statements.map((statement, n) => {
    const held = statement.to === null || statement.to === undefined ? null : toll.statements[statement.to];
    const relation = RELATION_WORDS[statement.relation];
    const other = held && ['conflicts', 'updates', 'part_of'].includes(statement.relation) ? ` ${statement.relation === 'part_of' ? 'of ' : ''}${figure(held)}${statement.relation === 'conflicts' ? ` (${held.attribution || 'no source named'})` : ''}` : '';
    return el(
      'tr',
      { class: statement.relation, 'data-to': held ? statement.to : null },
      el('td', { class: 'when' }, published(statement, numberOf)),
      el('th', { scope: 'row', class: 'who' }, source(statement)),
      el('td', { class: 'figure' }, el('span', { class: 'value' }, figure(statement))),
      el('td', { class: 'plot' }, plot(statement, toll, scale, n)),
      el('td', { class: 'relation', title: statement.rule }, relation ? name(visible(relation + other)) : null),
    );
  });
  return el(
    'table',
    { class: 'statements' },
    el('caption', { class: 'heard' }, `Who says how many were ${harm(toll.kind)}, in order of publication`),
    el('thead', {}, el('tr', {}, el('th', { scope: 'col', class: 'when' }, 'Published'), el('th', { scope: 'col', class: 'who' }, 'Who says so'), el('th', { scope: 'col', class: 'figure' }, 'Figure'), el('th', { scope: 'col', class: 'plot' }, axis(scale)), el('th', { scope: 'col', class: 'relation' }, el('span', { class: 'heard' }, 'How it stands to the others')))),
    el('tbody', {}, rows),
  );
}

/** From a round number below all figures to one above; from 0 where that costs little. */
function scaleOf({ statements, low, high }) {
  const values = [...statements.flatMap(({ min, max }) => [min, max]), low, high].filter((value) => value !== null && value !== undefined);
  const [least, most] = values.length ? [Math.min(...values), Math.max(...values)] : [0, 1];
  const step = roundStep(Math.max(most - (least > most * 0.5 ? least : 0), 1) / 3);
  let from = least > most * 0.5 ? Math.floor(least / step) * step : 0;
  if (from === least && from > 0 && least > most * 0.5) from = Math.max(from - step, 0);
  const to = Math.max(Math.ceil(most / step) * step, from + step);
  return { from, to, step, at: (value) => INSET + ((value - from) / (to - from)) * (CHART_WIDTH - 2 * INSET) };
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
  const chart = svg('svg', { viewBox: `0 0 ${CHART_WIDTH} 18`, class: 'axis', role: 'img', 'aria-label': `Scale from ${number(scale.from)} to ${number(scale.to)}` });
  const short = new Intl.NumberFormat('en', { notation: scale.to >= 100000 ? 'compact' : 'standard' });
  for (const value of ticks(scale)) chart.append(svg('text', { x: scale.at(value), y: 14, 'text-anchor': 'middle' }, short.format(value)));
  return chart;
}

/** The figure of one statement: a point, a line from least to most, an arrow where it is open. */
function plot(statement, toll, scale, row) {
  const chart = svg('svg', { viewBox: `0 0 ${CHART_WIDTH} 28`, preserveAspectRatio: 'none', 'aria-hidden': 'true' });
  for (const value of ticks(scale)) chart.append(svg('line', { class: 'grid', x1: scale.at(value), x2: scale.at(value), y1: 0, y2: 28 }));
  if (toll.low !== null && toll.high !== null && toll.high > toll.low) {
    chart.append(svg('rect', { class: 'band', x: scale.at(toll.low), y: 0, width: scale.at(toll.high) - scale.at(toll.low), height: 28 }));
  }
  const { min, max, relation } = statement;
  if (min === null && max === null) return chart;
  const [left, right] = [min === null ? INSET / 2 : scale.at(min), max === null ? CHART_WIDTH - INSET / 2 : scale.at(max)];
  const point = scale.at(min === null ? max : min);
  if (right - left > 1) chart.append(svg('line', { class: `reach${min === null || max === null ? ' open' : ''}`, x1: left, x2: right, y1: 14, y2: 14 }));
  if (max === null) chart.append(svg('path', { class: 'reach-end', d: `M${right - 4} 10l4 4-4 4` }));
  if (min === null) chart.append(svg('path', { class: 'reach-end', d: `M${left + 4} 10l-4 4 4 4` }));
  if (min !== null && max !== null && max > min) chart.append(mark('dot', scale.at(max)));
  chart.append(mark(relation, point));
  return chart;
}

/** Another shape for each relation: colour is not all there is to tell them apart. */
function mark(relation, x) {
  if (relation === 'conflicts') return svg('path', { class: 'point conflicts', d: `M${x - 5} 9l10 10m0-10l-10 10` });
  if (relation === 'updates') return svg('path', { class: 'point updates', d: `M${x - 5.5} 18.5h11l-5.5-10z` });
  if (relation === 'part_of') return svg('circle', { class: 'point part_of', cx: x, cy: 14, r: 3.5 });
  return svg('circle', { class: 'point', cx: x, cy: 14, r: relation === 'dot' ? 3.5 : 5 });
}
