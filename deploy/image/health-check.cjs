// Ends with 0 when the role of this container answers that it lives. There is no other program for it in the image.
const { get } = require('node:http');

const ANSWER_MS_MAX = 2_000;

const probe = get(
  { host: '127.0.0.1', port: Number(process.env.PORT || 3000), path: '/health/live', timeout: ANSWER_MS_MAX },
  (reply) => process.exit(reply.statusCode === 200 ? 0 : 1),
);
probe.on('timeout', () => process.exit(1));
probe.on('error', () => process.exit(1));
