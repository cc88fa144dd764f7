/** A failure the user can understand and act on: its message is the one line that is printed. */
export class CommandFailedError extends Error {
  override readonly name = 'CommandFailedError';
}
