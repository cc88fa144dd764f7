import type { AuditedShop } from '@firstwrite/audit';
import { shop } from '@firstwrite/shop';

export { shop };

/** What the audit is told of the shop that this command line works on. */
export const auditedShop: AuditedShop = { decoder: shop.model, projections: shop.projections, rules: shop.auditRules };
