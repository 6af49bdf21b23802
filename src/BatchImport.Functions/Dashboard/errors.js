// The rows with errors, in the order in which they were found. Only new ones are requested.
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
  #reading = Promise.resolve();

  constructor(id) {
    this.#id = id;
    this.body = el('tbody');
    this.note = el('p', { class: 'hint', role: 'status' });
    this.more = el('button', { type: 'button', hidden: true, onclick: () => this.#showMore() }, 'Show more');
    this.filter = el('input', { type: 'search', placeholder: 'column or reason', autocomplete: 'off', oninput: () => this.#restart() });
    this.filterLabel = el('label', { hidden: true }, 'Filter ', this.filter);
    this.table = el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Rows with errors', hidden: true },
      el('table', {},
        el('thead', {}, el('tr', {}, el('th', { scope: 'col', class: 'num' }, 'Row'), el('th', { scope: 'col' }, 'Column'), el('th', { scope: 'col' }, 'Reason'))),
        this.body));
    this.element = el('section', { class: 'card errors', 'aria-label': 'Errors' },
      el('div', { class: 'line between' }, el('h3', {}, 'Errors'), this.filterLabel), this.table, this.note, this.more);
  }

  async update(failed) {
    this.#failed = failed;
    if (this.#count < this.#wanted || !this.#hasMore) {
      await this.#read();
    }

    this.#showNote();
  }

  // One after the other: two concurrent requests for the same rows would show them twice.
  #read() {
    const reading = this.#reading.then(() => this.#readPage());
    this.#reading = reading.catch(() => {});
    return reading;
  }

  async #readPage() {
    const round = this.#round;
    const take = Math.min(PAGE, this.#wanted - this.#count);
    const text = this.filter.value.trim();
    if (take <= 0) {
      this.#hasMore = text !== '' || this.#failed > this.#count;
      return;
    }

    const answer = await getErrors(this.#id, { after: this.#after, take, ...text && { text } });
    if (round !== this.#round) {
      return;
    }

    this.#after = answer.next;
    this.#hasMore = answer.hasMore;
    this.#count += answer.items.length;
    this.body.append(...answer.items.map(item => el('tr', {},
      el('td', { class: 'num' }, number(item.row)),
      el('td', {}, [...new Set(item.errors.map(each => each.column).filter(Boolean))].join(', ')),
      el('td', {}, item.errors.map(each => each.message).join('; ')))));
  }

  #restart() {
    this.#round++;
    this.#after = 0;
    this.#count = 0;
    this.#wanted = PAGE;
    this.#hasMore = false;
    this.body.replaceChildren();
    this.#readNow();
  }

  #showMore() {
    this.#wanted = Math.min(MOST, this.#wanted + PAGE);
    this.#readNow();
  }

  #readNow() {
    this.#read().then(() => this.#showNote(), fault => setText(this.note, fault.message));
  }

  #showNote() {
    const isFull = this.#count >= MOST;
    const isFiltered = this.filter.value.trim() !== '';
    this.more.hidden = !this.#hasMore || isFull;
    this.table.hidden = this.#count === 0;
    this.filterLabel.hidden = this.#failed === 0 && !isFiltered;
    setText(this.note, isFull ? `The first ${number(MOST)}; the workbook contains all of them.`
      : this.#count === 0 ? isFiltered ? 'No errors match the filter.' : this.#failed ? '' : 'No errors so far.'
        : isFiltered || !this.#hasMore ? '' : `The first ${number(this.#count)} of ${number(this.#failed)}.`);
  }
}
