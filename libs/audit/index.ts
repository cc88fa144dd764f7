export { AuditFaultError, eventPlace } from './audit-fault.error';
export type { AuditRules, AuditRun, CommitRule, EventFinder, StreamRule, UnreadEvents } from './rules';
export { type AuditedShop, type AuditSummary, runAudit } from './run-audit';
