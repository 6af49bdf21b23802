// The durable run of an import and its lanes.
import { el } from './dom.js';

const AT_WORK = ['Running', 'Pending'];

export class InstanceTree {
  #id;
  #shown = '';

  constructor(id) {
    this.#id = id;
    this.lanes = 0;
    this.atWork = 0;
    this.list = el('ul', { class: 'tree' });
    this.element = el('section', { class: 'card', 'aria-label': 'Durable instances', hidden: true }, el('h3', {}, 'Durable instances'), this.list);
  }

  show(instances) {
    const lanes = instances.filter(each => each.id !== this.#id);
    this.lanes = lanes.length;
    this.atWork = lanes.filter(each => AT_WORK.includes(each.status)).length;
    const next = instances.map(each => `${each.id} ${each.status}`).join();
    if (next === this.#shown) {
      return;
    }

    this.#shown = next;
    this.element.hidden = instances.length === 0;
    this.list.replaceChildren(...instances.filter(each => each.id === this.#id).map(run => el('li', {},
      this.#line(run),
      lanes.length ? el('ul', { tabindex: 0, 'aria-label': 'Lanes' }, ...lanes.map(lane => el('li', {}, this.#line(lane)))) : null)));
  }

  #line(each) {
    const id = each.id === this.#id ? each.id : each.id.slice(this.#id.length + 1);
    return el('span', { class: 'instance' },
      el('span', { class: 'dot', 'data-status': each.status }), el('span', {}, each.name), el('code', {}, id),
      el('span', { class: 'status' }, each.status.toLowerCase()));
  }
}
