import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { Conversation, type RoundTrip } from './conversation';

/** A proxy of a PostgreSQL server that counts every round trip, by reading the protocol. */
export interface WireProxy {
  /** The database's URL, with the proxy in place of the server. */
  readonly url: string;
  /**
   * The round trips answered since the start, or since the last `forget`. A client that has an answer finds it here.
   */
  readonly roundTrips: readonly RoundTrip[];
  forget(): void;
  /** Breaks the connections that are left. */
  close(): Promise<void>;
}

/**
 * Stands between a program and its database, and passes everything on as it is. It counts what crosses the wire,
 * whichever driver sends it; the connection must not be encrypted.
 */
export async function startWireProxy(databaseUrl: string): Promise<WireProxy> {
  const target = new URL(databaseUrl);
  const roundTrips: RoundTrip[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect({ host: target.hostname, port: Number(target.port || 5432) });
    const conversation = new Conversation((roundTrip) => roundTrips.push(roundTrip));
    passOn(client, upstream, (chunk) => conversation.sent(chunk));
    passOn(upstream, client, (chunk) => conversation.received(chunk));
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.setNoDelay(true).once('close', () => sockets.delete(socket));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: Object.assign(new URL(databaseUrl), { hostname: '127.0.0.1', port: String(port) }).href,
    roundTrips,
    forget: () => void (roundTrips.length = 0),
    close: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}

function passOn(from: Socket, to: Socket, read: (chunk: Buffer) => void): void {
  from.on('data', (chunk: Buffer) => {
    // Read first, so that a client that has an answer finds it counted.
    read(chunk);
    to.write(chunk);
  });
  from.on('end', () => to.end());
  from.on('error', () => to.destroy());
}
