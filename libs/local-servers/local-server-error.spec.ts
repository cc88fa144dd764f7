import { explainSystemError, LocalServerError } from './local-server-error';

const refused = (code: string, syscall: string): Error =>
  Object.assign(new Error(`${code}: raw`), { code, syscall, path: '/data/owner.json' });

describe('an error of the operating system', () => {
  it.each(['EACCES', 'EPERM', 'EROFS', 'ENOSPC'])('is explained in one line with its remedy: %s', (code) => {
    const error = explainSystemError(refused(code, 'open'), '/data') as LocalServerError;
    expect(error).toMatchObject({ name: 'LocalServerError', code: 'data-directory-unusable' });
    expect(error.message).toMatch(/open \/data\/owner\.json.*FIRSTWRITE_DATA_DIR/);
    expect(error.message).not.toContain('\n');
  });

  it('is a failed start when this user cannot start a program as another user', () => {
    expect(explainSystemError(refused('EPERM', 'spawn /bin/sh'), '/data')).toMatchObject({ code: 'start-failed' });
  });

  it('is explained, but no other error', () => {
    const bug = new TypeError('a bug');
    const known = new LocalServerError('start-failed', 'known');
    expect(explainSystemError(bug, '/data')).toBe(bug);
    expect(explainSystemError(known, '/data')).toBe(known);
  });
});
