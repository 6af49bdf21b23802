// Runs Azurite as BatchImport.LocalHost needs it: node launch.cjs <azurite.js> <log file> <Azurite's options...>
// - A line "stop" on standard input ends it in order: Windows has no signals, and an Azurite that is killed forgets its last seconds.
// - The end of standard input does not: a host that was killed leaves it running for the next one.
// - What it has acknowledged survives a kill: by itself it keeps what it knows of blobs and messages in memory and writes it down every five
//   seconds. Here the answer to whatever changes something waits until that is written; changes that meet share one writing.
// - Ctrl+C in a terminal reaches every process of the group: the host decides when Azurite ends, so it is ignored here.
"use strict";

const fs = require("node:fs");
const http = require("node:http");
const path = require("node:path");
const readline = require("node:readline");

const [script, logFile, ...options] = process.argv.slice(2);

const log = fs.openSync(logFile, "a");
for (const stream of [process.stdout, process.stderr]) {
  stream.write = (text, encoding, done) => {
    fs.writeSync(log, text);
    const callback = typeof encoding === "function" ? encoding : done;
    if (callback) callback();
    return true;
  };
}

const once = process.once;
process.once = function (event, listener) {
  return event === "SIGINT" ? this : once.call(this, event, listener);
};
process.on("SIGINT", () => {});

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  if (line !== "stop") return;
  process.stdin.destroy();
  if (!process.emit("message", "shutdown")) process.exit(0);
});
process.stdin.on("error", () => {});

const Loki = require(require.resolve("lokijs", { paths: [path.dirname(path.resolve(script))] }));
const databases = new Set();
const autosave = Loki.prototype.autosaveEnable;
Loki.prototype.autosaveEnable = function (...rest) {
  databases.add(this);
  return autosave.apply(this, rest);
};

const save = (database) => new Promise((resolve, reject) => database.saveDatabase((error) => (error ? reject(error) : resolve())));
const end = http.ServerResponse.prototype.end;
http.ServerResponse.prototype.end = function (...rest) {
  const unsaved = ["GET", "HEAD", "OPTIONS"].includes(this.req.method)
    ? []
    : [...databases].filter((database) => database.autosaveDirty() || database.throttledSavePending);
  if (unsaved.length === 0) return end.apply(this, rest);
  Promise.all(unsaved.map(save)).then(
    () => end.apply(this, rest),
    (error) => {
      console.error(error);
      this.destroy();
    },
  );
  return this;
};

process.argv = [process.argv[0], path.resolve(script), ...options];
require(path.resolve(script));
