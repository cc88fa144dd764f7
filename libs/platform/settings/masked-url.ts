const SECRET_PARAMETERS = ['password', 'sslpassword'];

/** A database URL that may be shown: every secret in it is `***`. */
export function maskedUrl(text: string): string {
  // What is no URL to us may still be one to the driver: then all that could hold a password goes.
  if (!URL.canParse(text)) return text.replace(/:\/\/.*@/, '://***@').replace(/\?.*$/, '?***');
  const url = new URL(text);
  if (url.password !== '') url.password = '***';
  for (const name of SECRET_PARAMETERS) if (url.searchParams.has(name)) url.searchParams.set(name, '***');
  return url.href;
}
