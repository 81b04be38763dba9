-- One key after the other in a loop: a join, lateral or not, is not pushed into a view that groups, so that for each yes everybody's
-- masks were made to find hers. And by index even where a plan was made while the tables were empty.
create or replace function consent_masks_follow() returns trigger language plpgsql set enable_seqscan = off as $$
declare
  one record;
begin
  for one in select distinct c.customer_id, c.purpose, c.channel, w.id as way from changed c
    join consent_ways w on w.purpose = c.purpose and w.channel = c.channel order by 1, 2, 3 loop
    insert into consent_masks (way, customer_id, mask, notice_version, valid_to)
      select v.way, v.customer_id, v.mask, v.notice_version, v.valid_to from consent_masks_made v
      where v.customer_id = one.customer_id and v.way = one.way
      on conflict (customer_id, way) do update set mask = excluded.mask, valid_to = excluded.valid_to,
        notice_version = excluded.notice_version;
  end loop;
  delete from consent_masks m
    using (select distinct c.customer_id, c.purpose, c.channel, w.id from changed c
      join consent_ways w on w.purpose = c.purpose and w.channel = c.channel
      where c.state <> 'granted' or tg_op = 'DELETE') k
    where m.customer_id = k.customer_id and m.way = k.id
      and not exists (select 1 from consent_cells g where g.customer_id = k.customer_id and g.purpose = k.purpose
        and g.channel = k.channel and g.state = 'granted');
  return null;
end $$;
alter function consent_masks_reshut() set enable_seqscan = off;
alter function consent_masks_readdress() set enable_seqscan = off;
alter function consent_masks_suppressed() set enable_seqscan = off;
