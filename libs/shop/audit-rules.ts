import type { AuditRules, AuditRun, StreamRule } from '@firstwrite/audit';
import { OrderHistory } from './order/read/order-history.rule';
import { OrderStockRule } from './order/read/order-stock.rule';
import { noStock, StockAccount } from './stock/read/stock-account.rule';
import { MalformedStreamNameError, parseStreamName, type StreamIdentity } from './stream-name';

/**
 * The proofs of an audit of this shop: no stock item was ever oversold, every order has its units, and no other units
 * moved.
 */
export const auditRules: AuditRules = { begin: () => new ShopAudit() };

class ShopAudit implements AuditRun {
  private readonly counts = { stock: 0, order: 0, product: 0 };
  private readonly units = noStock();
  private orders: OrderStockRule | undefined;

  stream(name: string): StreamRule | undefined {
    const identity = identityOf(name);
    if (!identity) return undefined;
    this.counts[identity.kind]++;
    switch (identity.kind) {
      case 'stock':
        return new StockAccount(this.units);
      case 'order':
        return new OrderHistory(identity.orderId);
      case 'product':
        return { kind: 'product', add: () => undefined, leaveOut: () => undefined, end: () => undefined };
    }
  }

  commits(unread: ConstructorParameters<typeof OrderStockRule>[0]): OrderStockRule {
    return (this.orders = new OrderStockRule(unread));
  }

  get facts() {
    const { counts, units, orders } = this;
    return { stockItems: counts.stock, products: counts.product, orders: orders?.orderCount ?? 0, units };
  }

  get figures() {
    const { stockItems, products, orders, units } = this.facts;
    return [
      ['SKUs at locations', stockItems],
      ['products', products],
      ['orders', orders],
      ['units received', units.received],
      ['units decremented', units.decremented],
      ['units restocked', units.restocked],
      ['units adjusted', units.adjusted],
      ['units on hand', units.onHand],
    ] as const;
  }
}

function identityOf(name: string): StreamIdentity | undefined {
  try {
    return parseStreamName(name);
  } catch (error) {
    if (error instanceof MalformedStreamNameError) return undefined;
    throw error;
  }
}
