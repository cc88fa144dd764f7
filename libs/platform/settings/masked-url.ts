const SECRET_PARAMETERS = ['password', 'sslpassword'];

/** Returns a database URL with `***` in place of every secret. */
export function maskedUrl(text: string): string {
  // The driver may accept a text that URL does not parse: every place that could hold a password is masked.
  if (!URL.canParse(text)) return text.replace(/:\/\/.*@/, '://***@').replace(/\?.*$/, '?***');
  const url = new URL(text);
  if (url.password !== '') url.password = '***';
  for (const name of SECRET_PARAMETERS) if (url.searchParams.has(name)) url.searchParams.set(name, '***');
  return url.href;
}
