// Facts in words: figures, days, kinds.

const KINDS = ['people', 'places', 'organizations', 'casualties', 'dates'];
const KIND_NAMES = {
  people: ['person', 'people'],
  places: ['place', 'places'],
  organizations: ['organization', 'organizations'],
  casualties: ['casualty figure', 'casualty figures'],
  dates: ['date', 'dates'],
};
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const SEASONS = { 21: 'spring', 22: 'summer', 23: 'autumn', 24: 'winter', 33: 'first quarter', 34: 'second quarter', 35: 'third quarter', 36: 'fourth quarter' };

const WHOLE = new Intl.NumberFormat('en');

function number(value) {
  return WHOLE.format(value);
}

function count(value, [one, many]) {
  return `${number(value)} ${value === 1 ? one : many}`;
}

/** 6; 6+ (six or more); >18,000; up to 32; <20; 20–30; a ~ in front of a hedged one. */
function figure({ min, max, approximate, text }) {
  const about = approximate ? '~' : '';
  if (min === null && max === null) return 'no number';
  if (max === null) {
    return beyond(min - 1, text, /\b(more than|over|above|beyond|in excess of|upwards? of|north of)\b/i)
      ? `>${about}${number(min - 1)}`
      : `${about}${number(min)}+`;
  }
  if (min === null) {
    return text && beyond(max + 1, text, /\b(fewer than|less than|under|below)\b/i)
      ? `<${about}${number(max + 1)}`
      : `up to ${about}${number(max)}`;
  }
  if (min === max) return `${about}${number(min)}`;
  return `${about}${number(min)}–${number(max)}`;
}

/** Whether the words name the number itself, which the figure does not include; without words: a round one. */
function beyond(value, text, cues) {
  if (!text) return value >= 10 && value % 10 === 0;
  const told = (text.match(/\d[\d,. \u00a0\u2009\u202f]*/g) || []).map((digits) => digits.replace(/\D/g, ''));
  return told.length ? told.includes(String(value)) : cues.test(text);
}

/** The range of a toll: null is open. */
function range(toll) {
  return figure({ min: toll.low, max: toll.high, approximate: false, text: wordsOf(toll, toll.low, toll.high) });
}

/** The words of a statement of the toll with these bounds, where there is one. */
function wordsOf({ words, statements = [] }, min, max) {
  const told = statements.find((statement) => statement.min === min && statement.max === max);
  return told ? told.text : words;
}

/** The harm in one word; what has none of its own is said in two. */
function harm(kind) {
  return kind === 'casualties' ? 'killed or hurt' : kind === 'captive' ? 'held captive' : kind;
}

/** An EDTF value as people write it: 2 Sep 2024; Sep 2024; 1 Sep (year not told). */
function day(value) {
  if (!value) return '';
  if (value.startsWith('[')) return value.slice(1, -1).split(',').map(day).join(' or ');
  if (value.includes('/')) {
    const [from, to] = value.split('/');
    if (to === '..' || !to) return `since ${day(from)}`;
    if (from === '..' || !from) return `up to ${day(to)}`;
    return `${shorter(from, to)} – ${day(to)}`;
  }
  const [date, time] = value.split('T');
  const certain = date.replace(/[?~%]/g, '');
  const match = /^(-?[\dX]{4})(?:-([\dX]{2})(?:-([\dX]{2}))?)?$/.exec(certain);
  if (!match) return value;
  const [, year, month, inMonth] = match;
  const about = certain === date ? '' : 'about ';
  const known = /X{4}/.test(year) ? '' : year.endsWith('X') ? `${year.replace(/X/g, '0')}s` : year;
  if (!month || month === 'XX') return about + (known || 'year not told');
  const monthName = SEASONS[Number(month)] || MONTHS[Number(month) - 1];
  if (!monthName) return value;
  const days = inMonth && inMonth !== 'XX' ? `${Number(inMonth)} ` : '';
  return `${about}${days}${monthName}${known ? ` ${known}` : ''}${time ? `, ${time.slice(0, 5)}` : ''}`;
}

/** The first day of a period, without what it shares with the last. */
function shorter(from, to) {
  const [year, month] = from.split('-');
  const [lastYear, lastMonth] = to.split('-');
  const whole = day(from);
  if (year !== lastYear) return whole;
  const withoutYear = whole.replace(` ${year}`, '');
  return month === lastMonth ? withoutYear.replace(/ .*/, '') : withoutYear;
}

function percent(confidence) {
  return `${Math.round(confidence * 100)} %`;
}

function words(value) {
  return value.replace(/_/g, ' ');
}

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The name of a country, as the browser knows it. */
const regionNames = (() => {
  try {
    return new Intl.DisplayNames(['en'], { type: 'region' });
  } catch {
    return null;
  }
})();

function country(code) {
  try {
    return (regionNames && regionNames.of(code)) || code;
  } catch {
    return code;
  }
}

/** What an article is called. */
function titleOf(article) {
  return article.title || article.lead || article.id;
}

/** Where the article came out: the host of its address, else the name of its file; of a file of several, its id. */
function outlet(article) {
  const from = article.url || article.source || '';
  const host = /^[a-z]+:\/\/(?:www\.)?([^/:?#]+)/i.exec(from);
  if (host) return host[1];
  if (/\.(jsonl?|ndjson|csv|tsv|parquet)(\.\w+)?$/i.test(from)) return article.id;
  return from === '-' ? 'standard input' : from.split('/').pop().replace(/\.(txt|md|html?)(\.\w+)?$/i, '') || article.id;
}
