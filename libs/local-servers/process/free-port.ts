import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Below 32768, where Linux starts to hand out ports for outgoing connections (macOS: 49152). From that range a client that
 * retries while the server restarts could be given the server's own port, connect to itself, and keep the server out.
 */
const portMin = 15_000;
const portMax = 32_000;
const attemptsMax = 100;

/** A port of 127.0.0.1 that was free a moment ago. */
export async function findFreePort(): Promise<number> {
  for (let attempt = 0; attempt < attemptsMax; attempt++) {
    const port = randomInt(portMin, portMax);
    if (await canListen(port)) return port;
  }
  throw new Error(`none of ${attemptsMax} ports between ${portMin} and ${portMax} is free`);
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}
