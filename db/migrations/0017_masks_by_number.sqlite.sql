-- A mask is found by a number for its purpose and channel instead of by their words, so that the masks of one audience lie side
-- by side and a look at one costs half. What stands in the way (once `shut`) is a bit of the mask too, above all categories.
drop trigger consent_masks_granted;
drop trigger consent_masks_changed;
drop trigger consent_masks_dropped;
drop trigger consent_masks_person;
drop trigger consent_masks_address;
drop trigger consent_masks_new_address;
drop trigger consent_masks_no_address;
drop trigger consent_masks_objected;
drop trigger consent_masks_objection_lifted;
drop trigger consent_masks_suppressed;
drop trigger consent_masks_unsuppressed;
drop view consent_masks_made;
drop table consent_masks;
create table consent_ways (
  id bigint  primary key,
  purpose text not null,
  channel text not null,
  unique (purpose, channel)
);
insert into consent_ways (id, purpose, channel)
  select row_number() over (order by p.key, c.n), p.key, c.channel from purposes p cross join
  (select 'email' as channel, 1 as n union all select 'sms', 2 union all select 'push', 3
  union all select 'onsite', 4 union all select 'partner', 5 union all select 'webhook', 6) c;
create trigger consent_ways_of_purpose after insert on purposes begin
  insert into consent_ways (id, purpose, channel)
    select (select coalesce(max(id), 0) from consent_ways) + c.n, new.key, c.channel from
    (select 'email' as channel, 1 as n union all select 'sms', 2 union all select 'push', 3
  union all select 'onsite', 4 union all select 'partner', 5 union all select 'webhook', 6) c;
end;
create table consent_masks (
  way bigint not null,
  customer_id text not null,
  -- the categories that are granted (consent/masks.ts), and 1073741824 where something else may stand in the way
  mask bigint not null,
  notice_version bigint not null,
  valid_to bigint not null,
  primary key (way, customer_id)
) without rowid;
-- as they have to be
create view consent_masks_made as
  select w.id as way, g.customer_id,
    cast(sum(case g.category
      when 'contact.email' then 1 when 'contact.phone' then 2 when 'contact.push' then 4 when 'contact.account' then 8
      when 'contact.partner' then 16 when 'name' then 32 when 'birthdate' then 64 when 'age' then 128
      when 'demographics' then 256 when 'location' then 512 when 'purchase_history' then 1024 when 'cart_activity' then 2048
      when 'preferences' then 4096 else 0 end)
    + case when exists (select 1 from customers c where c.id = g.customer_id and c.status = 'active'
        and c.age_band <> 'minor')
      and not exists (select 1 from objections o where o.customer_id = g.customer_id)
      and (g.channel not in ('email', 'sms') or exists (select 1 from contact_points p
        where p.customer_id = g.customer_id and p.channel = g.channel and p.verified_at is not null
        and not exists (select 1 from suppressions s where s.channel = p.channel and s.print = p.print)))
      then 0 else 1073741824 end as bigint) as mask,
    min(g.notice_version) as notice_version, min(coalesce(g.valid_to, 0)) as valid_to
  from consent_cells g join consent_ways w on w.purpose = g.purpose and w.channel = g.channel
  where g.state = 'granted'
  group by w.id, g.customer_id, g.channel;
insert into consent_masks (way, customer_id, mask, notice_version, valid_to)
  select way, customer_id, mask, notice_version, valid_to from consent_masks_made order by way, customer_id;

create trigger consent_masks_granted after insert on consent_cells
when new.state = 'granted' begin
  delete from consent_masks where customer_id = new.customer_id and way = (select w.id from consent_ways w where w.purpose = new.purpose and w.channel = new.channel);
  insert into consent_masks (way, customer_id, mask, notice_version, valid_to)
    select way, customer_id, mask, notice_version, valid_to from consent_masks_made
    where customer_id = new.customer_id and way = (select w.id from consent_ways w where w.purpose = new.purpose and w.channel = new.channel);
end;
create trigger consent_masks_changed after update on consent_cells
when new.state = 'granted' or old.state = 'granted' begin
  delete from consent_masks where customer_id = new.customer_id and way = (select w.id from consent_ways w where w.purpose = new.purpose and w.channel = new.channel);
  insert into consent_masks (way, customer_id, mask, notice_version, valid_to)
    select way, customer_id, mask, notice_version, valid_to from consent_masks_made
    where customer_id = new.customer_id and way = (select w.id from consent_ways w where w.purpose = new.purpose and w.channel = new.channel);
end;
create trigger consent_masks_dropped after delete on consent_cells
when old.state = 'granted' begin
  delete from consent_masks where customer_id = old.customer_id and way = (select w.id from consent_ways w where w.purpose = old.purpose and w.channel = old.channel);
  insert into consent_masks (way, customer_id, mask, notice_version, valid_to)
    select way, customer_id, mask, notice_version, valid_to from consent_masks_made
    where customer_id = old.customer_id and way = (select w.id from consent_ways w where w.purpose = old.purpose and w.channel = old.channel);
end;
-- of one person all ways are looked at: they are few, and an index from people to masks would be written with every yes
create trigger consent_masks_person after update of status, age_band on customers
when old.status <> new.status or old.age_band <> new.age_band begin
  delete from consent_masks where way in (select id from consent_ways) and customer_id = new.id;
  insert into consent_masks (way, customer_id, mask, notice_version, valid_to)
    select way, customer_id, mask, notice_version, valid_to from consent_masks_made
    where customer_id = new.id;
end;
create trigger consent_masks_address after update of print, verified_at on contact_points
when old.print <> new.print or (old.verified_at is null) <> (new.verified_at is null) begin
  delete from consent_masks where way in (select id from consent_ways) and customer_id = new.customer_id;
  insert into consent_masks (way, customer_id, mask, notice_version, valid_to)
    select way, customer_id, mask, notice_version, valid_to from consent_masks_made
    where customer_id = new.customer_id;
end;
create trigger consent_masks_new_address after insert on contact_points
when new.verified_at is not null begin
  delete from consent_masks where way in (select id from consent_ways) and customer_id = new.customer_id;
  insert into consent_masks (way, customer_id, mask, notice_version, valid_to)
    select way, customer_id, mask, notice_version, valid_to from consent_masks_made
    where customer_id = new.customer_id;
end;
create trigger consent_masks_no_address after delete on contact_points begin
  delete from consent_masks where way in (select id from consent_ways) and customer_id = old.customer_id;
  insert into consent_masks (way, customer_id, mask, notice_version, valid_to)
    select way, customer_id, mask, notice_version, valid_to from consent_masks_made
    where customer_id = old.customer_id;
end;
create trigger consent_masks_objected after insert on objections begin
  delete from consent_masks where way in (select id from consent_ways) and customer_id = new.customer_id;
  insert into consent_masks (way, customer_id, mask, notice_version, valid_to)
    select way, customer_id, mask, notice_version, valid_to from consent_masks_made
    where customer_id = new.customer_id;
end;
create trigger consent_masks_objection_lifted after delete on objections begin
  delete from consent_masks where way in (select id from consent_ways) and customer_id = old.customer_id;
  insert into consent_masks (way, customer_id, mask, notice_version, valid_to)
    select way, customer_id, mask, notice_version, valid_to from consent_masks_made
    where customer_id = old.customer_id;
end;
create trigger consent_masks_suppressed after insert on suppressions begin
  delete from consent_masks where way in (select id from consent_ways) and customer_id in (select p.customer_id from contact_points p where p.print = new.print);
  insert into consent_masks (way, customer_id, mask, notice_version, valid_to)
    select way, customer_id, mask, notice_version, valid_to from consent_masks_made
    where customer_id in (select p.customer_id from contact_points p where p.print = new.print);
end;
create trigger consent_masks_unsuppressed after delete on suppressions begin
  delete from consent_masks where way in (select id from consent_ways) and customer_id in (select p.customer_id from contact_points p where p.print = old.print);
  insert into consent_masks (way, customer_id, mask, notice_version, valid_to)
    select way, customer_id, mask, notice_version, valid_to from consent_masks_made
    where customer_id in (select p.customer_id from contact_points p where p.print = old.print);
end;
