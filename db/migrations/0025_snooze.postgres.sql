-- Until when somebody wants no messages (consent.md, 3): a wish that changes none of her consents. While there is one, her masks
-- say that more has to be asked.
alter table customers add column snoozed_until bigint;
create index customers_snoozed on customers (snoozed_until) where snoozed_until is not null;

create or replace view consent_masks_made as
  select w.id as way, g.customer_id,
    cast(sum(case g.category
      when 'contact.email' then 1 when 'contact.phone' then 2 when 'contact.push' then 4 when 'contact.account' then 8
      when 'contact.partner' then 16 when 'name' then 32 when 'birthdate' then 64 when 'age' then 128
      when 'demographics' then 256 when 'location' then 512 when 'purchase_history' then 1024 when 'cart_activity' then 2048
      when 'preferences' then 4096 else 0 end)
    + case when exists (select 1 from customers c where c.id = g.customer_id and c.status = 'active'
        and c.age_band <> 'minor' and c.snoozed_until is null)
      and not exists (select 1 from objections o where o.customer_id = g.customer_id)
      and (g.channel not in ('email', 'sms') or exists (select 1 from contact_points p
        where p.customer_id = g.customer_id and p.channel = g.channel and p.verified_at is not null
        and not exists (select 1 from suppressions s where s.channel = p.channel and s.print = p.print)))
      then 0 else 1073741824 end as bigint) as mask,
    min(g.notice_version) as notice_version, min(coalesce(g.valid_to, 0)) as valid_to
  from consent_cells g join consent_ways w on w.purpose = g.purpose and w.channel = g.channel
  where g.state = 'granted'
  group by w.id, g.customer_id, g.channel;

create trigger consent_masks_snoozed after update of snoozed_until on customers for each row
  when (old.snoozed_until is distinct from new.snoozed_until) execute function consent_masks_reshut();

-- What the drop-in keeps of a person that belongs to a kind of data of its own, so that it goes with it: the year of her birth
-- and her address, sealed with her key.
alter table compat_notes add column birth_sealed text;
alter table compat_notes add column place_sealed text;
