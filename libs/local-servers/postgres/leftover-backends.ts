import type { DatabaseAccount } from './database-account';
import { runAs } from '../directory/directory-access';

/**
 * A backend is known by its title and by its working directory, which PostgreSQL sets to the cluster's.
 * The account asks itself: root in a container may not look at another user's working directories.
 */
const quitBackends = `
for process in /proc/[0-9]*; do
  [ "$process/cwd" -ef "$1" ] || continue
  read -r title <"$process/cmdline"
  case $title in postgres:*) kill -s QUIT "\${process#/proc/}" ;; esac
done 2>/dev/null
exit 0
`;

/**
 * Ends the backends of a killed postmaster, which otherwise finish their query first and keep a new server out until then.
 * Only for a cluster that has no postmaster. SIGQUIT is PostgreSQL's own immediate shutdown; nothing committed is lost.
 * Without a /proc file system it does nothing, and the backends end in their own time.
 */
export async function endLeftoverBackends(
  clusterDirectory: string,
  account: DatabaseAccount | undefined,
): Promise<void> {
  await runAs(account, '/bin/sh', ['-c', quitBackends, 'sh', clusterDirectory]);
}
