/** The logger of a relay; a pino logger is one. */
export interface RelayLogger {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
}
