import { Column, CreateDateColumn, Entity, PrimaryColumn, PrimaryGeneratedColumn, VersionColumn } from 'typeorm';

/** Node's driver returns a bigint as text: TypeORM, "Entities", "Column options", `transformer`. */
const asNumber = { to: (value: number) => value, from: (value: string) => Number(value) };

/**
 * Units of a SKU. Only the optimistic rival reads `version`. The other rival's UPDATE writes it as well, at no
 * measurable cost.
 */
@Entity()
export class Stock {
  @PrimaryColumn('text')
  sku!: string;

  @Column('bigint', { transformer: asNumber })
  available!: number;

  @VersionColumn()
  version!: number;
}

/** A change of a SKU's units: a receipt, or an order that took some. */
@Entity()
export class StockChange {
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id!: string;

  @Column('text')
  sku!: string;

  @Column('bigint', { transformer: asNumber })
  delta!: number;

  @Column('uuid', { nullable: true })
  orderId!: string | null;

  @CreateDateColumn()
  createdAt!: Date;
}

export interface OrderLine {
  readonly sku: string;
  readonly quantity: number;
  readonly unitPrice: number;
}

@Entity('orders')
export class Order {
  @PrimaryGeneratedColumn('uuid')
  id!: string;

  @Column('text')
  currency!: string;

  @Column('json')
  lines!: OrderLine[];

  @Column('bigint', { transformer: asNumber })
  total!: number;

  @CreateDateColumn()
  placedAt!: Date;
}
