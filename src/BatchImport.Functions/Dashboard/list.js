// The imports, newest first. Rows of the list are kept and updated in place, so that focus and scroll position remain.
import { el, find, pace, progressBar, setProgress, setText, shortTime, time } from './dom.js';

const shown = new Map();

function makeItem(id) {
  const name = el('span', { class: 'name' });
  const state = el('span', { class: 'state' });
  const owner = el('span', { class: 'owner' });
  const received = el('time', { class: 'received' });
  const bar = progressBar('Rows with a result');
  const facts = el('span', { class: 'facts' });
  const anchor = el('a', { href: `#/${id}` }, el('span', { class: 'head' }, name, state), el('span', { class: 'head soft' }, owner, received), bar, facts);
  return { element: el('li', { 'data-id': id }, anchor), anchor, name, state, owner, received, bar, facts };
}

function fill(item, view, isChosen) {
  setText(item.name, view.fileName);
  item.name.title = view.fileName;
  setText(item.state, view.state);
  item.state.dataset.state = view.state;
  setText(item.owner, view.owner ?? 'no owner');
  setText(item.received, shortTime(view.receivedAt));
  item.received.dateTime = view.receivedAt;
  item.received.title = time(view.receivedAt);
  setText(item.facts, pace(view));
  setProgress(item.bar, view);
  item.bar.hidden = view.state === 'rejected';
  if (isChosen) {
    item.anchor.setAttribute('aria-current', 'true');
  } else {
    item.anchor.removeAttribute('aria-current');
  }
}

export function showList(views, chosen, isFiltered) {
  const list = find('imports');
  const ids = new Set(views.map(view => view.id));
  for (const [id, item] of shown) {
    if (!ids.has(id)) {
      item.element.remove();
      shown.delete(id);
    }
  }

  views.forEach((view, index) => {
    let item = shown.get(view.id);
    if (!item) {
      shown.set(view.id, item = makeItem(view.id));
    }

    fill(item, view, view.id === chosen);
    if (list.children[index] !== item.element) {
      list.insertBefore(item.element, list.children[index] ?? null);
    }
  });
  find('no-imports').hidden = views.length > 0;
  setText(find('no-imports'), isFiltered ? 'No imports match the filter.' : 'No imports yet.');
}
