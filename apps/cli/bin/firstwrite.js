#!/usr/bin/env node
// Starts the built command line; builds it first if it is not built yet.
const { spawnSync } = require('node:child_process');
const { existsSync } = require('node:fs');
const { dirname, join, resolve } = require('node:path');

const root = resolve(__dirname, '../../..');
const entry = join(root, 'dist/apps/cli/main.js');

function fail(reason) {
  process.stderr.write(`firstwrite: ${reason}\n`);
  process.exit(1);
}

function nestCli() {
  try {
    const manifest = require.resolve('@nestjs/cli/package.json', { paths: [root] });
    return join(dirname(manifest), require(manifest).bin.nest);
  } catch {
    return fail('the command line is not built and @nestjs/cli is not installed: run "npm ci", then "npm run build"');
  }
}

function build() {
  const nest = nestCli();
  process.stderr.write('building the command line (once) …\n');
  const built = spawnSync(process.execPath, [nest, 'build', 'cli'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (built.status !== 0 || !existsSync(entry)) fail('the build failed: run "npm run build" to see why');
}

if (!existsSync(entry)) build();
require(entry);
