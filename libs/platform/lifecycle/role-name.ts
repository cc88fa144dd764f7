/** What a process can be. */
export type RoleName = 'standalone' | 'launcher' | 'command-api' | 'query-api' | 'relay' | 'projector' | 'front';

/** There is one of these, so an instance would say nothing. */
const SINGLE_ROLES: readonly RoleName[] = ['standalone', 'launcher'];

/** What `ps`, logs and the ready line call a process: `firstwrite projector 2`. */
export function processTitle(role: RoleName, instance: string): string {
  return SINGLE_ROLES.includes(role) ? `firstwrite ${role}` : `firstwrite ${role} ${instance}`;
}
