import { connect } from 'node:net';

/** Sends bytes that no HTTP client would send. Returns the whole answer when the service has closed the connection. */
export function rawRequest(port: number, bytes: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' });
    let text = '';
    socket.setTimeout(10_000, () => socket.destroy(new Error(`no end of the answer: ${text}`)));
    socket.on('data', (chunk) => (text += chunk.toString()));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // The service may close the connection before it has read all of a refused request.
      if (!(text && ['ECONNRESET', 'EPIPE'].includes(error.code ?? ''))) reject(error);
    });
    socket.on('close', () => resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1]), text }));
    socket.write(bytes);
  });
}
