-- Eventide, "Message DB", "Server functions": write_message with an expected version for the stock's event, and -1 (no stream) for the order's.
-- write_message holds a lock of the stream's category until the transaction ends (acquire_lock); taking it first keeps the version that is read
-- from moving, so that nobody is refused and has to try again. The units left stand in the last event: no stream is read from its beginning.
-- One call is one round trip and one transaction.
create function place_order(placed jsonb) returns void language plpgsql as $$
declare
  order_id uuid := (placed ->> 'orderId')::uuid;
  demand record;
  stream varchar;
  last message;
  left_over bigint;
begin
  perform acquire_lock('stock-');
  for demand in
    select line ->> 'sku' as sku, sum((line ->> 'quantity')::bigint) as quantity
    from jsonb_array_elements(placed -> 'lines') line group by 1
  loop
    stream := 'stock-' || demand.sku;
    select * into last from get_last_stream_message(stream);
    left_over := coalesce((last.data::jsonb ->> 'available')::bigint, 0) - demand.quantity;
    if left_over < 0 then raise exception 'not enough of %', demand.sku using errcode = 'SHORT'; end if;
    perform write_message(gen_random_uuid()::varchar, stream, 'StockDecremented',
      jsonb_build_object('orderId', order_id, 'quantity', demand.quantity, 'available', left_over), null, last.position);
  end loop;
  perform write_message(gen_random_uuid()::varchar, ('order-' || order_id)::varchar, 'OrderPlaced', placed, null, -1);
end $$;

create function receive_stock(sku varchar, quantity bigint) returns void language plpgsql as $$
declare
  stream varchar := 'stock-' || sku;
  last message;
begin
  perform acquire_lock(stream);
  select * into last from get_last_stream_message(stream);
  perform write_message(gen_random_uuid()::varchar, stream, 'StockReceived',
    jsonb_build_object('quantity', quantity, 'available', coalesce((last.data::jsonb ->> 'available')::bigint, 0) + quantity),
    null, coalesce(last.position, -1));
end $$;
