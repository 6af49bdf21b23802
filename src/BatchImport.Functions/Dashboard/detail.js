// One import in detail.
import { getImport, getInstances, linkTo, sendCommand } from './api.js';
import { Chart, sample } from './chart.js';
import { el, find, progressBar, setProgress, setText, waiting } from './dom.js';
import { ErrorTable } from './errors.js';
import { Facts, Stats } from './facts.js';
import { InstanceTree } from './instances.js';

const COMMANDS = { pause: 'Pause', resume: 'Resume', cancel: 'Cancel', retry: 'Retry failed rows', resend: 'Resend the mail' };
const LINKS = { workbook: 'Workbook', original: 'Original' };
const INSTANCES_EVERY = 2000;

export class Detail {
  #view = null;
  #instancesAt = 0;
  #isSettled = false;
  #isMoving = false;

  constructor(id, { onChange }) {
    this.id = id;
    this.onChange = onChange;
    this.name = el('h2', { tabindex: -1 });
    this.state = el('span', { class: 'state', role: 'status' });
    this.bar = progressBar('Rows with a result');
    this.problem = el('p', { class: 'problem', hidden: true });
    this.wait = el('p', { class: 'waiting', role: 'status', hidden: true });
    this.note = el('p', { class: 'hint', role: 'alert' });
    this.buttons = el('div', { class: 'line commands' });
    this.links = el('div', { class: 'line links' });
    this.stats = new Stats();
    this.facts = new Facts();
    this.chart = new Chart();
    this.chartNote = el('p', { class: 'hint' }, 'Updated while the import runs and this page is open.');
    this.chartCard = el('section', { class: 'card', 'aria-label': 'Rows a second' }, el('h3', {}, 'Rows a second'), this.chart.element, this.chartNote);
    this.errors = new ErrorTable(id);
    this.tree = new InstanceTree(id);
    this.content = el('div', { class: 'stack', hidden: true },
      el('section', { class: 'card', 'aria-label': 'Progress' },
        el('div', { class: 'head' }, this.name, this.state),
        this.bar, this.stats.element, this.wait, this.problem, el('div', { class: 'line between' }, this.buttons, this.links), this.note, this.facts.element),
      this.chartCard, this.errors.element, this.tree.element);
    this.unknown = el('p', { class: 'empty', role: 'alert', hidden: true });
    this.element = el('div', { class: 'stack', 'data-id': id }, el('a', { class: 'back', href: '#/' }, '← All imports'), this.unknown, this.content);
  }

  // For the title of the browser's tab.
  get title() {
    const view = this.#view;
    const done = view && !view.isFinal && view.rows ? ` ${Math.floor(100 * view.processed / view.rows)} %` : '';
    return view ? `${view.fileName}: ${view.state}${done}` : null;
  }

  async update() {
    if (this.#isSettled) {
      return;
    }

    const view = await getImport(this.id);
    this.show(view);
    await this.errors.update(view.failed);
    if (view.isFinal || performance.now() - this.#instancesAt > INSTANCES_EVERY) {
      this.#instancesAt = performance.now();
      this.tree.show(await getInstances(this.id));
      this.stats.showLanes(this.tree, view);
    }

    this.#isSettled = view.isFinal && !view.webhooks?.some(each => each.state === 'pending');
  }

  show(view) {
    sample(view);
    this.#view = view;
    this.unknown.hidden = true;
    this.content.hidden = false;
    setText(this.name, view.fileName);
    setText(this.state, view.state);
    this.state.dataset.state = view.state;
    setProgress(this.bar, view);
    this.bar.hidden = view.state === 'rejected';
    this.wait.hidden = !waiting(view);
    setText(this.wait, waiting(view));
    this.problem.hidden = !view.problem;
    setText(this.problem, view.problem ?? '');
    this.stats.show(view);
    this.facts.show(view);
    this.#showButtons(view);
    this.#showLinks(view);
    const isDrawn = this.chart.draw(view);
    this.chartNote.hidden = isDrawn;
    this.chartCard.hidden = !isDrawn && view.isFinal;
    this.errors.element.hidden = view.isFinal && !view.failed;
  }

  showUnknown(text) {
    this.content.hidden = true;
    this.unknown.hidden = false;
    setText(this.unknown, text);
  }

  #showButtons(view) {
    const wanted = view.commands.filter(each => each in COMMANDS);
    if (wanted.join() === this.buttons.dataset.commands) {
      return;
    }

    const focused = this.buttons.contains(document.activeElement) ? document.activeElement.dataset.command : null;
    this.buttons.dataset.commands = wanted.join();
    this.buttons.replaceChildren(...wanted.map(each =>
      el('button', { type: 'button', 'data-command': each, class: each === 'cancel' ? 'danger' : each === 'resume' ? 'main' : null, onclick: () => this.#ask(each) }, COMMANDS[each])));
    if (focused) {
      // Never to a button with another effect: a key pressed at that moment must not start an unintended command.
      const next = { pause: 'resume', resume: 'pause' }[focused];
      (this.#button(focused) ?? this.#button(next) ?? this.name).focus();
    }
  }

  #button(name) {
    return this.buttons.querySelector(`[data-command="${name}"]`);
  }

  #showLinks(view) {
    const wanted = view.workbookUrl ? ['workbook', 'original'] : ['original'];
    if (wanted.join() !== this.links.dataset.links) {
      this.links.dataset.links = wanted.join();
      this.links.replaceChildren(...wanted.map(what =>
        el('button', { type: 'button', 'data-link': what, class: what === 'workbook' ? 'main' : null, onclick: () => this.#follow(what) }, `↓ ${LINKS[what]}`)));
    }
  }

  async #ask(what) {
    if (this.#isMoving || what === 'cancel' && !await confirmed(`Cancel the import of ${this.#view.fileName}? Processed rows remain; the others are not processed.`)) {
      return;
    }

    // Not 'disabled', which would remove the focus.
    this.#isMoving = true;
    this.buttons.setAttribute('aria-busy', 'true');
    setText(this.note, '');
    try {
      const view = await sendCommand(this.id, what);
      this.#isSettled = false;
      if (view && view.id !== this.id) {
        // Its failed rows run as a new import.
        location.hash = `#/${view.id}`;
      } else if (view) {
        this.show(view);
        setText(this.note, what === 'resend' ? `The mail was sent again to ${view.owner}.` : '');
      }
    } catch (fault) {
      setText(this.note, fault.message);
    } finally {
      this.#isMoving = false;
      this.buttons.removeAttribute('aria-busy');
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
  return new Promise(resolve => {
    const closed = () => {
      // The event follows the closing: a late event may reach a dialog that was opened again.
      if (!dialog.open) {
        dialog.removeEventListener('close', closed);
        resolve(dialog.returnValue === 'yes');
      }
    };
    dialog.addEventListener('close', closed);
  });
}
