import { randomUUID } from 'node:crypto';
import { access, chmod, mkdir, readFile, rename, symlink } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { hasCode } from '../system-error';

interface LibraryLink {
  readonly source: string;
  readonly target: string;
}

/** npm packs no symbolic links: the package lists the ones its libraries need and leaves them to an install script. */
async function readLinks(nativeDirectory: string): Promise<LibraryLink[]> {
  const file = join(nativeDirectory, 'pg-symlinks.json');
  try {
    return JSON.parse(await readFile(file, 'utf8')) as LibraryLink[];
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
}

/** Makes the links that are missing; may be repeated. False where the folder cannot be written. */
export async function linkInPlace(nativeDirectory: string): Promise<boolean> {
  const parent = dirname(nativeDirectory);
  for (const { source, target } of await readLinks(nativeDirectory)) {
    const from = join(parent, target);
    if (await exists(from)) continue;
    try {
      await linkOnce(relative(dirname(from), join(parent, source)), from);
    } catch (error) {
      if (hasCode(error, 'EACCES', 'EPERM', 'EROFS')) return false;
      throw error;
    }
  }
  return true;
}

/** Makes the same names in another folder, which the dynamic linker is then told of, anew each time: node_modules may have moved. */
export async function linkElsewhere(nativeDirectory: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o755);
  for (const { source, target } of await readLinks(nativeDirectory)) {
    const draft = join(folder, randomUUID());
    await symlink(join(dirname(nativeDirectory), source), draft);
    await rename(draft, join(folder, basename(target)));
  }
}

async function linkOnce(to: string, from: string): Promise<void> {
  try {
    await symlink(to, from);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
