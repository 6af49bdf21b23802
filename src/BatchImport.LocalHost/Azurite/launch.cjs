// Runs Azurite as BatchImport.LocalHost needs it: node launch.cjs <azurite.js> <log file> <Azurite's options...>
// - A line "stop" on standard input ends it gracefully: Windows has no signals, and an Azurite that is killed loses its last seconds.
// - The end of standard input does not end it: a host that was killed leaves it running for the next one.
// - What it has acknowledged survives a kill: see journal.cjs.
// - Ctrl+C in a terminal reaches every process of the group: the host decides when Azurite ends, so it is ignored here.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const readline = require("node:readline");
const { keepJournals } = require("./journal.cjs");

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

// The module that Azurite itself loads.
keepJournals(require(require.resolve("lokijs", { paths: [path.dirname(path.resolve(script))] })));

process.argv = [process.argv[0], path.resolve(script), ...options];
require(path.resolve(script));
