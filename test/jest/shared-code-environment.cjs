// Jest's own environment makes V8 compile each file, its own code included, again for each test file that loads it.
// That took a quarter of the time of the unit tier. In this environment a worker compiles a file once, and runs it in
// the context of each test file.
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

/**
 * The environment of Node. It also gives test files the compile time of this worker, for the limits of the unit tier.
 */
module.exports = class extends TestEnvironment {
  async setup() {
    await super.setup();
    this.global.compileMs = compileMs;
  }
};
