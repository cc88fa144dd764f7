import { startEmbeddedPostgres } from '../postgres/embedded-postgres';

/** A program that a test can kill. It reports its start in one line of JSON, and stops on SIGTERM. */
async function main(dataDirectory: string): Promise<void> {
  const server = await startEmbeddedPostgres({ dataDirectory, log: (line) => console.error(line) });
  process.once('SIGTERM', () => void server.stop());
  console.log(JSON.stringify({ url: server.url, pid: server.pid, port: server.port }));
}

main(process.argv[2] ?? '').catch((error: { code?: string; message?: string }) => {
  console.log(JSON.stringify({ error: { code: error.code, message: error.message } }));
  process.exitCode = 1;
});
