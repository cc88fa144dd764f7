import type { AuditedShop } from '@firstwrite/audit';
import { auditRules, model, projections } from '@firstwrite/shop';

/** The parts of the shop that the audit gets from this command line. */
export const auditedShop: AuditedShop = { decoder: model, projections, rules: auditRules };
