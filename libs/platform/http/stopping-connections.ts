import type { FastifyInstance } from 'fastify';
import type { Server } from 'node:http';

const LOOK_EVERY_MS = 50;

/**
 * Closes kept connections while the server stops: one whose request was on its way when that began becomes idle later, and would keep
 * the server open until its keep-alive ends.
 */
export function closeKeptConnectionsOnStop(fastify: FastifyInstance): void {
  fastify.addHook('preClose', (done) => {
    closeIdleConnectionsUntilClosed(fastify.server);
    done();
  });
}

/** Closes each kept connection of a server that is being closed, as soon as its last request was answered. */
export function closeIdleConnectionsUntilClosed(server: Server): void {
  const timer = setInterval(() => {
    server.closeIdleConnections();
  }, LOOK_EVERY_MS);
  server.once('close', () => {
    clearInterval(timer);
  });
}
