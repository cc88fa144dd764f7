/** Where the relay says what it does; a pino logger is one. */
export interface RelayLogger {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
}
