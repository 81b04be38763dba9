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
) without rowid;
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

create trigger consent_masks_granted after insert on consent_cells
when new.state = 'granted' begin
  delete from consent_masks where customer_id = new.customer_id and purpose = new.purpose and channel = new.channel;
  insert into consent_masks (customer_id, purpose, channel, granted, valid_to, notice_version, shut)
    select customer_id, purpose, channel, granted, valid_to, notice_version, shut from consent_masks_made
    where customer_id = new.customer_id and purpose = new.purpose and channel = new.channel;
end;
create trigger consent_masks_changed after update on consent_cells
when new.state = 'granted' or old.state = 'granted' begin
  delete from consent_masks where customer_id = new.customer_id and purpose = new.purpose and channel = new.channel;
  insert into consent_masks (customer_id, purpose, channel, granted, valid_to, notice_version, shut)
    select customer_id, purpose, channel, granted, valid_to, notice_version, shut from consent_masks_made
    where customer_id = new.customer_id and purpose = new.purpose and channel = new.channel;
end;
create trigger consent_masks_dropped after delete on consent_cells
when old.state = 'granted' begin
  delete from consent_masks where customer_id = old.customer_id and purpose = old.purpose and channel = old.channel;
  insert into consent_masks (customer_id, purpose, channel, granted, valid_to, notice_version, shut)
    select customer_id, purpose, channel, granted, valid_to, notice_version, shut from consent_masks_made
    where customer_id = old.customer_id and purpose = old.purpose and channel = old.channel;
end;
create trigger consent_masks_person after update of status, age_band on customers
when old.status <> new.status or old.age_band <> new.age_band begin
  delete from consent_masks where customer_id = new.id;
  insert into consent_masks (customer_id, purpose, channel, granted, valid_to, notice_version, shut)
    select customer_id, purpose, channel, granted, valid_to, notice_version, shut from consent_masks_made
    where customer_id = new.id;
end;
create trigger consent_masks_address after update of print, verified_at on contact_points
when old.print <> new.print or (old.verified_at is null) <> (new.verified_at is null) begin
  delete from consent_masks where customer_id = new.customer_id;
  insert into consent_masks (customer_id, purpose, channel, granted, valid_to, notice_version, shut)
    select customer_id, purpose, channel, granted, valid_to, notice_version, shut from consent_masks_made
    where customer_id = new.customer_id;
end;
create trigger consent_masks_new_address after insert on contact_points
when new.verified_at is not null begin
  delete from consent_masks where customer_id = new.customer_id;
  insert into consent_masks (customer_id, purpose, channel, granted, valid_to, notice_version, shut)
    select customer_id, purpose, channel, granted, valid_to, notice_version, shut from consent_masks_made
    where customer_id = new.customer_id;
end;
create trigger consent_masks_no_address after delete on contact_points begin
  delete from consent_masks where customer_id = old.customer_id;
  insert into consent_masks (customer_id, purpose, channel, granted, valid_to, notice_version, shut)
    select customer_id, purpose, channel, granted, valid_to, notice_version, shut from consent_masks_made
    where customer_id = old.customer_id;
end;
create trigger consent_masks_objected after insert on objections begin
  delete from consent_masks where customer_id = new.customer_id;
  insert into consent_masks (customer_id, purpose, channel, granted, valid_to, notice_version, shut)
    select customer_id, purpose, channel, granted, valid_to, notice_version, shut from consent_masks_made
    where customer_id = new.customer_id;
end;
create trigger consent_masks_objection_lifted after delete on objections begin
  delete from consent_masks where customer_id = old.customer_id;
  insert into consent_masks (customer_id, purpose, channel, granted, valid_to, notice_version, shut)
    select customer_id, purpose, channel, granted, valid_to, notice_version, shut from consent_masks_made
    where customer_id = old.customer_id;
end;
create trigger consent_masks_suppressed after insert on suppressions begin
  delete from consent_masks where customer_id in (select p.customer_id from contact_points p where p.print = new.print);
  insert into consent_masks (customer_id, purpose, channel, granted, valid_to, notice_version, shut)
    select customer_id, purpose, channel, granted, valid_to, notice_version, shut from consent_masks_made
    where customer_id in (select p.customer_id from contact_points p where p.print = new.print);
end;
create trigger consent_masks_unsuppressed after delete on suppressions begin
  delete from consent_masks where customer_id in (select p.customer_id from contact_points p where p.print = old.print);
  insert into consent_masks (customer_id, purpose, channel, granted, valid_to, notice_version, shut)
    select customer_id, purpose, channel, granted, valid_to, notice_version, shut from consent_masks_made
    where customer_id in (select p.customer_id from contact_points p where p.print = old.print);
end;

-- days on which no office works, editable, with where they come from: a deadline that ends on one ends on the next working day
create table public_holidays (
  country text not null,
  day text not null,
  name text not null,
  source text not null,
  updated_at bigint not null,
  primary key (country, day)
) without rowid;
-- 'MM-DD' comes back every year
insert into public_holidays (country, day, name, source, updated_at)
  select a.country, d.day, d.name, 'national law; the same day in every year', 0 from consent_ages a
  cross join (select '01-01' as day, 'New Year' as name union all select '12-25', 'Christmas Day') d;
