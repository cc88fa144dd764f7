// Lets a Node process that neither jest nor a bundle resolves for import a room as @firstwrite/<room>.
const Module = require('node:module');
const { resolve } = require('node:path');

const root = resolve(__dirname, '../..');
const resolveFilename = Module._resolveFilename;

Module._resolveFilename = function (request, ...more) {
  const room = /^@firstwrite\/([\w-]+)$/.exec(request)?.[1];
  const folder = room === 'migrations' ? room : `libs/${room}`;
  return resolveFilename.call(this, room ? `${root}/${folder}/index.ts` : request, ...more);
};
