require('../../libs/testing/typescript-require.cjs');

module.exports = require('./test-server.ts').stopTestServer;
