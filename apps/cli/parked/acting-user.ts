import { userInfo } from 'node:os';

/** Who runs this command; a user without a name on this machine is an operator. */
export function actingUser(): string {
  try {
    return userInfo().username || 'operator';
  } catch {
    return 'operator';
  }
}
