const amountPattern = /^(\d{1,16})(?:\.(\d{1,16}))?$/;

/** How many decimals a currency has: 2 for BRL, 0 for JPY, 3 for KWD. */
export function minorUnitDigits(currency: string): number {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return format.resolvedOptions().maximumFractionDigits ?? 2;
}

/**
 * Reads a decimal amount as integer minor units, by its digits: 0.29 is 29, where 0.29 * 100 is 28.999…. Returns
 * undefined for any other text: with a sign, a thousands separator, more decimals than the currency has, or a value
 * above 2^53 − 1.
 */
export function parseMinorUnits(text: string, digits: number): number | undefined {
  const match = amountPattern.exec(text);
  if (!match) return undefined;
  const [, whole = '', decimals = ''] = match;
  if (/[1-9]/.test(decimals.slice(digits))) return undefined;
  const minorUnits = Number(whole + decimals.slice(0, digits).padEnd(digits, '0'));
  return Number.isSafeInteger(minorUnits) ? minorUnits : undefined;
}
