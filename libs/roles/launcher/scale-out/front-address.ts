import { findFreePort } from '@firstwrite/local-servers';
import type { Settings } from '@firstwrite/platform';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** The address at which the front will listen. */
export interface FrontAddress {
  readonly host: string;
  readonly port: number;
}

/** The address that the settings name, checked before anything is started. @throws when a server cannot listen there */
export async function chooseFrontAddress({ HOST, PORT }: Settings): Promise<FrontAddress> {
  if (PORT === 0) return { host: HOST, port: await findFreePort() };
  const server = createServer();
  server.listen({ host: HOST, port: PORT, exclusive: true });
  await once(server, 'listening');
  server.close();
  await once(server, 'close');
  return { host: HOST, port: PORT };
}
