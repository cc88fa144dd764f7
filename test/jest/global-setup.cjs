// Jest compiles for a set-up only while it runs. The shared Kafka is loaded later, when the first test asks for it.
require('../../libs/testing/typescript-require.cjs');

module.exports = require('./test-server.ts').startTestServer;
