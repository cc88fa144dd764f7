import { Client } from '../system/client';
import type { Role } from './role';

/** The current value of a metric of a role. @throws when the role has no such metric, or does not answer */
export async function metricOf({ name, address }: Role, metric: string): Promise<number> {
  const client = new Client(address, 1);
  try {
    const { text } = await client.get('/metrics');
    const [, value] = new RegExp(`^${metric} (\\S+)$`, 'm').exec(text) ?? [];
    if (value === undefined) throw new Error(`${name} has no metric ${metric}`);
    return Number(value);
  } finally {
    await client.close();
  }
}
