import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { accessSync, constants, existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { Deadline, pause } from '@firstwrite/resilience';
import { claimDataDirectory, removeUnfinished } from '../directory/data-directory';
import { LocalServerError } from '../local-server-error';
import { LastLines, spawnGuarded } from '../process/guard';

/** The version of Kafka that is downloaded. */
export const KAFKA_VERSION = '4.1.1';
/** The library that writes the log of the broker to standard error: Kafka contains only the interface slf4j. */
const SLF4J_VERSION = '1.7.36';

const DOWNLOAD_MS_MAX = 600_000;
const DOWNLOAD_POLL_MS = 100;
const MAVEN_GRACE_MS = 5_000;

const jarsIn = (jarDirectory: string): string => join(jarDirectory, 'lib');

/** The value for `java -cp`. */
export const classPath = (jarDirectory: string): string => join(jarsIn(jarDirectory), '*');

/** Whether the jars of the broker are in this folder. */
export function hasKafkaJars(jarDirectory: string): boolean {
  return existsSync(jarsIn(jarDirectory));
}

/**
 * Downloads the broker through Maven unless it is there. If several processes try at once, one downloads and the others
 * wait. The folder gets its name when it is complete: a kill in the middle leaves no incomplete download behind.
 * @throws LocalServerError `tools-missing`, or `download-failed` with the last lines of Maven
 */
export async function prepareKafkaJars(jarDirectory: string, log: (line: string) => void): Promise<void> {
  if (hasKafkaJars(jarDirectory)) return;
  const { maven } = requireTools(findLocalKafkaTools(jarDirectory));
  await mkdir(jarDirectory, { recursive: true });
  const deadline = new Deadline(DOWNLOAD_MS_MAX);
  while (!hasKafkaJars(jarDirectory)) {
    const claim = await claimDataDirectory(jarDirectory).catch((error: unknown) => {
      if (!(error instanceof LocalServerError) || deadline.isOver) throw error;
      return undefined;
    });
    if (!claim) {
      await pause(DOWNLOAD_POLL_MS);
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
  log(`downloading Kafka ${KAFKA_VERSION} (43 MB) to ${jarDirectory}, once`);
  await removeUnfinished(jarDirectory);
  const draft = `${jarsIn(jarDirectory)}.unfinished-${randomUUID()}`;
  const pom = join(jarDirectory, 'pom.xml');
  await writeFile(pom, projectFile());
  const lines = new LastLines();
  const build = await spawnGuarded({
    command: maven,
    args: ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${draft}`],
    stopSignal: 'TERM',
    graceMs: MAVEN_GRACE_MS,
    onLine: (line) => lines.add(line),
  });
  const { code } = await build.exited;
  if (code !== 0) {
    await rm(draft, { recursive: true, force: true });
    throw new LocalServerError(
      'download-failed',
      `Maven could not download Kafka ${KAFKA_VERSION}: ${lines.joined()} ` +
        '(as a way out, set KAFKA_BROKERS to brokers that run already)',
      lines.all(),
    );
  }
  await rename(draft, jarsIn(jarDirectory));
}

function projectFile(): string {
  const dependency = (group: string, artifact: string, version: string): string =>
    `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId>` +
    `<version>${version}</version></dependency>`;
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>local</groupId><artifactId>kafka</artifactId><version>${KAFKA_VERSION}</version>
  <dependencies>
    ${dependency('org.apache.kafka', 'kafka_2.13', KAFKA_VERSION)}
    ${dependency('org.slf4j', 'slf4j-simple', SLF4J_VERSION)}
  </dependencies>
</project>
`;
}

/** The programs that a local broker needs, as far as this machine has them. */
export interface LocalKafkaTools {
  readonly java: string | undefined;
  readonly maven: string | undefined;
  /** The missing programs, as text for a person; empty when a broker can run. */
  readonly missing: readonly string[];
}

/** Kafka 4 brokers run on Java 17 or newer. */
const JAVA_VERSION_MIN = 17;

/**
 * Looks for Java in JAVA_HOME and PATH, and for Maven in PATH. The only program that it runs is `java -version`.
 * Maven is needed only for the download, so it is not missing when the jar directory has the broker.
 */
export function findLocalKafkaTools(jarDirectory: string): LocalKafkaTools {
  const java = findProgram('java', [process.env['JAVA_HOME'] ?? '']);
  const maven = findProgram('mvn');
  const version = java === undefined ? undefined : javaVersion(java);
  const missing = [
    ...(java === undefined || version === undefined ? [`Java ${JAVA_VERSION_MIN} or newer`] : []),
    ...(version !== undefined && version < JAVA_VERSION_MIN
      ? [`Java ${JAVA_VERSION_MIN} or newer (${java ?? 'java'} is Java ${version})`]
      : []),
    ...(maven === undefined && !hasKafkaJars(jarDirectory) ? ['Maven (mvn), which downloads the broker'] : []),
  ];
  return { java, maven, missing };
}

/** @throws LocalServerError `tools-missing`, with the missing programs and the way to do without them */
export function requireTools(tools: LocalKafkaTools): { readonly java: string; readonly maven: string } {
  if (tools.missing.length > 0) {
    throw new LocalServerError(
      'tools-missing',
      `A local Kafka broker needs ${tools.missing.join(' and ')}: ` +
        'install that, or set KAFKA_BROKERS to brokers that run already.',
    );
  }
  return { java: tools.java ?? 'java', maven: tools.maven ?? 'mvn' };
}

function findProgram(name: string, homes: readonly string[] = []): string | undefined {
  const directories = [
    ...homes.filter((home) => home !== '').map((home) => join(home, 'bin')),
    ...(process.env['PATH'] ?? '').split(delimiter),
  ];
  return directories.map((directory) => join(directory, name)).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const JAVA_ANSWER_MS_MAX = 10_000;

/** The major version; undefined when `java` is only a stub that asks the user to install Java. */
function javaVersion(java: string): number | undefined {
  try {
    const settings = ['-XshowSettings:properties', '-version'];
    const text = execFileSync('/bin/sh', ['-c', '"$0" "$@" 2>&1', java, ...settings], {
      encoding: 'utf8',
      timeout: JAVA_ANSWER_MS_MAX,
    });
    return parseJavaVersion(text);
  } catch {
    return undefined;
  }
}

/** `java.specification.version` is 17 for Java 17, but 1.8 for Java 8. */
export function parseJavaVersion(properties: string): number | undefined {
  const version = /java\.specification\.version = (?:1\.)?(\d+)/.exec(properties)?.[1];
  return version === undefined ? undefined : Number(version);
}
