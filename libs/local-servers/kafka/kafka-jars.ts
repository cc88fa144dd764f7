import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { spawnGuarded } from '../process/guard';
import { LastLines } from '../process/last-lines';
import { LocalClusterError } from '../local-cluster-error';
import { claimDataDirectory } from '../directory/owner-file';
import { findLocalKafkaTools, requireTools } from './kafka-tools';

/** The version that was tried with this program. */
export const kafkaVersion = '4.1.1';
/** A binding that writes what the broker logs to its standard error; the broker brings only the interface. */
const slf4jVersion = '1.7.36';

const downloadMsMax = 600_000;
const waitPollMs = 100;
const mavenGraceMs = 5_000;

const jarsIn = (jarDirectory: string): string => join(jarDirectory, 'lib');

/** What `java -cp` takes. */
export const classPath = (jarDirectory: string): string => join(jarsIn(jarDirectory), '*');

/** Whether the broker was downloaded to this folder before. */
export function hasKafkaJars(jarDirectory: string): boolean {
  return existsSync(jarsIn(jarDirectory));
}

/**
 * Downloads the broker through Maven where that was not done yet; of several starters one does, the others wait.
 * It appears under its name when it is complete: a kill in the middle leaves nothing half made.
 * @throws LocalClusterError `tools-missing`, or `download-failed` with Maven's own last lines.
 */
export async function prepareKafkaJars(jarDirectory: string, log: (line: string) => void): Promise<void> {
  if (hasKafkaJars(jarDirectory)) return;
  const { maven } = requireTools(findLocalKafkaTools());
  await mkdir(jarDirectory, { recursive: true });
  const deadline = Date.now() + downloadMsMax;
  while (!hasKafkaJars(jarDirectory)) {
    const claim = await claimDataDirectory(jarDirectory).catch((error: unknown) => {
      if (!(error instanceof LocalClusterError) || Date.now() > deadline) throw error;
      return undefined;
    });
    if (!claim) {
      await delay(waitPollMs);
      continue;
    }
    try {
      if (!hasKafkaJars(jarDirectory)) await download(jarDirectory, maven, log);
    } finally {
      await claim.release();
    }
  }
}

async function download(jarDirectory: string, maven: string, log: (line: string) => void): Promise<void> {
  log(`downloading Kafka ${kafkaVersion} (43 MB) to ${jarDirectory}, once`);
  await removeUnfinished(jarDirectory);
  const draft = `${jarsIn(jarDirectory)}.unfinished-${randomUUID()}`;
  const pom = join(jarDirectory, 'pom.xml');
  await writeFile(pom, projectFile());
  const lines = new LastLines();
  const build = await spawnGuarded({
    command: maven,
    args: ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${draft}`],
    stopSignal: 'TERM',
    graceMs: mavenGraceMs,
    onLine: (line) => lines.add(line),
  });
  const { code } = await build.exited;
  if (code !== 0) {
    await rm(draft, { recursive: true, force: true });
    throw new LocalClusterError(
      'download-failed',
      `Maven could not download Kafka ${kafkaVersion}: ${lines.joined()} (or set KAFKA_BROKERS to brokers that run already)`,
      lines.all(),
    );
  }
  await rename(draft, jarsIn(jarDirectory));
}

async function removeUnfinished(jarDirectory: string): Promise<void> {
  for (const name of await readdir(jarDirectory)) {
    if (name.includes('.unfinished-')) await rm(join(jarDirectory, name), { recursive: true, force: true });
  }
}

function projectFile(): string {
  const dependency = (group: string, artifact: string, version: string): string =>
    `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`;
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>local</groupId><artifactId>kafka</artifactId><version>${kafkaVersion}</version>
  <dependencies>
    ${dependency('org.apache.kafka', 'kafka_2.13', kafkaVersion)}
    ${dependency('org.slf4j', 'slf4j-simple', slf4jVersion)}
  </dependencies>
</project>
`;
}
