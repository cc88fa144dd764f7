import { parseJavaVersion, requireTools } from './kafka-program';

describe('the programs that a local broker needs', () => {
  it('include Java: its version is read in the old and the new form', () => {
    expect(parseJavaVersion('    java.specification.version = 17\n    java.vendor = X')).toBe(17);
    expect(parseJavaVersion('    java.specification.version = 1.8\n')).toBe(8);
    expect(parseJavaVersion('No Java runtime present, requesting install.')).toBeUndefined();
  });

  it('are named in one line with the remedy when they are missing', () => {
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
