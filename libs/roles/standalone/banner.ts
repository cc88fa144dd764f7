/** The addresses of a running system, and commands to try. */
export interface Whereabouts {
  readonly address: string;
  /** The place of the database, without credentials. */
  readonly database: string;
  /** More facts to show: a name and a value per line. */
  readonly more?: readonly (readonly [name: string, value: string])[];
  /** Shell commands. */
  readonly examples: readonly string[];
}

/** The text that a newcomer sees when the service is ready: its addresses, and commands to try. */
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
