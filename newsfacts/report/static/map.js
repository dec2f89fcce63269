// A map of places, with the figures told of them.

const HEIGHT_OF_WIDTH = 0.64;
const LEAST_SPAN = 6; // degrees: closer, the outline is too coarse to tell anything
const LABEL_HEIGHT = 15;

/**
 * The places that have a position, each with the figures told of it, most told first.
 * `harms`: {kind, low, high, place, location, relation}.
 */
function placedFigures(places, harms) {
  const points = places
    .filter(({ latitude, longitude }) => latitude !== null && latitude !== undefined && longitude !== null)
    .map((place) => ({ ...place, weight: place.told || (place.at ? place.at.length : 1), harms: [] }));
  for (const one of harms) {
    const point = pointOf(one, points);
    if (point) point.harms.push(one);
  }
  return points.sort((one, other) => other.harms.length - one.harms.length || other.weight - one.weight);
}

function pointOf({ place, location }, points) {
  if (location && location.latitude !== null) {
    const same = points.find(({ name: known }) => known === location.name);
    if (same) return same;
    points.push({ ...location, kind: null, aliases: [], weight: 1, harms: [] });
    return points[points.length - 1];
  }
  if (!place) return null;
  const holds = (known) => new RegExp(`(^|[^\\p{L}])${known.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}($|[^\\p{L}])`, 'u').test(place);
  return points.filter(({ name: known, aliases }) => [known, ...(aliases || [])].some(holds)).sort((one, other) => other.name.length - one.name.length)[0] || null;
}

/** A map of `points`; it draws itself once it has a width, or when it is told to (`draw`), as for paper. */
function mapOf(points, label, options = {}) {
  const map = new WorldMap(points, label, options);
  map.node.draw = (width) => map.draw(width);
  return map.node;
}

class WorldMap {
  /** `labels`: how many places are named at most; `largest`: pixels by which the largest toll's circle grows. */
  constructor(points, label, { labels = 40, largest = 24 }) {
    Object.assign(this, { points, labels, largest });
    this.home = this.fitting();
    this.view = { ...this.home };
    this.svg = svg('svg', { role: 'img', 'aria-label': label });
    const button = (sign, words, act) => el('button', { type: 'button', 'aria-label': words, onclick: act }, icon(sign));
    this.node = el(
      'div',
      { class: 'map' },
      this.svg,
      el(
        'div',
        { class: 'zoom', role: 'group', 'aria-label': 'Map: arrow keys move it' },
        button('M8 3v10M3 8h10', 'Closer', () => this.zoom(1.6)),
        button('M3 8h10', 'Farther', () => this.zoom(1 / 1.6)),
        button('M3 7 8 2.5 13 7M4.5 6v7h7V6', 'As at first', () => this.move({ ...this.home })),
      ),
    );
    this.svg.addEventListener('pointerdown', (event) => this.drag(event));
    this.node.addEventListener('keydown', (event) => this.onKey(event));
    this.observer = new ResizeObserver(() => this.draw());
    this.observer.observe(this.node);
  }

  /** The view that holds all places; those that are whole countries count only where there are no others. */
  fitting() {
    const narrow = this.points.filter(({ kind, harms }) => harms.length || !['country', 'water', 'region'].includes(kind));
    const fitted = narrow.length ? narrow : this.points;
    const latitudes = fitted.map(({ latitude }) => latitude);
    const [west, east] = shortestSpan(fitted.map(({ longitude }) => longitude));
    const [south, north] = [Math.min(...latitudes), Math.max(...latitudes)];
    const latitude = (south + north) / 2;
    const shrunk = Math.cos((latitude * Math.PI) / 180);
    const across = Math.max(Math.min((east - west) * 1.35, 340) * shrunk, LEAST_SPAN, ((north - south) * 1.45) / HEIGHT_OF_WIDTH);
    return { longitude: (west + east) / 2, latitude, across };
  }

  zoom(by) {
    this.move({ ...this.view, across: Math.min(Math.max(this.view.across / by, 2), 300) });
  }

  move(view) {
    this.view = view;
    this.draw();
  }

  /** Arrows move the map while one of its buttons has the focus. */
  onKey(event) {
    const [east, north] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key] || [];
    if (east === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const step = this.view.across / 6;
    this.move({ ...this.view, longitude: this.view.longitude + east * step, latitude: this.view.latitude + north * step });
  }

  drag(event) {
    if (event.pointerType !== 'mouse' || event.button) return;
    event.preventDefault();
    const from = { x: event.clientX, y: event.clientY, ...this.view };
    const perPixel = this.view.across / this.width;
    const onMove = ({ clientX, clientY }) =>
      this.move({
        ...this.view,
        longitude: from.longitude - ((clientX - from.x) * perPixel) / Math.cos((from.latitude * Math.PI) / 180),
        latitude: from.latitude + (clientY - from.y) * perPixel,
      });
    const onUp = () => {
      removeEventListener('pointermove', onMove);
      removeEventListener('pointerup', onUp);
    };
    addEventListener('pointermove', onMove);
    addEventListener('pointerup', onUp);
  }

  /** `width`: pixels to draw for, where the map is not on the screen. */
  draw(width = this.node.clientWidth) {
    this.width = width;
    if (!this.width) return;
    this.height = Math.round(this.width * HEIGHT_OF_WIDTH);
    this.svg.setAttribute('viewBox', `0 0 ${this.width} ${this.height}`);
    this.view.latitude = within(this.view.latitude, (this.view.across * HEIGHT_OF_WIDTH) / 2);
    const { longitude, latitude, across } = this.view;
    const up = this.width / across; // pixels a degree of latitude
    const along = up * Math.cos((latitude * Math.PI) / 180);
    const place = (turn) => `translate(${this.width / 2 - (longitude + turn) * along} ${this.height / 2 + latitude * up}) scale(${along} ${-up})`;
    if (!this.ground) {
      const { land, borders } = world();
      // The world three times side by side: one that crosses the date line needs the next.
      this.ground = [-360, 0, 360].map((turn) => ({ turn, node: svg('g', { class: 'ground' }, svg('path', { class: 'land', d: land }), svg('path', { class: 'borders', d: borders })) }));
    }
    const half = this.width / along / 2;
    const seen = this.ground.filter(({ turn }) => longitude - half < 180 + turn && longitude + half > -180 + turn);
    for (const { turn, node } of seen) node.setAttribute('transform', place(-turn).replace(/NaN/g, '0'));
    const spots = this.points.map((point) => {
      const turned = longitude + ((((point.longitude - longitude + 180) % 360) + 360) % 360) - 180;
      return { point, x: this.width / 2 + (turned - longitude) * along, y: this.height / 2 - (point.latitude - latitude) * up };
    });
    const visible = spots.filter(({ x, y }) => x >= 0 && y >= 0 && x <= this.width && y <= this.height);
    this.svg.replaceChildren(...seen.map(({ node }) => node), ...this.marks(visible));
  }

  marks(spots) {
    const most = Math.max(...this.points.flatMap(({ harms }) => harms.map(({ low, high }) => high || low || 0)), 1);
    const taken = spots.map(({ x, y }) => ({ x: x - 4, y: y - 4, width: 8, height: 8 }));
    taken.push({ x: this.width - 40, y: this.height - 100, width: 40, height: 100 }); // the buttons
    let named = 0;
    const under = [];
    const over = [];
    for (const { point, x, y } of spots) {
      const figures = point.harms.map((one) => `${range(one)} ${harm(one.kind)}`);
      const group = svg('g', { class: `place${point.kind === 'country' ? ' wide' : ''}` }, svg('title', {}, [point.name, ...figures].join('\n')));
      const largest = Math.max(...point.harms.map(({ low, high }) => high || low || 0), 0);
      if (largest) under.push(svg('circle', { class: 'toll', cx: x, cy: y, r: 6 + this.largest * Math.sqrt(largest / most) }));
      group.append(point.kind === 'country' ? svg('rect', { x: x - 3, y: y - 3, width: 6, height: 6 }) : svg('circle', { cx: x, cy: y, r: spots.length > 60 ? 2.5 : 3.5 }));
      const lines = figures.length > 2 ? [...figures.slice(0, 2), `and ${figures.length - 2} more`] : figures;
      const spot = named < this.labels ? this.roomFor(x, y, [point.name, ...lines], taken) : null;
      if (spot) {
        named += 1;
        taken.push(spot);
        const at = { x: spot.anchor === 'end' ? spot.x + spot.width : spot.x, 'text-anchor': spot.anchor };
        group.append(svg('text', { class: 'called', ...at, y: spot.y + 12 }, visible(point.name)));
        lines.forEach((line, n) => group.append(svg('text', { class: 'figure', ...at, y: spot.y + 12 + (n + 1) * LABEL_HEIGHT }, line)));
      }
      over.push(group);
    }
    return [...under, ...over];
  }

  /** A place for a label beside its point that no other has taken; null where there is none. */
  roomFor(x, y, lines, taken) {
    const width = Math.max(...lines.map((line) => line.length)) * 6.6 + 4;
    const height = lines.length * LABEL_HEIGHT;
    const tries = [
      { x: x + 8, y: y - 8, anchor: 'start' },
      { x: x - 8 - width, y: y - 8, anchor: 'end' },
      { x: x + 6, y: y - height - 4, anchor: 'start' },
      { x: x + 6, y: y + 5, anchor: 'start' },
      { x: x - 6 - width, y: y - height - 4, anchor: 'end' },
      { x: x - 6 - width, y: y + 5, anchor: 'end' },
    ];
    const apart = (one, other) => one.x + one.width < other.x || other.x + other.width < one.x || one.y + one.height < other.y || other.y + other.height < one.y;
    const fits = (box) => box.x >= 2 && box.y >= 0 && box.x + box.width <= this.width - 2 && box.y + box.height <= this.height && taken.every((other) => apart(box, other) || (other.width === 8 && Math.abs(other.x + 4 - x) < 1 && Math.abs(other.y + 4 - y) < 1));
    return tries.map((box) => ({ ...box, width, height })).find(fits) || null;
  }
}

/** A latitude from which `half` degrees up and down are on the map: no more void beyond the poles than must be. */
function within(latitude, half) {
  const [south, north] = [-58 + half, 82 - half];
  return south > north ? (south + north) / 2 : Math.min(Math.max(latitude, south), north);
}

/** More degrees of longitude than this are the whole world, which is cut in the Pacific. */
const WORLD = 200;

/** The shortest stretch of the circle that holds all longitudes: [west, east], east perhaps above 180. */
function shortestSpan(longitudes) {
  const sorted = [...new Set(longitudes)].sort((one, other) => one - other);
  const uncut = [sorted[0], sorted[sorted.length - 1]];
  let best = uncut;
  for (let n = 1; n < sorted.length; n += 1) {
    if (sorted[n - 1] + 360 - sorted[n] < best[1] - best[0]) best = [sorted[n], sorted[n - 1] + 360];
  }
  return best[1] - best[0] > WORLD ? uncut : best;
}
