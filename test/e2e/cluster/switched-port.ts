import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A port of 127.0.0.1 that leads to the current server, like the address of a managed database. */
export class SwitchedPort {
  private readonly sockets = new Set<Socket>();
  private readonly server = createServer((incoming) => {
    const outgoing = connect(this.target, '127.0.0.1');
    for (const [one, other] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      this.sockets.add(one);
      one.on('error', () => undefined).on('close', () => (this.sockets.delete(one), other.destroy()));
      one.pipe(other);
    }
  });

  private constructor(private target: number) {}

  static async to(target: number): Promise<SwitchedPort> {
    const switched = new SwitchedPort(target);
    switched.server.listen(0, '127.0.0.1');
    await once(switched.server, 'listening');
    return switched;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Cuts every connection; new connections lead to the other server. */
  switchTo(target: number): void {
    this.target = target;
    for (const socket of this.sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
    await once(this.server, 'close');
  }
}
