// Elements are made one by one, never from strings: no text of an article can become markup.

const SVG = 'http://www.w3.org/2000/svg';

/** An element. `props`: attributes; `on…`: listeners; null and false are left out. */
function el(tag, props, ...children) {
  return filled(document.createElement(tag), props, children);
}

function svg(tag, props, ...children) {
  return filled(document.createElementNS(SVG, tag), props, children);
}

function filled(node, props, children) {
  for (const [name, value] of Object.entries(props || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (name === 'text') node.textContent = value;
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** The data of an island: parsed when first asked for, the last few kept. */
const parsed = new Map();
const KEPT_ISLANDS = 40;

function data(name) {
  if (!parsed.has(name)) {
    if (parsed.size >= KEPT_ISLANDS) parsed.delete([...parsed.keys()].find((key) => !['index', 'world'].includes(key)));
    parsed.set(name, JSON.parse(document.getElementById(name).textContent));
  }
  return parsed.get(name);
}

/** How island data is written in the page: to look for words in it without parsing. */
function asWritten(words) {
  const escape = (character) => '\\u' + character.charCodeAt(0).toString(16).padStart(4, '0');
  return JSON.stringify(words).slice(1, -1).replace(/[<>&\u0080-\u00a0\u200b-\u200f\u2028-\u202e]/g, escape);
}

/** A word of the data, isolated: whatever direction it is written in, the words around it stay. */
function name(words, tag = 'bdi', props = null) {
  return el(tag, props, visible(words));
}

/** Controls of writing direction and other characters without a mark of their own, shown by their number. */
const HIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

function visible(words) {
  return String(words).replace(HIDDEN, '\ufffd');
}

/** Say something to those who hear the page. */
function say(words) {
  const region = document.getElementById('said') || document.body.appendChild(el('div', { id: 'said', class: 'heard', 'aria-live': 'polite' }));
  region.textContent = words;
}

function icon(path, size = 16) {
  return svg('svg', { viewBox: '0 0 16 16', width: size, height: size, 'aria-hidden': 'true', class: 'icon' }, svg('path', { d: path }));
}

/** A heading that a script can move to, in a section of its own. */
let sections = 0;

function section(title, aside, ...children) {
  const id = `h${(sections += 1)}`;
  const head = el('div', { class: 'head' }, el('h2', { id, tabindex: '-1' }, title), aside && el('p', { class: 'aside' }, aside));
  return el('section', { 'aria-labelledby': id, class: 'part' }, head, ...children);
}

/** The first `shown` of many rows, and a button for more of them; its `showAll` is for paper. */
function lengthened(list, rows, shown, noun) {
  let next = 0;
  const more = el('button', { type: 'button', class: 'more' });
  const add = (upTo) => {
    const first = next;
    const made = rows.slice(next, upTo).map((make) => list.appendChild(make()));
    next = Math.min(upTo, rows.length);
    const left = rows.length - next;
    more.hidden = left === 0;
    more.textContent = left > 2 * shown ? `Show ${number(2 * shown)} more of ${number(left)} ${noun}` : `Show ${number(left)} more`;
    return first ? made[0] : null;
  };
  more.showAll = () => add(rows.length);
  more.addEventListener('click', () => {
    const first = add(next + 2 * shown);
    const target = first && (first.querySelector('a, button') || first);
    if (target) target.focus();
  });
  // A button for one or two rows is longer than they are.
  add(rows.length <= shown + 2 ? rows.length : shown);
  return [list, more];
}
