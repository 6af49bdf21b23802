// Makes what Azurite has acknowledged survive a kill. Without this module it keeps the data of blobs, messages and entities in memory (LokiJS)
// and saves all of it every five seconds. Here every document that a request has changed is in a journal beside its database before the
// request is answered, and is read back at the next start. Saving the whole database before each answer would also be safe, but takes longer
// the more data there is: at two thousand blobs five times as long as storing one.
"use strict";

const fs = require("node:fs");
const http = require("node:http");
const path = require("node:path");

/** Keeps journals for all databases of this LokiJS module, from before the first is opened. */
exports.keepJournals = function (Loki) {
  const journals = new Map(); // by database
  const owners = new WeakMap(); // the journal of a collection

  const journalOf = (database) => {
    if (!journals.has(database)) journals.set(database, new Journal(database));
    return journals.get(database);
  };

  around(Loki.prototype, "addCollection", (add) => function (...rest) {
    const known = this.collections.length;
    const collection = add.apply(this, rest);
    owners.set(collection, journalOf(this));
    if (this.collections.length > known) journalOf(this).hasOtherCollections = true;
    return collection;
  });
  around(Loki.prototype, "removeCollection", (remove) => function (...rest) {
    journalOf(this).hasOtherCollections = true;
    return remove.apply(this, rest);
  });
  around(Loki.prototype, "loadDatabaseInternal", (load) => function (options, done) {
    return load.call(this, options, (error) => {
      if (!error) journalOf(this).replay();
      done(error);
    });
  });
  around(Loki.prototype, "saveDatabaseInternal", (save) => function (done) {
    // The database is copied before this call returns: it includes what is in the journals until now.
    const saved = journalOf(this).saving();
    return save.call(this, (error) => {
      saved(error);
      done(error);
    });
  });

  const documents = Loki.Collection.prototype;
  const changed = (collection, id) => owners.get(collection)?.changed(collection, id);
  around(documents, "add", (add) => function (document) {
    const result = add.call(this, document);
    changed(this, document.$loki);
    return result;
  });
  around(documents, "update", (update) => function (document) {
    if (!Array.isArray(document)) changed(this, document.$loki);
    return update.call(this, document);
  });
  around(documents, "remove", (remove) => function (document) {
    if (!Array.isArray(document)) changed(this, typeof document === "number" ? document : document.$loki);
    return remove.call(this, document);
  });
  around(documents, "removeBatchByPositions", (remove) => function (positions) {
    for (const position of positions) changed(this, this.data[position].$loki);
    return remove.call(this, positions);
  });

  around(http.ServerResponse.prototype, "end", (end) => function (...rest) {
    if (["GET", "HEAD", "OPTIONS"].includes(this.req.method)) return end.apply(this, rest);
    Promise.all([...journals.values()].map((journal) => journal.write())).then(
      () => end.apply(this, rest),
      (error) => {
        console.error(error);
        this.destroy();
      },
    );
    return this;
  });
};

/** What changed in one database since it was last saved as a whole, in files beside it: one line per document, in its current state. */
class Journal {
  #database;
  #changes = new Map(); // ids of documents, by collection
  #number = 0;
  #file = null;
  #isTorn = false;

  /** A collection was added or removed, which a line cannot express: the whole database must be saved. */
  hasOtherCollections = false;

  constructor(database) {
    this.#database = database;
    this.#number = Math.max(0, ...this.#files().map((file) => file.number));
  }

  changed(collection, id) {
    if (!this.#changes.has(collection)) this.#changes.set(collection, new Set());
    this.#changes.get(collection).add(id);
  }

  /** Ends when every change until now is written. */
  async write() {
    if (this.hasOtherCollections) {
      await new Promise((resolve, reject) => this.#database.saveDatabase((error) => (error ? reject(error) : resolve())));
    }

    const lines = [];
    for (const [collection, ids] of this.#changes) {
      for (const id of ids) lines.push(`${JSON.stringify({ collection: collection.name, id, document: collection.get(id) })}\n`);
    }

    if (lines.length === 0) return;
    this.#file ??= fs.openSync(`${this.#database.filename}.journal-${++this.#number}`, "a");
    // A full disk may have cut the last line short: a line break first keeps the next line readable.
    const text = Buffer.from((this.#isTorn ? "\n" : "") + lines.join(""));
    this.#isTorn = true;
    for (let at = 0; at < text.length; ) at += fs.writeSync(this.#file, text, at);
    this.#isTorn = false;
    // Only what is written is removed: a change of a request that failed is part of what the next one writes.
    this.#changes.clear();
  }

  /** Begins a new file. The returned function deletes the older ones, unless saving failed. */
  saving() {
    const older = this.#files();
    if (this.#file !== null) fs.closeSync(this.#file);
    this.#file = null;
    const hadOtherCollections = this.hasOtherCollections;
    this.hasOtherCollections = false;
    return (error) => {
      if (error) this.hasOtherCollections ||= hadOtherCollections;
      else for (const file of older) fs.rmSync(file.path, { force: true });
    };
  }

  /** Restores the documents to their last written state. Lines older than the database are replayed too, and change nothing. */
  replay() {
    const last = new Map();
    for (const file of this.#files()) {
      for (const line of fs.readFileSync(file.path, "utf8").split("\n")) {
        const entry = parsed(line);
        if (entry) last.set(JSON.stringify([entry.collection, entry.id]), entry);
      }
    }

    // By id, because documents are ordered by it.
    for (const { collection: name, id, document } of [...last.values()].sort((a, b) => a.id - b.id)) {
      const collection = this.#database.getCollection(name);
      if (collection === null) continue;
      const known = collection.get(id);
      if (document && known) {
        collection.update(document);
      } else if (document) {
        delete document.$loki;
        collection.maxId = id - 1;
        collection.insert(document);
      } else if (known) {
        collection.remove(known);
      }

      collection.maxId = Math.max(collection.maxId, id);
    }
  }

  #files() {
    const { dir, base } = path.parse(path.resolve(this.#database.filename));
    if (!fs.existsSync(dir)) return [];
    const prefix = `${base}.journal-`;
    return fs
      .readdirSync(dir)
      .filter((name) => name.startsWith(prefix))
      .map((name) => ({ path: path.join(dir, name), number: Number(name.slice(prefix.length)) }))
      .sort((a, b) => a.number - b.number);
  }
}

function around(target, name, wrap) {
  target[name] = wrap(target[name]);
}

// The last line of a killed process may be cut short: its request was not answered.
function parsed(line) {
  try {
    return line === "" ? null : JSON.parse(line);
  } catch {
    return null;
  }
}
