import { execFileSync } from 'node:child_process';

/** The program to ask, and how long it may take to answer. */
export interface DockerProbe {
  /** Default `docker`. */
  readonly command?: string;
  /** Default 3,000: an engine on this machine answers in a tenth of that, an engine that hangs never answers. */
  readonly withinMs?: number;
}

/**
 * Whether a Docker engine answers. The program alone proves nothing: many machines have the client and no engine, and a
 * client of an engine that hangs would wait for ever, so it is killed after `withinMs`. The engine must report its
 * version.
 */
export function dockerEngineAnswers({ command = 'docker', withinMs = 3_000 }: DockerProbe = {}): boolean {
  try {
    const version = execFileSync(command, ['info', '--format', '{{.ServerVersion}}'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: withinMs,
      killSignal: 'SIGKILL',
    });
    return version.trim() !== '';
  } catch {
    return false;
  }
}
