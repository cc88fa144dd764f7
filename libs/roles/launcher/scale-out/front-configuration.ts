import type { FrontAddress } from './front-address';

interface Addressed {
  readonly address: string;
}

/** The processes behind a front. */
export interface Behind {
  readonly commandApi: Addressed;
  readonly queryApi: Addressed;
}

/**
 * HAProxy's deployed configuration, with other addresses.
 * @throws when it does not have a line that holds one of the addresses
 */
export function frontConfiguration(
  deployed: string,
  { host, port, commandApi, queryApi }: FrontAddress & Behind,
): string {
  const listening = host.includes(':') ? `[${host}]` : host;
  return [
    [/^ {2}bind :3000$/m, `  bind ${listening}:${port}`] as const,
    [/^ {2}server-template command-api-.*$/m, `  server command-api-1 ${new URL(commandApi.address).host}`] as const,
    [/^ {2}server-template query-api-.*$/m, `  server query-api-1 ${new URL(queryApi.address).host}`] as const,
  ].reduce((text, [place, line]) => {
    if (!place.test(text)) throw new Error(`deploy/front/haproxy.cfg has no line like ${place.source}`);
    return text.replace(place, line);
  }, deployed);
}
