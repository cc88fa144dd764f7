/** Where a system is, and what it works on. */
export interface Whereabouts {
  readonly address: string;
  /** Fit to be shown. */
  readonly database: string;
  /** What else there is to know: a name and a value a line. */
  readonly more?: readonly (readonly [name: string, value: string])[];
  /** Commands of a shell. */
  readonly examples: readonly string[];
}

/** What a newcomer sees when the service is ready: where it is, and commands to try. */
export function banner({ address, database, more = [], examples }: Whereabouts): string {
  const rows = [['API page', `${address}/docs`], ['database', database], ...more];
  const width = Math.max(...rows.map(([name = '']) => name.length));
  return `
Firstwrite is ready at ${address}
${rows.map(([name = '', value]) => `  ${name.padEnd(width)}   ${value}`).join('\n')}

Try, in another terminal:
${examples.map((example) => `  ${example}`).join('\n')}

Ctrl-C stops it.
`;
}
