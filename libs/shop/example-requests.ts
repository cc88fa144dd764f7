/** Shell commands that receive units, sell some of them, and show how many are left. */
export function exampleRequests(address: string): readonly string[] {
  const json = `-H 'content-type: application/json'`;
  const order = '{"currency":"EUR","lines":[{"sku":"TICKET","quantity":2,"unitPrice":4500}]}';
  return [
    `curl -i ${address}/v1/stock/main/TICKET/receipts ${json} -d '{"quantity":100}'`,
    `curl -i ${address}/v1/orders ${json} -d '${order}'`,
    `curl -i ${address}/v1/stock/main/TICKET`,
  ];
}
