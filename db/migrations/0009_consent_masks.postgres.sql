-- What somebody has granted for a purpose on a channel, as one row by which a whole audience is found: a bit for each category
-- that is granted (consent/masks.ts), the first of their ends, the oldest of their notices. shut: 0 when nothing else stands in
-- the way (she is active, of age, has not objected, and her address is proved and not suppressed), 1 when that has to be asked.
-- The database keeps these rows itself, in the transaction of whatever they follow from, so that no writer can forget them.
create table consent_masks (
  customer_id text not null,
  purpose text not null,
  channel text not null,
  granted bigint not null,
  valid_to bigint not null,
  notice_version bigint not null,
  shut bigint not null,
  primary key (customer_id, purpose, channel)
);
-- as they have to be
create view consent_masks_made as
  select g.customer_id, g.purpose, g.channel,
    cast(sum(case g.category
      when 'contact.email' then 1 when 'contact.phone' then 2 when 'contact.push' then 4 when 'contact.account' then 8
      when 'contact.partner' then 16 when 'name' then 32 when 'birthdate' then 64 when 'age' then 128
      when 'demographics' then 256 when 'location' then 512 when 'purchase_history' then 1024 when 'cart_activity' then 2048
      when 'preferences' then 4096 else 0 end) as bigint) as granted,
    min(coalesce(g.valid_to, 0)) as valid_to, min(g.notice_version) as notice_version,
    cast(case when exists (select 1 from customers c where c.id = g.customer_id and c.status = 'active'
        and c.age_band <> 'minor')
      and not exists (select 1 from objections o where o.customer_id = g.customer_id)
      and (g.channel not in ('email', 'sms') or exists (select 1 from contact_points p
        where p.customer_id = g.customer_id and p.channel = g.channel and p.verified_at is not null
        and not exists (select 1 from suppressions s where s.channel = p.channel and s.print = p.print)))
      then 0 else 1 end as bigint) as shut
  from consent_cells g where g.state = 'granted'
  group by g.customer_id, g.purpose, g.channel;
insert into consent_masks (customer_id, purpose, channel, granted, valid_to, notice_version, shut)
  select customer_id, purpose, channel, granted, valid_to, notice_version, shut from consent_masks_made;

-- One key after the other: asked of a list, PostgreSQL reads everybody's cells while it has no statistics yet.
create function consent_masks_follow() returns trigger language plpgsql as $$
begin
  insert into consent_masks (customer_id, purpose, channel, granted, valid_to, notice_version, shut)
    select m.customer_id, m.purpose, m.channel, m.granted, m.valid_to, m.notice_version, m.shut
    from (select distinct customer_id, purpose, channel from changed order by 1, 2, 3) k
    cross join lateral (select * from consent_masks_made v
      where v.customer_id = k.customer_id and v.purpose = k.purpose and v.channel = k.channel) m
    on conflict (customer_id, purpose, channel) do update set granted = excluded.granted,
      valid_to = excluded.valid_to, notice_version = excluded.notice_version, shut = excluded.shut;
  delete from consent_masks m
    using (select distinct customer_id, purpose, channel from changed where state <> 'granted' or tg_op = 'DELETE') k
    where m.customer_id = k.customer_id and m.purpose = k.purpose and m.channel = k.channel
      and not exists (select 1 from consent_cells g where g.customer_id = k.customer_id and g.purpose = k.purpose
        and g.channel = k.channel and g.state = 'granted');
  return null;
end $$;
create trigger consent_masks_granted after insert on consent_cells
  referencing new table as changed for each statement execute function consent_masks_follow();
create trigger consent_masks_changed after update on consent_cells
  referencing new table as changed for each statement execute function consent_masks_follow();
create trigger consent_masks_dropped after delete on consent_cells
  referencing old table as changed for each statement execute function consent_masks_follow();

create function consent_masks_reshut() returns trigger language plpgsql as $$
declare
  one text := case when tg_table_name = 'customers' then to_jsonb(new) ->> 'id'
    when tg_op = 'DELETE' then to_jsonb(old) ->> 'customer_id' else to_jsonb(new) ->> 'customer_id' end;
begin
  update consent_masks m set shut = v.shut from consent_masks_made v
    where m.customer_id = one and v.customer_id = one and v.purpose = m.purpose and v.channel = m.channel;
  return null;
end $$;
create trigger consent_masks_person after update of status, age_band on customers for each row
  when (old.status <> new.status or old.age_band <> new.age_band) execute function consent_masks_reshut();
create trigger consent_masks_address after update of print, verified_at on contact_points for each row
  when (old.print <> new.print or (old.verified_at is null) <> (new.verified_at is null))
  execute function consent_masks_reshut();
create trigger consent_masks_no_address after delete on contact_points for each row
  execute function consent_masks_reshut();
create trigger consent_masks_objected after insert or delete on objections for each row
  execute function consent_masks_reshut();

-- by the statement: addresses come by the thousand
create function consent_masks_readdress() returns trigger language plpgsql as $$
begin
  update consent_masks m set shut = v.shut
    from (select distinct customer_id from changed where verified_at is not null) k
    join consent_masks n on n.customer_id = k.customer_id
    cross join lateral (select o.shut from consent_masks_made o
      where o.customer_id = n.customer_id and o.purpose = n.purpose and o.channel = n.channel) v
    where m.customer_id = n.customer_id and m.purpose = n.purpose and m.channel = n.channel;
  return null;
end $$;
create trigger consent_masks_new_address after insert on contact_points
  referencing new table as changed for each statement execute function consent_masks_readdress();

-- Whoever has the address is held first, so that a yes of hers that is being written does not miss the suppression.
create function consent_masks_suppressed() returns trigger language plpgsql as $$
declare
  said jsonb := case when tg_op = 'DELETE' then to_jsonb(old) else to_jsonb(new) end;
  people text[];
begin
  people := array(select c.id from customers c join contact_points p on p.customer_id = c.id
    where p.print = said ->> 'print' and p.channel = said ->> 'channel' order by c.id for no key update of c);
  update consent_masks m set shut = v.shut from consent_masks_made v
    where m.customer_id = any(people) and v.customer_id = m.customer_id and v.purpose = m.purpose and v.channel = m.channel;
  return null;
end $$;
create trigger consent_masks_suppressed after insert or delete on suppressions for each row
  execute function consent_masks_suppressed();

-- days on which no office works, editable, with where they come from: a deadline that ends on one ends on the next working day
create table public_holidays (
  country text not null,
  day text not null,
  name text not null,
  source text not null,
  updated_at bigint not null,
  primary key (country, day)
);
-- 'MM-DD' comes back every year
insert into public_holidays (country, day, name, source, updated_at)
  select a.country, d.day, d.name, 'national law; the same day in every year', 0 from consent_ages a
  cross join (select '01-01' as day, 'New Year' as name union all select '12-25', 'Christmas Day') d;
