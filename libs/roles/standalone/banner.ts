/** Where a system is, and what it works on. */
export interface Whereabouts {
  readonly address: string;
  /** Fit to be shown. */
  readonly database: string;
  /** What else there is to know: a name and a value a line. */
  readonly more?: readonly (readonly [name: string, value: string])[];
}

/** What a newcomer sees when the service is ready: where it is, and three commands to try. */
export function banner({ address, database, more = [] }: Whereabouts): string {
  const json = `-H 'content-type: application/json'`;
  const rows = [['API page', `${address}/docs`], ['database', database], ...more];
  const width = Math.max(...rows.map(([name = '']) => name.length));
  return `
Firstwrite is ready at ${address}
${rows.map(([name = '', value]) => `  ${name.padEnd(width)}   ${value}`).join('\n')}

Try, in another terminal:
  curl -i ${address}/v1/stock/main/TICKET/receipts ${json} -d '{"quantity":100}'
  curl -i ${address}/v1/orders ${json} -d '{"currency":"EUR","lines":[{"sku":"TICKET","quantity":2,"unitPrice":4500}]}'
  curl -i ${address}/v1/stock/main/TICKET

Ctrl-C stops it.
`;
}
