// The definitions: their list, and one of them with its text.
import { getDefinition, getTemplate, listDefinitions } from './api.js';
import { el, find, setText, time } from './dom.js';

const EVERY = 5000;

const count = (number, what) => `${number} ${what}${number === 1 ? '' : 's'}`;
const place = mistake => `Line ${mistake.line}, column ${mistake.column}: ${mistake.message}`;

// Offers the names where a file is uploaded.
export async function offerNames() {
  const { items } = await listDefinitions();
  find('definition-names').replaceChildren(...items.filter(each => each.isValid).map(each => el('option', { value: each.name })));
}

export class DefinitionPane {
  #name;
  #shown = null;
  #askedAt = -EVERY;

  // The id is the address of the pane; without a name, it is the list.
  constructor(id, name) {
    this.id = id;
    this.#name = name;
    this.title = name ? `${name} – BatchImport` : 'Definitions – BatchImport';
    this.content = el('div', { class: 'stack' });
    this.unknown = el('div', { class: 'empty', hidden: true });
    this.element = el('article', { class: 'stack', 'data-definition': name ?? '' },
      el('a', { class: 'back', href: name ? '#/definitions' : '#/' }, name ? '← All definitions' : '← All imports'), this.content, this.unknown);
  }

  async update() {
    if (performance.now() - this.#askedAt < EVERY) {
      return;
    }

    this.#askedAt = performance.now();
    const { items } = await listDefinitions();
    const view = items.find(each => each.name === this.#name);
    if (this.#name && !view) {
      this.showUnknown(`There is no definition ${this.#name}.`);
      return;
    }

    const version = JSON.stringify(this.#name ? view : items);
    if (version !== this.#shown) {
      const content = this.#name ? this.#one(view, await getDefinition(view.name)) : this.#all(items);
      this.content.replaceChildren(content);
      this.#shown = version;
    }

    this.content.hidden = false;
    this.unknown.hidden = true;
  }

  showUnknown(text) {
    this.#shown = null;
    this.content.hidden = true;
    this.unknown.hidden = false;
    setText(this.unknown, text);
  }

  #all(items) {
    const rows = items.map(each => el('tr', {},
      el('td', {}, el('a', { href: `#/definitions/${each.name}` }, each.name)),
      el('td', {}, each.isValid ? count(each.columns.length, 'column') : ''),
      el('td', {}, each.target ?? ''),
      el('td', { class: each.isValid ? null : 'problem' }, each.isValid ? time(each.modifiedAt) : `${count(each.mistakes.length, 'mistake')}: not used`)));
    return el('section', { class: 'card', 'aria-label': 'Definitions' },
      el('h2', { tabindex: -1 }, 'Definitions'),
      items.length
        ? el('table', {}, el('thead', {}, el('tr', {}, ...['Name', 'Columns', 'Target', 'Stored'].map(name => el('th', { scope: 'col' }, name)))), el('tbody', {}, ...rows))
        : el('p', { class: 'hint' }, 'There are no definitions: files may have any columns.'));
  }

  #one(view, text) {
    const note = el('p', { class: 'hint', role: 'alert' });
    const template = view.isValid ? el('button', { type: 'button', class: 'main', onclick: () => save(view.name, note) }, '↓ Workbook to fill in') : null;
    return el('section', { class: 'card', 'aria-label': 'The definition' },
      el('div', { class: 'head' }, el('h2', { tabindex: -1 }, view.name), el('span', { class: 'soft' }, view.isValid ? `${count(view.columns.length, 'column')}, target ${view.target}` : 'not used')),
      view.mistakes.length ? el('ul', { class: 'problem', 'aria-label': 'Mistakes' }, ...view.mistakes.map(each => el('li', {}, place(each)))) : null,
      el('div', { class: 'line' }, template, view.isValid ? el('button', { type: 'button', onclick: () => choose(view.name) }, 'Use it for an upload') : null),
      note,
      el('pre', { class: 'text', tabindex: 0, 'aria-label': 'The text of the definition' }, text));
  }
}

function choose(name) {
  find('definition').value = name;
  location.hash = '#/';
  find('file').focus();
}

async function save(name, note) {
  try {
    setText(note, '');
    const address = URL.createObjectURL(await getTemplate(name));
    el('a', { href: address, download: `${name}.xlsx` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  } catch (fault) {
    setText(note, fault.message);
  }
}
