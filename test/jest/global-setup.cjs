// Jest compiles files for a global set-up only while the set-up runs. The shared Kafka is loaded later, when the first
// test asks for it, so this file registers a compiler of its own.
require('../../libs/testing/typescript-require.cjs');

module.exports = require('./test-server.ts').startTestServer;
