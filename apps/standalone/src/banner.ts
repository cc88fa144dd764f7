import type { Service } from './start-service';

/** What a newcomer sees when the service is ready: where it is, and three commands to try. */
export function banner({ address, databaseDescription }: Pick<Service, 'address' | 'databaseDescription'>): string {
  const json = `-H 'content-type: application/json'`;
  return `
Firstwrite is ready at ${address}
  API page   ${address}/docs
  database   ${databaseDescription}

Try, in another terminal:
  curl -i ${address}/v1/stock/main/TICKET/receipts ${json} -d '{"quantity":100}'
  curl -i ${address}/v1/orders ${json} -d '{"currency":"EUR","lines":[{"sku":"TICKET","quantity":2,"unitPrice":4500}]}'
  curl -i ${address}/v1/stock/main/TICKET

Ctrl-C stops it.
`;
}
