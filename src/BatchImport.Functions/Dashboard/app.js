// The page: polls the host, and shows what changed. Requests to an unavailable host are repeated until it answers.
import { ApiError, listImports, setKey, upload } from './api.js';
import { sample } from './chart.js';
import { DefinitionPane, offerNames } from './definitions.js';
import { Detail } from './detail.js';
import { find, setText } from './dom.js';
import { showList } from './list.js';

const BUSY = 1000;
const IDLE = 3000;
const THEME = 'batchimport-theme';
const PAGE = 50;

let detail = null;
let wake = () => {};
let shown = PAGE;
const nothingChosen = find('nothing-chosen');

function chosen() {
  const id = location.hash.slice(2);
  return /^[0-9a-f]{32}$/.test(id) ? id : null;
}

// The pane of the definitions; null for an import, or nothing.
function chosenDefinitions() {
  const match = /^#\/definitions(?:\/([a-z0-9-]{1,64}))?$/.exec(location.hash);
  return match ? { id: match[0], name: match[1] ?? null } : null;
}

function choose() {
  const [id, definitions] = [chosen(), chosenDefinitions()];
  const shownId = id ?? definitions?.id ?? null;
  document.body.classList.toggle('has-detail', shownId !== null);
  if (shownId === (detail?.id ?? null)) {
    return;
  }

  detail = id ? new Detail(id, { onChange: () => wake() }) : definitions ? new DefinitionPane(definitions.id, definitions.name) : null;
  find('detail').replaceChildren(detail?.element ?? nothingChosen);
  if (detail) {
    find('detail').focus({ preventScroll: false });
  }

  wake();
}

async function refresh() {
  const query = { take: Math.min(200, shown) };
  if (find('state').value) {
    query.state = find('state').value;
  }

  if (find('owner-filter').value.trim()) {
    query.owner = find('owner-filter').value.trim();
  }

  const page = await listImports(query);
  page.items.forEach(sample);
  showList(page.items, chosen(), 'state' in query || 'owner' in query);
  find('more-imports').hidden = !page.next || shown >= 200;
  const current = detail;
  document.title = current?.title ?? 'BatchImport';
  if (current) {
    try {
      await current.update();
    } catch (fault) {
      if (fault instanceof ApiError && fault.status === 404) {
        current.showUnknown(fault.message);
      } else {
        throw fault;
      }
    }
  }

  return page.items.some(view => !view.isFinal);
}

function showStatus(text, kind) {
  const link = find('link');
  setText(link, text);
  link.dataset.kind = kind;
}

async function run() {
  for (;;) {
    let wait = IDLE;
    try {
      wait = await refresh() ? BUSY : IDLE;
      showStatus('live', 'good');
    } catch (fault) {
      const needsKey = fault instanceof ApiError && fault.status === 401;
      find('key').hidden = !needsKey;
      showStatus(needsKey ? 'a key is needed' : 'the host does not answer; trying again', 'bad');
    }

    if (document.hidden) {
      wait = 5 * IDLE;
    }

    await new Promise(resolve => {
      const timer = setTimeout(resolve, wait);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

async function drop(file) {
  const note = find('drop-note');
  for (const id of ['owner', 'definition', 'encoding']) {
    if (!find(id).reportValidity()) {
      return;
    }
  }

  setText(note, `Uploading ${file.name} …`);
  try {
    const fields = Object.fromEntries(['owner', 'definition', 'encoding'].map(id => [id, find(id).value.trim()]));
    const answer = await upload(file, { ...fields, again: find('again').checked ? 'true' : '' });
    setText(note, `${file.name} is uploaded.`);
    location.hash = `#/${answer.id}`;
    wake();
  } catch (fault) {
    setText(note, fault.message);
  } finally {
    find('file').value = '';
    find('again').checked = false;
  }
}

function dropZone() {
  const zone = find('drop');
  for (const type of ['dragenter', 'dragover']) {
    zone.addEventListener(type, event => {
      event.preventDefault();
      zone.classList.add('over');
    });
  }

  zone.addEventListener('dragleave', event => {
    if (!zone.contains(event.relatedTarget)) {
      zone.classList.remove('over');
    }
  });
  zone.addEventListener('drop', async event => {
    event.preventDefault();
    zone.classList.remove('over');
    for (const file of event.dataTransfer.files) {
      await drop(file);
    }
  });
  find('file').addEventListener('change', event => event.target.files[0] && drop(event.target.files[0]));
  zone.addEventListener('submit', event => event.preventDefault());

  // A file that is dropped outside the zone must not replace the page.
  for (const type of ['dragover', 'drop']) {
    window.addEventListener(type, event => event.preventDefault());
  }
}

function theme() {
  const kept = localStorage.getItem(THEME);
  if (kept) {
    document.documentElement.dataset.theme = kept;
  }

  find('theme').addEventListener('click', () => {
    const now = document.documentElement.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
    const next = now === 'dark' ? 'light' : 'dark';
    document.documentElement.dataset.theme = next;
    localStorage.setItem(THEME, next);
  });
}

// The names are read when they are needed; a host that does not answer is reported elsewhere.
find('definition').addEventListener('focus', () => offerNames().catch(() => {}));
find('key').addEventListener('submit', event => {
  event.preventDefault();
  setKey(find('key-text').value);
  find('key-text').value = '';
  wake();
});
find('more-imports').addEventListener('click', () => {
  shown += PAGE;
  wake();
});
find('state').addEventListener('change', () => wake());
find('owner-filter').addEventListener('change', () => wake());
document.addEventListener('visibilitychange', () => wake());
window.addEventListener('hashchange', choose);
theme();
dropZone();
choose();
run();
