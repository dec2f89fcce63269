// A card a fact: its sentence, what it says, three buttons, and its fields to write over.

const DECISIONS = [['accept', 'Right', 'a'], ['reject', 'Wrong', 'r'], ['edit', 'Edit', 'e']];
let nextId = 0;

/** A card of `row`. `changed`: to be called when something was decided. */
function card(article, row, changed) {
  const fields = form.fields[row.kind];
  const made = el('li', { class: `fact ${row.kind}`, tabindex: '-1' });
  const id = `c${(nextId += 1)}`;
  const told = el('p', { class: 'told', id });
  const buttons = DECISIONS.map(([decision, label, key]) => el('button', {
    type: 'button', class: `decide ${decision}`, 'aria-describedby': id, title: `${label} (${key})`,
    onclick: () => press(decision),
  }, label));
  const editor = el('div', { class: 'editor', hidden: true });
  const drop = row.id === null && el('button', { type: 'button', class: 'plain', 'aria-describedby': id, onclick: remove }, 'Remove');
  const open = row.id === null && el('button', { type: 'button', class: 'decide edit', 'aria-describedby': id, onclick: () => press('edit') }, 'Edit');
  const bar = el('div', { class: 'bar', role: 'group', 'aria-label': 'Your decision' }, row.id === null ? [el('span', { class: 'badge' }, 'missed by the tool'), open, drop] : buttons);

  const edit = open || buttons[2];
  edit.setAttribute('aria-expanded', 'false');

  function remove() {
    const rows = state[form.articles.indexOf(article)].rows;
    rows.splice(rows.indexOf(row), 1);
    touched();
    changed(null);
    say('Removed');
  }

  function press(decision) {
    if (decision === 'edit') {
      if (row.decision === 'reject') row.decision = null;
      setOpen(editor.hidden);
    } else {
      row.decision = row.decision === decision ? null : decision;
      if (row.decision === 'reject') setOpen(false);
    }
    decided();
  }

  function setOpen(isOpen) {
    if (isOpen && !editor.childElementCount) editor.append(...fieldsOf());
    editor.hidden = !isOpen;
    edit.setAttribute('aria-expanded', String(isOpen));
    if (isOpen) editor.querySelector('input, select, textarea').focus();
  }

  function fieldsOf() {
    const inputs = fields.map((field) => input(field));
    const note = el('textarea', { rows: 1, id: `${id}-note`, oninput: (event) => { row.note = event.target.value; decided(); } });
    note.value = row.note;
    return [...inputs, el('div', { class: 'field note' }, el('label', { for: `${id}-note` }, 'note for others'), note)];
  }

  function input(field) {
    const name = `${id}-${field.name}`;
    const original = row.values[field.name] ?? null;
    const choices = field.kind === 'flag' ? ['yes', 'no'] : field.choices;
    const wide = ['words', 'list', 'spans'].includes(field.kind);
    const control = choices.length
      ? el('select', { id: name }, (field.needed && row.id !== null ? [] : [['', '—']]).concat(choices.map((word) => [word, word.replaceAll('_', ' ')])).map(([value, label]) => el('option', { value }, label)))
      : el('input', { id: name, type: 'text', inputmode: field.kind === 'number' ? 'numeric' : null, 'aria-describedby': `${name}-hint`, autocomplete: 'off', spellcheck: 'false' });
    const was = el('p', { class: 'was', hidden: true });
    control.value = valueOf(row, field.name) ?? '';
    const changedHere = () => {
      const value = control.value.trim() === '' ? null : control.value.trim();
      if (row.id !== null && String(value ?? '') === String(original ?? '')) delete row.changed[field.name];
      else if (row.id === null && value === null) delete row.changed[field.name];
      else row.changed[field.name] = value;
      if (row.decision === 'reject') row.decision = null;
      showWas();
      decided();
    };
    const showWas = () => {
      was.hidden = row.id === null || !(field.name in row.changed);
      was.textContent = `was: ${original === null ? 'nothing' : original}`;
    };
    control.addEventListener('input', changedHere);
    showWas();
    return el('div', { class: `field ${wide ? 'wide' : ''}` }, el('label', { for: name }, field.label), control, el('p', { class: 'hint', id: `${name}-hint` }, field.hint), was);
  }

  function decided() {
    touched();
    show();
    changed(row);
  }

  function show() {
    const decision = decisionOf(row);
    made.dataset.decision = decision || 'open';
    buttons.forEach((button, number) => {
      const pressed = DECISIONS[number][0] === decision;
      button.setAttribute('aria-pressed', String(pressed));
    });
    told.replaceChildren(...tellOf(row, fields));
  }

  made.addEventListener('keydown', (event) => {
    if (event.target.matches('input, select, textarea') || event.ctrlKey || event.metaKey || event.altKey || row.id === null) return;
    const found = DECISIONS.find((decision) => decision[2] === event.key.toLowerCase());
    if (!found) return;
    event.preventDefault();
    press(found[0]);
    if (found[0] !== 'edit') next(made);
  });
  made.row = row;
  made.openEditor = () => setOpen(true);
  made.append(sentenceOf(row), told, bar, editor);
  show();
  return made;
}

/** On to the next card that is open. */
function next(node) {
  const cards = [...document.querySelectorAll('.fact')];
  const rest = cards.slice(cards.indexOf(node) + 1).find((one) => one.dataset.decision === 'open');
  if (rest) rest.focus();
}

/** The sentence, the fact's words in it marked. */
function sentenceOf(row) {
  const words = String(row.values.text || row.values.name || valueOf(row, 'text') || valueOf(row, 'name') || '');
  const sentence = row.sentence || '';
  const made = el('p', { class: 'sentence', dir: 'auto' });
  if (!sentence) return el('p', { class: 'sentence none' }, row.id === null ? 'Copied from the text, or filled in below.' : 'Its sentence is not at hand.');
  const parts = [words, words.split(' ').pop()].filter(Boolean);
  const found = parts.find((part) => sentence.includes(part));
  if (!found) return made.append(visible(sentence)), made;
  const at = sentence.indexOf(found);
  made.append(visible(sentence.slice(0, at)), el('mark', { class: row.kind }, visible(found)), visible(sentence.slice(at + found.length)));
  return made;
}

/** What the fact says, in a line: its main words, then its filled fields. */
function tellOf(row, fields) {
  const shown = (field) => { const value = valueOf(row, field.name); return value === null || value === '' || value === 'no' ? null : String(value); };
  const parts = [];
  const one = form.kinds.find((kind) => kind.key === row.kind).one;
  const main = fields[0];
  parts.push(el('span', { class: 'kind' }, one), el('b', {}, shown(main) === null ? '(to be filled in)' : visible(shown(main))));
  for (const field of fields.slice(1)) {
    const value = shown(field);
    const was = field.name in row.changed && row.id !== null;
    if ((value === null && !was) || ['at', 'group'].includes(field.name)) continue;
    parts.push(el('span', { class: `pair ${was ? 'changed' : ''}` }, el('i', {}, field.label), ' ', value === null ? '—' : visible(value.replaceAll('_', ' '))));
  }
  if (row.confidence !== null && row.id !== null && !Object.keys(row.changed).length) parts.push(el('span', { class: 'pair sure' }, el('i', {}, 'sure'), ` ${Math.round(row.confidence * 100)} %`));
  return parts.flatMap((part) => [part, ' ']);
}
