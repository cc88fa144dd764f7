import { serverArguments, sharedBuffers } from './postgres-server';

const argumentsWith = (settings: Record<string, string>): string[] =>
  serverArguments({ postgresDirectory: '/data/postgres', port: 21034, settings });

describe('the command line of the server', () => {
  it('is durable by default', () => {
    expect(argumentsWith({})).toEqual(
      expect.arrayContaining(['fsync=on', 'synchronous_commit=on', 'full_page_writes=on']),
    );
  });

  it('contains an overridden setting once', () => {
    const args = argumentsWith({ shared_buffers: '16MB', work_mem: '8MB' });
    expect(args.filter((arg) => arg.startsWith('shared_buffers='))).toEqual(['shared_buffers=16MB']);
    expect(args).toContain('work_mem=8MB');
  });

  it('reserves a quarter of the memory for pages, within bounds', () => {
    const gibibyte = 2 ** 30;
    expect([0.25, 2, 4, 64].map((memory) => sharedBuffers(memory * gibibyte))).toEqual([
      ...['128MB', '512MB', '1024MB', '2048MB'],
    ]);
    expect(argumentsWith({}).join()).toMatch(/shared_buffers=\d+MB/);
  });

  it('listens on the loopback interface only, whatever the settings say', () => {
    const args = argumentsWith({ listen_addresses: '*', port: '5432', unix_socket_directories: '/tmp' });
    expect(args).toEqual(
      expect.arrayContaining(['listen_addresses=127.0.0.1', 'port=21034', 'unix_socket_directories=']),
    );
    expect(args).not.toContain('listen_addresses=*');
  });
});
