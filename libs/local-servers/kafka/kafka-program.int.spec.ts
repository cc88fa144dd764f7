import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Scratch } from '../test/scratch';
import { hasKafkaJars, prepareKafkaJars } from './kafka-program';
import { startLocalKafka } from './local-kafka';

const ENVIRONMENT = { ...process.env };
let scratch: Scratch;

beforeEach(async () => {
  scratch = await Scratch.make();
  await mkdir(scratch.path('bin'));
});
afterEach(async () => {
  process.env = { ...ENVIRONMENT };
  await scratch.clear();
});

/** Writes a script that takes the place of Maven or Java. */
async function putProgram(name: string, script: string): Promise<void> {
  await writeFile(scratch.path('bin', name), `#!/bin/sh\n${script}\n`);
  await chmod(scratch.path('bin', name), 0o755);
}

const JAVA_17 = 'echo "    java.specification.version = 17"';
const copyOneJar = (log: string): string => `echo run >>"${log}"
for argument; do case $argument in -DoutputDirectory=*) target=\${argument#*=} ;; esac; done
mkdir -p "$target" && echo jar >"$target/kafka.jar"`;

function onlyThesePrograms(): void {
  process.env['PATH'] = `${scratch.path('bin')}:/usr/bin:/bin`;
  delete process.env['JAVA_HOME'];
}

describe('the download of the broker', () => {
  it('is done once, even by several processes at once', async () => {
    const runs = scratch.path('runs');
    await putProgram('java', JAVA_17);
    await putProgram('mvn', copyOneJar(runs));
    onlyThesePrograms();
    const jars = scratch.path('jars');
    await Promise.all([1, 2, 3].map(() => prepareKafkaJars(jars, () => undefined)));
    await prepareKafkaJars(jars, () => undefined);
    expect(await readFile(runs, 'utf8')).toBe('run\n');
    expect(await readdir(join(jars, 'lib'))).toEqual(['kafka.jar']);
  });

  it('leaves nothing incomplete when Maven fails, says why, and can be repeated', async () => {
    const jars = scratch.path('jars');
    await putProgram('java', JAVA_17);
    await putProgram('mvn', 'echo "no route to the repository"; exit 1');
    onlyThesePrograms();
    await expect(prepareKafkaJars(jars, () => undefined)).rejects.toMatchObject({
      code: 'download-failed',
      message: expect.stringMatching(/^.*no route to the repository.*KAFKA_BROKERS.*$/),
    });
    expect(hasKafkaJars(jars)).toBe(false);
    expect(await readdir(jars)).toEqual(['pom.xml']);
    await putProgram('mvn', copyOneJar(scratch.path('runs')));
    await prepareKafkaJars(jars, () => undefined);
    expect(hasKafkaJars(jars)).toBe(true);
  });

  it('is refused when Java is too old', async () => {
    await putProgram('java', 'echo "    java.specification.version = 1.8"');
    await putProgram('mvn', 'exit 1');
    onlyThesePrograms();
    const options = { dataDirectory: scratch.path('data'), log: () => undefined };
    await expect(startLocalKafka(options)).rejects.toMatchObject({
      code: 'tools-missing',
      message: expect.stringContaining('is Java 8'),
    });
  });
});
