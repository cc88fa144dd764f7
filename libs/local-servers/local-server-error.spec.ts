import { explainSystemError, LocalServerError } from './local-server-error';

const refused = (code: string, syscall: string): Error =>
  Object.assign(new Error(`${code}: raw`), { code, syscall, path: '/data/owner.json' });

describe('what the operating system refuses', () => {
  it.each(['EACCES', 'EPERM', 'EROFS', 'ENOSPC'])('is told in one line that says what to do: %s', (code) => {
    const error = explainSystemError(refused(code, 'open'), '/data') as LocalServerError;
    expect(error).toMatchObject({ name: 'LocalServerError', code: 'data-directory-unusable' });
    expect(error.message).toMatch(/open \/data\/owner\.json.*FIRSTWRITE_DATA_DIR/);
    expect(error.message).not.toContain('\n');
  });

  it('is the account when a program cannot be started as it', () => {
    expect(explainSystemError(refused('EPERM', 'spawn /bin/sh'), '/data')).toMatchObject({ code: 'start-failed' });
  });

  it('leaves every other error as it is', () => {
    const bug = new TypeError('a bug');
    const known = new LocalServerError('start-failed', 'known');
    expect(explainSystemError(bug, '/data')).toBe(bug);
    expect(explainSystemError(known, '/data')).toBe(known);
  });
});
