// The client of the host's endpoints. The page is served at .../dashboard, the imports beside it at .../imports.
const KEY = 'batchimport-key';

export class ApiError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

export const setKey = key => sessionStorage.setItem(KEY, key);

function request(path, { method = 'GET', body, signal, accept = 'application/json' } = {}) {
  const headers = { accept };
  const key = sessionStorage.getItem(KEY);
  if (key) {
    headers['x-functions-key'] = key;
  }

  return fetch(new URL(path, document.baseURI), { method, body, headers, signal, cache: 'no-store' });
}

export async function call(path, options) {
  return read(await request(path, options));
}

async function read(response) {
  const text = await response.text();
  let value = null;
  try {
    value = text ? JSON.parse(text) : null;
  } catch {
    // Not from the functions: a proxy, or a host that is starting.
  }

  if (!response.ok) {
    throw new ApiError(response.status, value?.detail ?? value?.title ?? `The host answered ${response.status}.`);
  }

  return value;
}

// What is not JSON: the answer, or the problem.
async function fetchAs(kind, path, accept) {
  const response = await request(path, { accept });
  return response.ok ? response[kind]() : read(response);
}

const of = id => `imports/${encodeURIComponent(id)}`;

export const listImports = (query, signal) => call(`imports?${new URLSearchParams(query)}`, { signal });
export const getImport = (id, signal) => call(of(id), { signal });
export const getErrors = (id, query, signal) => call(`${of(id)}/errors?${new URLSearchParams(query)}`, { signal });
export const getInstances = (id, signal) => call(`${of(id)}/instances`, { signal });
export const sendCommand = (id, command) => call(`${of(id)}/${command}`, { method: 'POST' });
export const listDefinitions = () => call('definitions');
export const getDefinition = name => fetchAs('text', `definitions/${name}`, 'application/json, text/plain');
export const getTemplate = name => fetchAs('blob', `definitions/${name}/template.xlsx`, '*/*');
export const linkTo = async (id, what) => (await call(`${of(id)}/${what}?link=true`)).url;

export function upload(file, fields) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (value) {
      form.append(name, value);
    }
  }

  // Last: a wrong field is refused before the file is sent.
  form.append('file', file, file.name);
  return call('imports', { method: 'POST', body: form });
}
