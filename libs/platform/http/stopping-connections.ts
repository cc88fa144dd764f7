import type { FastifyInstance } from 'fastify';

const LOOK_EVERY_MS = 50;

/**
 * Closes kept connections while the server stops: one whose request was on its way when that began becomes idle later, and would keep
 * the server open until its keep-alive ends.
 */
export function closeKeptConnectionsOnStop(fastify: FastifyInstance): void {
  fastify.addHook('preClose', (done) => {
    const { server } = fastify;
    const timer = setInterval(() => server.closeIdleConnections(), LOOK_EVERY_MS);
    server.once('close', () => clearInterval(timer));
    done();
  });
}
