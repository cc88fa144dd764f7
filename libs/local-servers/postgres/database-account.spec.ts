import { chooseAccount, parseAccounts } from './database-account';

const PASSWD = [
  'root:x:0:0:root:/root:/bin/bash',
  '# a comment',
  'nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin',
  'postgres:x:101:104:PostgreSQL administrator,,,:/var/lib/postgresql:/bin/bash',
  '',
].join('\n');

describe('the account of a server that root starts', () => {
  it('is postgres', () => {
    expect(chooseAccount(parseAccounts(PASSWD))).toEqual({ name: 'postgres', uid: 101, gid: 104 });
  });

  it('is nobody when there is no postgres', () => {
    expect(chooseAccount(parseAccounts(PASSWD.replace('postgres:', 'mysql:')))).toMatchObject({ name: 'nobody' });
  });

  it('is never root, whatever the name of root is', () => {
    expect(chooseAccount(parseAccounts('postgres:x:0:0::/:/bin/sh'))).toBeUndefined();
  });

  it('is never a user with a negative number', () => {
    expect(parseAccounts('nobody:*:-2:-2:Unprivileged User:/var/empty:/usr/bin/false')).toEqual([]);
  });
});
