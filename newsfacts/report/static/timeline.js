// What happened when, one under the other.

const LONG_GAP_DAYS = 60;

/** The makers of a timeline's rows; a row says where a long time has passed before it. */
function timelineRows(story) {
  let before = null;
  return story.timeline.map((entry) => {
    const passed = before && entry.first ? gapWords(before, entry.first) : null;
    if (entry.last || entry.first) before = entry.last || entry.first;
    return () => timelineRow(entry, passed, story);
  });
}

function timelineRow({ value, event, status, inferred, at }, passed, story) {
  const linked = at.map(([article, start]) => [story.articles[article].number, start]).filter(([number]) => number !== null);
  const said = status && status !== 'happened' ? el('span', { class: 'badge' }, status) : null;
  const first = linked[0];
  const words = event ? name(capital(event)) : el('span', { class: 'none' }, 'what happened is not said');
  return el(
    'li',
    { class: status === 'planned' ? 'planned' : null },
    passed && el('p', { class: 'passed' }, passed),
    el('p', { class: 'day' }, day(value), inferred && el('span', { class: 'aside' }, ' inferred')),
    el('p', { class: 'event' }, first ? el('a', { href: `#a${first[0]}@${first[1]}` }, words) : words, said && [' ', said], at.length > 1 && el('span', { class: 'aside' }, ` · ${count(at.length, ['article', 'articles'])}`)),
  );
}

function gapWords(from, to) {
  const days = (Date.parse(to) - Date.parse(from)) / 86400000;
  if (!(days >= LONG_GAP_DAYS)) return null;
  const months = Math.round(days / 30.44);
  return months < 24 ? `${months} months later` : `${number(Math.round(days / 365.25))} years later`;
}
