// An article: its text with the facts marked, filters, and the facts in lists beside it.

/** What is shown, in every article that is opened. */
const filters = { kinds: new Set(KINDS), least: 0 };

function isShown({ kind, fact }) {
  return filters.kinds.has(kind) && (fact.confidence === null || fact.confidence * 100 >= filters.least);
}

/** The view of article `number`; `at`: an offset whose fact is to be looked at. */
function articleView(number, at = null) {
  const reading = new Reading(data(`a${number}`), number);
  const map = data('index').stories ? null : articleMap(reading.article);
  const view = el('article', { class: 'article' }, articleHead(reading.article, number), reading.toolbar, reading.columns, map);
  return { node: view, title: titleOf(reading.article), ready: () => reading.ready(at) };
}

/** The article's places and figures, where there is no story to show them. */
function articleMap({ places, casualties }) {
  const points = placedFigures(places, casualties.map((figure) => ({ ...figure, low: figure.min, high: figure.max, words: figure.text })));
  return points.length ? section('Map', null, mapOf(points, mapWords(points))) : null;
}

function articleHead(article, number) {
  const { date, basis } = article.published;
  const how = { option: 'as told on the command line', metadata: 'from its record', url: 'from its address', text: 'from its text', inferred: 'inferred' }[basis];
  const stories = data('index').stories || [];
  const story = stories.findIndex(({ numbers, articles }) => articles > 1 && numbers.includes(number));
  const details = [
    article.author && ['By ', name(article.author)],
    el('span', { title: how }, date ? day(date) : 'no date of publication known'),
    name(article.url || article.source || article.id, 'span', { class: 'source' }),
  ].filter(Boolean);
  return el(
    'header',
    { class: 'title' },
    el('h1', { tabindex: '-1' }, name(titleOf(article))),
    el('p', { class: 'byline' }, details.map((detail, n) => [n ? ' · ' : '', detail])),
    story >= 0 && el('p', { class: 'byline' }, 'One of ', el('a', { href: `#s${story}` }, count(stories[story].articles, ['article', 'articles']), ' on this story')),
    article.warnings.length > 0 && el('ul', { class: 'warnings' }, article.warnings.map((warning) => el('li', {}, name(warning)))),
  );
}

class Reading {
  constructor(article, number) {
    Object.assign(this, { article, number, ...markedText(article) });
    this.text = this.node;
    this.slotLines = new SlotLines(this.text, this.pieces);
    this.card = el('div', { class: 'inspector', role: 'region', 'aria-label': 'The fact looked at', 'aria-live': 'polite' });
    this.lists = el('div', { class: 'lists' });
    this.selected = null;
    this.toolbar = this.makeToolbar();
    this.columns = el('div', { class: 'columns' }, this.makeText(), el('aside', { class: 'beside', 'aria-label': 'Facts of the article' }, this.card, this.lists));
    this.filter();
    this.look(null);
  }

  makeText() {
    this.text.addEventListener('keydown', (event) => this.onKey(event));
    this.text.addEventListener('focusin', (event) => this.onFocus(event.target));
    this.text.addEventListener('click', (event) => this.onFocus(event.target.closest('[tabindex]')));
    this.text.addEventListener('mouseover', (event) => this.onHover(event.target));
    this.text.addEventListener('mouseleave', () => this.drawSlots());
    const whole = this.article.text.length === 1 && this.article.text[0][0] === 0;
    const note = whole ? null : el('p', { class: 'note' }, this.article.text.length ? 'Only what the facts quote is at hand: the text itself was not given.' : 'The text was not given, and there are no facts to quote from it.');
    return el('div', { class: 'reading', role: 'region', 'aria-label': 'Text' }, note, this.text);
  }

  makeToolbar() {
    const shownKinds = data('index').kinds;
    const buttons = KINDS.filter((kind) => shownKinds.includes(kind)).map((kind) =>
      el(
        'button',
        {
          type: 'button',
          class: `toggle ${kind}`,
          'aria-pressed': String(filters.kinds.has(kind)),
          onclick: (event) => {
            const button = event.currentTarget;
            if (filters.kinds.has(kind)) filters.kinds.delete(kind);
            else filters.kinds.add(kind);
            button.setAttribute('aria-pressed', String(filters.kinds.has(kind)));
            this.filter();
          },
        },
        el('span', { class: `swatch ${kind}`, 'aria-hidden': 'true' }),
        capital(kind),
        el('span', { class: 'number' }, number(this.article[kind].length)),
      ),
    );
    const told = el('output', { for: 'least' }, this.leastWords());
    const slider = el('input', {
      type: 'range', id: 'least', min: 0, max: 95, step: 5, value: filters.least, 'aria-valuetext': this.leastWords(),
      oninput: (event) => {
        filters.least = Number(event.target.value);
        told.textContent = this.leastWords();
        event.target.setAttribute('aria-valuetext', this.leastWords());
        this.filter();
      },
    });
    return el(
      'div',
      { class: 'toolbar' },
      el('div', { class: 'toggles', role: 'group', 'aria-label': 'Kinds of fact to show' }, buttons),
      el('div', { class: 'slider' }, el('label', { for: 'least' }, 'At least'), slider, told),
    );
  }

  leastWords() {
    return filters.least ? `${filters.least} % sure` : 'however sure';
  }

  /** Which facts are shown has changed. */
  filter() {
    for (const piece of this.pieces) {
      const top = piece.facts.find((number) => isShown(this.facts[number]));
      const begins = piece.begins.find(([number]) => isShown(this.facts[number]));
      const kind = top === undefined ? null : this.facts[top].kind;
      piece.node.className = [kind && `mark ${kind}`, piece.grey && 'grey'].filter(Boolean).join(' ');
      piece.stop = begins || null;
      if (begins) {
        piece.node.setAttribute('role', 'button');
        piece.node.setAttribute('tabindex', '-1');
        piece.node.setAttribute('aria-describedby', `kind-${this.facts[begins[0]].kind}`);
      } else {
        for (const attribute of ['role', 'tabindex', 'aria-describedby']) piece.node.removeAttribute(attribute);
      }
    }
    this.stops = this.pieces.filter((piece) => piece.stop);
    if (this.selected && !isShown(this.facts[this.selected[0]])) this.look(null);
    this.rove(this.pieceOf(this.selected) || this.stops[0]);
    this.fillLists();
  }

  /** One stop of the Tab key for the whole text; arrows go on from there. */
  rove(piece) {
    if (this.roved && this.roved.stop) this.roved.node.setAttribute('tabindex', '-1');
    this.roved = piece || null;
    if (piece) piece.node.setAttribute('tabindex', '0');
  }

  pieceOf(mention) {
    if (!mention) return null;
    return this.pieces.find((piece) => piece.begins.some(([number, n]) => number === mention[0] && n === mention[1])) || null;
  }

  onKey(event) {
    const from = this.stops.indexOf(this.roved);
    const to = { ArrowRight: from + 1, ArrowDown: from + 1, ArrowLeft: from - 1, ArrowUp: from - 1, Home: 0, End: this.stops.length - 1 }[event.key];
    if (event.key === 'Escape') this.look(null);
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey || !this.stops.length) return;
    event.preventDefault();
    this.stops[Math.min(Math.max(to, 0), this.stops.length - 1)].node.focus();
  }

  onFocus(node) {
    const piece = node && this.stops.find((stop) => stop.node === node);
    if (!piece) return;
    this.rove(piece);
    this.look(piece.stop);
  }

  onHover(node) {
    const place = node.closest && node.closest('.mark');
    const piece = place && this.pieces.find((one) => one.node === place);
    const number = piece && piece.facts.find((fact) => this.facts[fact].kind === 'casualties' && isShown(this.facts[fact]));
    if (number !== undefined && number !== null) this.slotLines.show(this.facts[number].fact);
    else this.drawSlots();
  }

  drawSlots() {
    this.slotLines.show(this.selected ? this.facts[this.selected[0]].fact : null);
  }

  /** Look at a [fact, mention], or with null at none. */
  look(mention) {
    this.selected = mention;
    for (const piece of this.pieces) piece.node.classList.toggle('looked-at', Boolean(mention) && piece.facts.includes(mention[0]));
    this.card.classList.toggle('open', Boolean(mention));
    if (mention) {
      const { kind, fact } = this.facts[mention[0]];
      const close = el('button', { type: 'button', class: 'plain close', 'aria-label': 'Close', onclick: () => this.close() }, icon('M4 4l8 8M12 4l-8 8'));
      this.card.replaceChildren(factCard(kind, fact, mention[1], (n) => this.goTo([mention[0], n])), close);
    } else {
      this.card.replaceChildren(el('p', { class: 'hint' }, 'Choose a mark in the text, or walk through them with Tab and the arrow keys.'));
    }
    this.drawSlots();
  }

  close() {
    const piece = this.pieceOf(this.selected);
    this.look(null);
    if (piece && piece.stop) {
      this.quiet = true;
      piece.node.focus({ preventScroll: true });
      this.look(null);
    }
  }

  /** Go to a mention: scroll there, and look at it. */
  goTo(mention) {
    const piece = this.pieceOf(mention);
    if (!piece) return;
    if (piece.stop) piece.node.focus({ preventScroll: true });
    this.look(mention);
    piece.node.scrollIntoView({ block: 'center', behavior: calm() ? 'auto' : 'smooth' });
  }

  fillLists() {
    const groups = data('index').kinds.filter((kind) => filters.kinds.has(kind)).map((kind) => {
      const numbers = this.facts.flatMap((entry, n) => (entry.kind === kind && isShown(entry) ? [n] : []));
      const items = numbers.map((n) => el('li', {}, this.listButton(n)));
      const list = items.length ? el('ul', {}, items) : el('p', { class: 'none' }, 'None.');
      return el('details', { open: true }, el('summary', {}, el('span', { class: `swatch ${kind}`, 'aria-hidden': 'true' }), capital(kind), el('span', { class: 'number' }, number(items.length))), list);
    });
    this.lists.replaceChildren(...groups);
  }

  listButton(n) {
    const { kind, fact } = this.facts[n];
    const more = {
      people: fact.role,
      places: fact.country && fact.kind !== 'country' ? country(fact.country) : null,
      organizations: fact.kind && words(fact.kind),
      casualties: [fact.victims, fact.place].filter(Boolean).join(', '),
      dates: fact.event,
    }[kind];
    return el('button', { type: 'button', onclick: () => this.goTo([n, 0]) }, name(nameOf(kind, fact), 'b'), more && [' ', name(more, 'span', { class: 'more' })]);
  }

  /** The view stands in the page. */
  ready(at) {
    new ResizeObserver(() => this.slotLines.redraw()).observe(this.text);
    if (at === null) return;
    const piece = this.pieces.find(({ start, begins }) => start === at && begins.length) || this.pieces.find(({ start, end }) => start <= at && at < end);
    if (piece && piece.begins.length) this.goTo(piece.begins[0]);
    else if (piece) piece.node.scrollIntoView({ block: 'center' });
  }
}

function calm() {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}
