import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { LocalClusterError } from '../local-cluster-error';

/** What a local broker is made of and this machine may lack. */
export interface LocalKafkaTools {
  readonly java: string | undefined;
  readonly maven: string | undefined;
  /** What is missing to run a broker, in words for a person; empty when nothing is. */
  readonly missing: readonly string[];
}

/** Kafka 4 brokers run on Java 17 or newer. */
const javaVersionMin = 17;

/**
 * Looks for Java on JAVA_HOME and PATH and for Maven on PATH, without starting anything but `java -version`.
 * Maven is needed only once for each version, to download the broker: `jarsPresent` says that this was done.
 */
export function findLocalKafkaTools({ jarsPresent = false } = {}): LocalKafkaTools {
  const java = findProgram('java', [process.env['JAVA_HOME'] ?? '']);
  const maven = findProgram('mvn');
  const version = java === undefined ? undefined : javaVersion(java);
  const missing = [
    ...(java === undefined || version === undefined ? [`Java ${javaVersionMin} or newer`] : []),
    ...(version !== undefined && version < javaVersionMin
      ? [`Java ${javaVersionMin} or newer (${java ?? 'java'} is Java ${version})`]
      : []),
    ...(maven === undefined && !jarsPresent ? ['Maven (mvn), which downloads the broker'] : []),
  ];
  return { java, maven, missing };
}

/** @throws LocalClusterError `tools-missing` naming each, and the way round them. */
export function requireTools(tools: LocalKafkaTools): { readonly java: string; readonly maven: string } {
  if (tools.missing.length > 0) {
    throw new LocalClusterError(
      'tools-missing',
      `A local Kafka broker needs ${tools.missing.join(' and ')}: install that, or set KAFKA_BROKERS to brokers that run already.`,
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

const answerMsMax = 10_000;

/** The major version; nothing where `java` is only a stub that asks to install one. */
function javaVersion(java: string): number | undefined {
  try {
    const settings = ['-XshowSettings:properties', '-version'];
    const text = execFileSync('/bin/sh', ['-c', '"$0" "$@" 2>&1', java, ...settings], {
      encoding: 'utf8',
      timeout: answerMsMax,
    });
    return parseJavaVersion(text);
  } catch {
    return undefined;
  }
}

/** `java.specification.version` is 17, 21 …; it was 1.8 before Java 9. */
export function parseJavaVersion(properties: string): number | undefined {
  const version = /java\.specification\.version = (?:1\.)?(\d+)/.exec(properties)?.[1];
  return version === undefined ? undefined : Number(version);
}
