// The slots of a casualty figure, drawn to it over the text: who, where, when, who says so, why.

const SLOT_NAMES = { victims: 'who', place: 'where', date: 'when', attribution: 'says', cause: 'cause' };

/** Draws on `layer`, an SVG that lies over `text`; the text itself stays as it is. */
class SlotLines {
  constructor(text, pieces) {
    this.text = text;
    this.pieces = pieces;
    this.layer = svg('svg', { class: 'slot-lines', 'aria-hidden': 'true' });
    text.append(this.layer);
    this.shown = null;
  }

  /** Show the slots of `figure`, or with null none. */
  show(figure) {
    this.shown = figure;
    this.layer.replaceChildren();
    if (!figure || !figure.slots) return;
    const own = this.boxes(...figure.at[0]);
    if (!own.length) return;
    const slots = Object.entries(figure.slots).map(([slot, [start, end]]) => ({ slot, boxes: this.boxes(start, end) })).filter(({ boxes }) => boxes.length);
    slots.sort((one, other) => one.boxes[0].x - other.boxes[0].x);
    slots.forEach(({ slot, boxes }, n) => {
      const group = svg('g', { class: `slot slot-${slot}` });
      for (const box of boxes) {
        group.append(svg('rect', { x: box.x - 2, y: box.y - 1, width: box.width + 4, height: box.height + 2, rx: 2 }));
      }
      group.append(svg('path', { d: this.line(own, boxes, (n + 1) / (slots.length + 1)) }), ...this.label(SLOT_NAMES[slot], boxes[0]));
      this.layer.append(group);
    });
  }

  redraw() {
    if (this.shown) this.show(this.shown);
  }

  /** Where [start, end) stands, a box a line, in pixels of the layer. */
  boxes(start, end) {
    const origin = this.text.getBoundingClientRect();
    const boxes = [];
    for (const range of rangesOf(this.pieces, start, end)) {
      for (const { left, top, width, height } of range.getClientRects()) {
        if (width < 1) continue;
        const box = { x: left - origin.left, y: top - origin.top, width, height };
        const last = boxes[boxes.length - 1];
        if (last && Math.abs(last.y - box.y) < 3 && box.x - (last.x + last.width) < 3) last.width = box.x + width - last.x;
        else boxes.push(box);
      }
    }
    return boxes;
  }

  /**
   * A curve between the two boxes that are nearest: under a line of text, or from line to line. It leaves the
   * figure at `share` of its width, so that the curves of several slots do not run into one.
   */
  line(own, boxes, share) {
    const middle = (box) => box.x + box.width / 2;
    const distance = ([one, other]) => Math.abs(one.y - other.y) * 3 + Math.abs(middle(one) - middle(other));
    const pairs = own.flatMap((one) => boxes.map((other) => [one, other]));
    const [from, to] = pairs.reduce((best, pair) => (distance(pair) < distance(best) ? pair : best));
    const leave = from.x + from.width * share;
    if (Math.abs(from.y - to.y) < from.height / 2) {
      const y = from.y + from.height + 1;
      const deep = y + Math.min(5 + Math.abs(middle(to) - leave) / 40, 11);
      return `M${leave} ${y} C${leave} ${deep} ${middle(to)} ${deep} ${middle(to)} ${y}`;
    }
    const down = to.y > from.y;
    const y1 = down ? from.y + from.height + 1 : from.y - 1;
    const y2 = down ? to.y - 1 : to.y + to.height + 1;
    const bend = Math.min(Math.max(Math.abs(y2 - y1) / 2, 6), 40) * (down ? 1 : -1);
    return `M${leave} ${y1} C${leave} ${y1 + bend} ${middle(to)} ${y2 - bend} ${middle(to)} ${y2}`;
  }

  label(words, box) {
    const width = words.length * 5.6 + 8;
    return [
      svg('rect', { class: 'tag', x: box.x - 2, y: box.y - 11, width, height: 12, rx: 2 }),
      svg('text', { x: box.x + 2, y: box.y - 2 }, words),
    ];
  }
}
