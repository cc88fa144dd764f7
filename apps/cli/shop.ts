import type { AuditedShop } from '@firstwrite/audit';
import { auditRules, model, projections } from '@firstwrite/shop';

/** What the audit is told of the shop that this command line works on. */
export const auditedShop: AuditedShop = { decoder: model, projections, rules: auditRules };
