import { parseJavaVersion, requireTools } from './kafka-program';

describe('the tools of a local broker', () => {
  it('reads the version of old and new Java', () => {
    expect(parseJavaVersion('    java.specification.version = 17\n    java.vendor = X')).toBe(17);
    expect(parseJavaVersion('    java.specification.version = 1.8\n')).toBe(8);
    expect(parseJavaVersion('No Java runtime present, requesting install.')).toBeUndefined();
  });

  it('says in one line what is missing and what to do about it', () => {
    const tools = { java: undefined, maven: undefined, missing: ['Java 17 or newer', 'Maven (mvn)'] };
    const refusal = (): unknown => {
      try {
        return requireTools(tools);
      } catch (error) {
        return error;
      }
    };
    expect(refusal()).toMatchObject({
      code: 'tools-missing',
      message: expect.stringMatching(/^.*needs Java 17 or newer and Maven \(mvn\).*KAFKA_BROKERS.*$/),
    });
  });
});
