import { Client } from 'pg';
import { request } from 'undici';

const UNITS_A_RECEIPT = 1_000_000;

/** Creates a database for one measurement. @returns its URL */
export async function createDatabase(serverUrl: string, name: string): Promise<string> {
  await onServer(serverUrl, `create database ${name}`);
  return Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href;
}

/** Drops a measurement's database, so that its disk space is free for the next one. */
export async function dropDatabase(serverUrl: string, name: string): Promise<void> {
  await onServer(serverUrl, `drop database if exists ${name} with (force)`);
}

async function onServer(serverUrl: string, statement: string): Promise<void> {
  const server = new Client({ connectionString: serverUrl });
  await server.connect();
  try {
    await server.query(statement);
  } finally {
    await server.end();
  }
}

/** Receives a million units of a SKU. */
export async function receive(address: string, sku: string): Promise<void> {
  const { statusCode, body } = await request(`${address}/v1/stock/main/${sku}/receipts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ quantity: UNITS_A_RECEIPT }),
  });
  await body.dump();
  if (statusCode !== 201) throw new Error(`a receipt of ${sku} was answered with ${statusCode}`);
}
