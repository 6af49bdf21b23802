// The rows that are errors, as they come. Only what is new is asked for.
import { getErrors } from './api.js';
import { el, number, setText } from './dom.js';

const PAGE = 100;
const MOST = 2000;

export class ErrorTable {
  #id;
  #after = 0;
  #count = 0;
  #wanted = PAGE;
  #hasMore = false;
  #round = 0;
  #failed = 0;

  constructor(id) {
    this.#id = id;
    this.body = el('tbody');
    this.note = el('p', { class: 'hint', role: 'status' });
    this.more = el('button', { type: 'button', hidden: true, onclick: () => this.#showMore() }, 'Show more');
    this.filter = el('input', { type: 'search', id: 'error-filter', placeholder: 'column or reason', autocomplete: 'off', oninput: () => this.#restart() });
    this.element = el('section', { class: 'card errors', 'aria-label': 'Errors' },
      el('div', { class: 'line between' }, el('h3', {}, 'Errors'), el('label', {}, 'Filter ', this.filter)),
      el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Rows that are errors' },
        el('table', {}, el('thead', {}, el('tr', {}, ...['Row', 'Column', 'Reason'].map(title => el('th', { scope: 'col' }, title)))), this.body)),
      this.note, this.more);
  }

  async update(failed) {
    this.#failed = failed;
    if (this.#count < this.#wanted || this.#hasMore === false) {
      await this.#read();
    }

    this.#tell();
  }

  async #read() {
    const round = this.#round;
    const take = Math.min(PAGE, Math.max(0, this.#wanted - this.#count));
    if (take === 0) {
      this.#hasMore = true;
      return;
    }

    const query = { after: this.#after, take };
    if (this.filter.value.trim()) {
      query.text = this.filter.value.trim();
    }

    const answer = await getErrors(this.#id, query);
    if (round !== this.#round) {
      return;
    }

    this.#after = answer.next;
    this.#hasMore = answer.hasMore;
    this.#count += answer.items.length;
    this.body.append(...answer.items.map(item => el('tr', {},
      el('td', { class: 'num' }, number(item.row)),
      el('td', {}, item.errors.map(each => each.column ?? '').filter((each, index, all) => each && all.indexOf(each) === index).join(', ')),
      el('td', {}, item.errors.map(each => each.message).join('; ')))));
  }

  #restart() {
    this.#round++;
    this.#after = 0;
    this.#count = 0;
    this.#wanted = PAGE;
    this.#hasMore = false;
    this.body.replaceChildren();
    this.#read().then(() => this.#tell(), () => {});
  }

  #showMore() {
    this.#wanted = Math.min(MOST, this.#wanted + PAGE);
    this.#read().then(() => this.#tell(), () => {});
  }

  #tell() {
    const isFull = this.#count >= MOST;
    this.more.hidden = !this.#hasMore || isFull;
    setText(this.note, this.#count === 0
      ? this.#failed && this.filter.value ? 'No error fits the filter.' : this.#failed ? '' : 'No errors.'
      : isFull ? `The first ${number(MOST)}; the workbook has them all.` : '');
  }
}
