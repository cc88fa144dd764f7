export { AuditFaultError } from './audit-fault.error';
export { summaryRows } from './audit-summary';
export { requireOwnViews } from './required-instance';
export { runAudit } from './run-audit';
