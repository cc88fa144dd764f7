import { type LedgerEntryBody, ledgerEntryBody } from './ledger-entry.body';
import type { StockKey } from '../../domain/primitives';
import { stockLedgerView } from './stock-ledger.view';
import type { List } from '@firstwrite/reads';
import { ledgerSql } from './ledger.sql';

const statement = { name: 'list ledger', text: ledgerSql };

/** The changes of one stock item, newest first. */
export const ledgerList: List<StockKey, LedgerEntryBody> = {
  name: 'ledger',
  projection: 'stock-ledger',
  statementFor: () => statement,
  values: ({ location, sku }, [afterVersion], limit) => [location, sku, afterVersion ?? null, limit],
  presentColumn: 'version',
  itemOf: (record) => ledgerEntryBody(stockLedgerView.rowOf(record)),
  keyOf: ({ version }) => [String(version)],
};
