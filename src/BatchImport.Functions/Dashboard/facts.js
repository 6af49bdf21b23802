// The facts about an import: the numbers large, the rest as a list. Elements are kept, so that a text selection remains.
import { duration, el, number, setText, time } from './dom.js';

class Terms {
  #values = new Map();

  constructor(className, names) {
    this.element = el('dl', { class: className });
    for (const name of names) {
      const value = el('dd');
      const pair = el('div', { hidden: true }, el('dt', {}, name), value);
      this.#values.set(name, { pair, value });
      this.element.append(pair);
    }
  }

  set(name, text, { more = '', tone = '' } = {}) {
    const { pair, value } = this.#values.get(name);
    pair.hidden = text === null || text === undefined || text === '';
    if (value.dataset.more !== more || value.firstChild?.data !== text) {
      value.dataset.more = more;
      value.replaceChildren(...text ? [text] : [], ...more ? [' ', el('small', {}, more)] : []);
    }

    pair.dataset.tone = tone;
  }

  link(name, href, text) {
    const { pair, value } = this.#values.get(name);
    pair.hidden = !href;
    if (href && value.firstChild?.getAttribute('href') !== href) {
      value.replaceChildren(el('a', { href }, text));
    }
  }
}

export class Stats extends Terms {
  constructor() {
    super('stats', ['Rows done', 'Succeeded', 'Errors', 'Not processed', 'Rows a second', 'Time left', 'Duration', 'Active lanes']);
  }

  show(view) {
    const isCounted = Boolean(view.rows);
    const open = isCounted && view.isFinal ? view.rows - view.processed : 0;
    this.set('Rows done', isCounted ? number(view.processed) : '', { more: `of ${number(view.rows ?? 0)}` });
    this.set('Succeeded', isCounted ? number(view.succeeded) : '');
    this.set('Errors', isCounted ? number(view.failed) : '', { tone: view.failed ? 'bad' : '' });
    this.set('Not processed', open ? number(open) : '', { tone: 'warn' });
    this.set('Rows a second', view.rowsPerSecond && view.state !== 'paused' ? number(view.rowsPerSecond) : '');
    this.set('Time left', view.secondsLeft && !view.isFinal && view.state !== 'paused' ? duration(view.secondsLeft) : '');
    this.set('Duration', view.isFinal && view.startedAt && view.finishedAt ? duration((new Date(view.finishedAt) - new Date(view.startedAt)) / 1000) : '');
    if (view.state !== 'processing') {
      this.set('Active lanes', '');
    }
  }

  showLanes({ lanes, atWork }, view) {
    this.set('Active lanes', atWork && view.state === 'processing' ? number(atWork) : '', { more: `of ${number(lanes)}` });
  }
}

const MAIL = { sent: 'sent', failed: 'could not be sent' };

const WEBHOOK = { pending: 'not yet notified', delivered: 'notified', failed: 'could not be notified' };

const webhooks = view => (view.webhooks ?? []).map(each => `${each.host} ${WEBHOOK[each.state] ?? each.state}${each.detail && each.state !== 'delivered' ? ` (${each.detail})` : ''}`).join(', ');

export class Facts extends Terms {
  constructor() {
    super('about', ['Owner', 'Mail', 'Webhooks', 'Definition', 'Received', 'Finished', 'Kept until', 'Follows', 'Import']);
  }

  show(view) {
    this.set('Owner', view.owner);
    this.set('Mail', view.mail ? MAIL[view.mail] ?? view.mail : '', { tone: view.mail === 'failed' ? 'bad' : '' });
    this.set('Webhooks', webhooks(view), { tone: view.webhooks?.some(each => each.state === 'failed') ? 'bad' : '' });
    this.set('Definition', view.definition);
    this.set('Received', time(view.receivedAt));
    this.set('Finished', time(view.finishedAt));
    this.set('Kept until', time(view.expiresAt));
    this.set('Import', view.id, { tone: 'code' });
    this.link('Follows', view.follows && `#/${view.follows}`, 'the import that these rows are from');
  }
}
