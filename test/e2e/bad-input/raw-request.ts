import { connect } from 'node:net';

/** Sends bytes that no HTTP client would send, and gives all that comes back until the service closes. */
export function rawRequest(port: number, bytes: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' });
    let text = '';
    socket.setTimeout(10_000, () => socket.destroy(new Error(`no end of the answer: ${text}`)));
    socket.on('data', (chunk) => (text += chunk.toString()));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // The service need not read all of what it refuses.
      if (!(text && ['ECONNRESET', 'EPIPE'].includes(error.code ?? ''))) reject(error);
    });
    socket.on('close', () => resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1]), text }));
    socket.write(bytes);
  });
}
