/** The role of a process. */
export type RoleName = 'standalone' | 'launcher' | 'command-api' | 'query-api' | 'relay' | 'projector' | 'front';

/** Roles that run once, so that their titles need no instance. */
const SINGLE_ROLES: readonly RoleName[] = ['standalone', 'launcher'];

/** Returns the name of a process in `ps`, logs and its ready line, such as `firstwrite projector 2`. */
export function processTitle(role: RoleName, instance: string): string {
  return SINGLE_ROLES.includes(role) ? `firstwrite ${role}` : `firstwrite ${role} ${instance}`;
}
