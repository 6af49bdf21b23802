// One import in detail.
import { getImport, getInstances, linkTo, move } from './api.js';
import { drawChart, makeChart, sample } from './chart.js';
import { duration, el, find, number, pace, progressBar, setProgress, setText, time } from './dom.js';
import { ErrorTable } from './errors.js';

const MOVES = { pause: 'Pause', resume: 'Resume', cancel: 'Cancel', retry: 'Retry failed rows', resend: 'Resend the mail' };
const INSTANCES_EVERY = 2000;

export class Detail {
  #view = null;
  #instancesAt = 0;
  #isSettled = false;

  constructor(id, { onGone, onChange }) {
    this.id = id;
    this.onGone = onGone;
    this.onChange = onChange;
    this.name = el('h2');
    this.state = el('span', { class: 'state' });
    this.bar = progressBar('Rows with a result');
    this.facts = el('p', { class: 'facts', role: 'status' });
    this.problem = el('p', { class: 'problem', hidden: true });
    this.note = el('p', { class: 'hint', role: 'alert' });
    this.buttons = el('div', { class: 'line moves' });
    this.links = el('div', { class: 'line links' });
    this.table = el('dl');
    this.chart = makeChart();
    this.chartNote = el('p', { class: 'hint' });
    this.errors = new ErrorTable(id);
    this.tree = el('ul', { class: 'tree' });
    this.element = el('div', { class: 'stack', 'data-id': id },
      el('a', { class: 'back', href: '#/' }, '← All imports'),
      el('section', { class: 'card', 'aria-label': 'Progress' },
        el('div', { class: 'line between' }, this.name, this.state),
        this.bar, this.facts, this.problem, this.buttons, this.links, this.note, this.table),
      el('section', { class: 'card', 'aria-label': 'Rows a second' }, el('h3', {}, 'Rows a second'), this.chart, this.chartNote),
      this.errors.element,
      el('section', { class: 'card', 'aria-label': 'Durable instances' }, el('h3', {}, 'Durable instances'), this.tree));
  }

  async update() {
    if (this.#isSettled) {
      return;
    }

    const view = await getImport(this.id);
    const isSettled = view.isFinal;
    this.show(view);
    await this.errors.update(view.failed);
    if (isSettled || performance.now() - this.#instancesAt > INSTANCES_EVERY) {
      this.#instancesAt = performance.now();
      this.#showInstances(await getInstances(this.id));
    }

    this.#isSettled = isSettled && this.#instancesAt > 0;
  }

  show(view) {
    sample(view);
    this.#view = view;
    setText(this.name, view.fileName);
    setText(this.state, view.state);
    this.state.dataset.state = view.state;
    this.bar.dataset.state = view.state;
    setProgress(this.bar, view);
    setText(this.facts, pace(view));
    this.problem.hidden = !view.problem;
    setText(this.problem, view.problem ?? '');
    this.#showButtons(view);
    this.#showLinks(view);
    this.#showTable(view);
    const { most, seconds, isEmpty } = drawChart(this.chart, view);
    setText(this.chartNote, isEmpty ? 'Drawn while the import runs and this page is open.' : `At most ${number(most)} rows/s, over the last ${duration(seconds)}.`);
  }

  #showButtons(view) {
    const wanted = view.moves.filter(each => each in MOVES);
    if (wanted.join() === this.buttons.dataset.moves) {
      return;
    }

    const focused = this.buttons.contains(document.activeElement);
    this.buttons.dataset.moves = wanted.join();
    this.buttons.replaceChildren(...wanted.map(each =>
      el('button', { type: 'button', 'data-move': each, class: each === 'cancel' ? 'danger' : each === 'resume' ? 'main' : null, onclick: () => this.#ask(each) }, MOVES[each])));
    if (focused) {
      this.buttons.firstElementChild?.focus();
    }
  }

  #showLinks(view) {
    const wanted = [['original', 'Original'], ...view.workbookUrl ? [['workbook', 'Workbook']] : []];
    if (wanted.length !== this.links.children.length) {
      this.links.replaceChildren(...wanted.map(([what, title]) =>
        el('button', { type: 'button', 'data-link': what, class: what === 'workbook' ? 'main' : null, onclick: () => this.#follow(what) }, `↓ ${title}`)));
    }
  }

  #showTable(view) {
    const rows = [
      ['Owner', view.owner], ['Definition', view.definition], ['Succeeded', number(view.succeeded)], ['Errors', number(view.failed)],
      ['Mail', view.mail], ['Received', time(view.receivedAt)], ['Finished', time(view.finishedAt)], ['Import', view.id],
    ].filter(([, value]) => value);
    this.table.replaceChildren(...rows.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]));
  }

  #showInstances(instances) {
    const line = each => el('span', { class: 'instance' },
      el('span', { class: 'dot', 'data-status': each.status }), el('span', {}, each.name), el('code', {}, each.id === this.id ? each.id : each.id.slice(this.id.length + 1)),
      el('span', { class: 'status' }, each.status.toLowerCase()));
    const [run, lanes] = [instances.filter(each => each.id === this.id), instances.filter(each => each.id !== this.id)];
    const atWork = lanes.filter(each => each.status === 'Running' || each.status === 'Pending').length;
    this.tree.replaceChildren(...run.map(each => el('li', {}, line(each),
      lanes.length ? el('p', { class: 'hint' }, `${atWork} of ${lanes.length} lanes at work`) : null,
      el('ul', {}, ...lanes.map(lane => el('li', {}, line(lane)))))));
  }

  async #ask(what) {
    if (what === 'cancel' && !await confirmed(`Cancel the import of ${this.#view.fileName}? What was done stays done; the rest is not processed.`)) {
      return;
    }

    const buttons = [...this.buttons.children];
    buttons.forEach(each => each.disabled = true);
    try {
      const view = await move(this.id, what);
      this.#isSettled = false;
      setText(this.note, what === 'resend' ? 'The mail is on its way again.' : '');
      if (view && view.id !== this.id) {
        // Its failed rows run as an import of their own.
        location.hash = `#/${view.id}`;
      } else if (view) {
        this.show(view);
      }
    } catch (fault) {
      setText(this.note, fault.message);
    } finally {
      buttons.forEach(each => each.disabled = false);
      this.onChange();
    }
  }

  async #follow(what) {
    try {
      setText(this.note, '');
      location.href = await linkTo(this.id, what);
    } catch (fault) {
      setText(this.note, fault.message);
    }
  }
}

function confirmed(text) {
  const dialog = find('confirm');
  setText(find('confirm-text'), text);
  dialog.returnValue = 'no';
  dialog.showModal();
  return new Promise(resolve => dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true }));
}
