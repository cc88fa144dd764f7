import { InvalidArgumentError } from 'commander';

/** Reads an option's value as an integer within bounds. */
export function integerBetween(min: number, max: number): (value: string) => number {
  return (value) => {
    const number = /^-?\d{1,15}$/.test(value) ? Number(value) : NaN;
    if (number >= min && number <= max) return number;
    throw new InvalidArgumentError(`Allowed is an integer from ${min} to ${max}.`);
  };
}

/** Reads an option's value as an ISO 4217 code. */
export function currencyCode(value: string): string {
  if (/^[A-Z]{3}$/.test(value)) return value;
  throw new InvalidArgumentError('Allowed is an ISO 4217 code, three capitals.');
}

/** Reads an option's value as the address of a service. */
export function serviceUrl(value: string): URL {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw new InvalidArgumentError('Allowed is an address like http://127.0.0.1:3000.');
}
