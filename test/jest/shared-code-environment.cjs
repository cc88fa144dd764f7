// Jest compiles each file anew for each test file that loads it, its own code included. That was a quarter of the unit
// tier's time. Here a worker compiles a file once, and runs it in the context of each test file.
const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');
const { compileMs } = require('./compile-time.cjs');

const compiled = new Map();
const { compileFunction } = vm;

vm.compileFunction = (source, parameters, options = {}) => {
  const { filename, parsingContext } = options;
  if (!filename || !parsingContext) return compileFunction(source, parameters, options);
  let known = compiled.get(filename);
  if (known?.source !== source) {
    const opening = `(function (${parameters.join(', ')}) {`;
    const code = `${opening}${source}\n})`;
    known = { source, script: new vm.Script(code, { filename, columnOffset: -opening.length }) };
    compiled.set(filename, known);
  }
  return known.script.runInContext(parsingContext);
};

/** The environment of Node, and how long this worker has compiled, for the limits of a tier's files. */
module.exports = class extends TestEnvironment {
  async setup() {
    await super.setup();
    this.global.compileMs = compileMs;
  }
};
