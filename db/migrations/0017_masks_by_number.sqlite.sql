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

-- More days off, editable like the first: 'MM-DD' in every year, those that move with Easter or by weekdays until 2036.
insert into public_holidays (country, day, name, source, updated_at)
  select d.country, d.day, d.name, l.source, 0 from (select column1 as country, column2 as day, column3 as name from (values
  ('AT', '01-01', 'New Year'),
  ('AT', '01-06', 'Epiphany'),
  ('AT', '05-01', 'State Holiday'),
  ('AT', '08-15', 'Assumption'),
  ('AT', '10-26', 'National Day'),
  ('AT', '11-01', 'All Saints'),
  ('AT', '12-08', 'Immaculate Conception'),
  ('AT', '12-25', 'Christmas Day'),
  ('AT', '12-26', 'St Stephen'),
  ('BE', '01-01', 'New Year'),
  ('BE', '05-01', 'Labour Day'),
  ('BE', '07-21', 'National Day'),
  ('BE', '08-15', 'Assumption'),
  ('BE', '11-01', 'All Saints'),
  ('BE', '11-11', 'Armistice Day'),
  ('BE', '12-25', 'Christmas Day'),
  ('DE', '01-01', 'New Year'),
  ('DE', '05-01', 'Labour Day'),
  ('DE', '10-03', 'German Unity Day'),
  ('DE', '12-25', 'Christmas Day'),
  ('DE', '12-26', 'Second Christmas Day'),
  ('ES', '01-01', 'New Year'),
  ('ES', '05-01', 'Labour Day'),
  ('ES', '08-15', 'Assumption'),
  ('ES', '10-12', 'National Day'),
  ('ES', '11-01', 'All Saints'),
  ('ES', '12-06', 'Constitution Day'),
  ('ES', '12-08', 'Immaculate Conception'),
  ('ES', '12-25', 'Christmas Day'),
  ('FR', '01-01', 'New Year'),
  ('FR', '05-01', 'Labour Day'),
  ('FR', '05-08', 'Victory Day'),
  ('FR', '07-14', 'National Day'),
  ('FR', '08-15', 'Assumption'),
  ('FR', '11-01', 'All Saints'),
  ('FR', '11-11', 'Armistice Day'),
  ('FR', '12-25', 'Christmas Day'),
  ('GB', '01-01', 'New Year'),
  ('GB', '12-25', 'Christmas Day'),
  ('GB', '12-26', 'Boxing Day'),
  ('IT', '01-01', 'New Year'),
  ('IT', '01-06', 'Epiphany'),
  ('IT', '04-25', 'Liberation Day'),
  ('IT', '05-01', 'Labour Day'),
  ('IT', '06-02', 'Republic Day'),
  ('IT', '08-15', 'Assumption'),
  ('IT', '10-04', 'St Francis'),
  ('IT', '11-01', 'All Saints'),
  ('IT', '12-08', 'Immaculate Conception'),
  ('IT', '12-25', 'Christmas Day'),
  ('IT', '12-26', 'St Stephen'),
  ('NL', '01-01', 'New Year'),
  ('NL', '04-27', 'King''s Day'),
  ('NL', '12-25', 'Christmas Day'),
  ('NL', '12-26', 'Second Christmas Day'),
  ('PL', '01-01', 'New Year'),
  ('PL', '01-06', 'Epiphany'),
  ('PL', '05-01', 'State Holiday'),
  ('PL', '05-03', 'Constitution Day'),
  ('PL', '08-15', 'Assumption'),
  ('PL', '11-01', 'All Saints'),
  ('PL', '11-11', 'Independence Day'),
  ('PL', '12-24', 'Christmas Eve'),
  ('PL', '12-25', 'Christmas Day'),
  ('PL', '12-26', 'Second Christmas Day'),
  ('RU', '01-01', 'New Year holidays'),
  ('RU', '01-02', 'New Year holidays'),
  ('RU', '01-03', 'New Year holidays'),
  ('RU', '01-04', 'New Year holidays'),
  ('RU', '01-05', 'New Year holidays'),
  ('RU', '01-06', 'New Year holidays'),
  ('RU', '01-07', 'New Year holidays'),
  ('RU', '01-08', 'New Year holidays'),
  ('RU', '02-23', 'Defender of the Fatherland Day'),
  ('RU', '03-08', 'International Women''s Day'),
  ('RU', '05-01', 'Spring and Labour Day'),
  ('RU', '05-09', 'Victory Day'),
  ('RU', '06-12', 'Russia Day'),
  ('RU', '11-04', 'National Unity Day'),
  ('TR', '01-01', 'New Year'),
  ('TR', '04-23', 'National Sovereignty and Children''s Day'),
  ('TR', '05-01', 'Labour Day'),
  ('TR', '05-19', 'Youth and Sports Day'),
  ('TR', '07-15', 'Democracy and National Unity Day'),
  ('TR', '08-30', 'Victory Day'),
  ('TR', '10-29', 'Republic Day'),
  ('US', '01-01', 'New Year'),
  ('US', '06-19', 'Juneteenth'),
  ('US', '07-04', 'Independence Day'),
  ('US', '11-11', 'Veterans Day'),
  ('US', '12-25', 'Christmas Day'),
  ('AT', '2026-04-06', 'Easter Monday'),
  ('AT', '2026-05-14', 'Ascension Day'),
  ('AT', '2026-05-25', 'Whit Monday'),
  ('AT', '2026-06-04', 'Corpus Christi'),
  ('BE', '2026-04-06', 'Easter Monday'),
  ('BE', '2026-05-14', 'Ascension Day'),
  ('BE', '2026-05-25', 'Whit Monday'),
  ('DE', '2026-04-03', 'Good Friday'),
  ('DE', '2026-04-06', 'Easter Monday'),
  ('DE', '2026-05-14', 'Ascension Day'),
  ('DE', '2026-05-25', 'Whit Monday'),
  ('ES', '2026-04-03', 'Good Friday'),
  ('FR', '2026-04-06', 'Easter Monday'),
  ('FR', '2026-05-14', 'Ascension Day'),
  ('FR', '2026-05-25', 'Whit Monday'),
  ('GB', '2026-04-03', 'Good Friday'),
  ('GB', '2026-04-06', 'Easter Monday'),
  ('IT', '2026-04-06', 'Easter Monday'),
  ('NL', '2026-04-03', 'Good Friday'),
  ('NL', '2026-04-06', 'Easter Monday'),
  ('NL', '2026-05-14', 'Ascension Day'),
  ('NL', '2026-05-25', 'Whit Monday'),
  ('PL', '2026-04-06', 'Easter Monday'),
  ('PL', '2026-06-04', 'Corpus Christi'),
  ('GB', '2026-05-04', 'Early May bank holiday'),
  ('GB', '2026-05-25', 'Spring bank holiday'),
  ('GB', '2026-08-31', 'Summer bank holiday'),
  ('US', '2026-01-19', 'Birthday of Martin Luther King, Jr.'),
  ('US', '2026-02-16', 'Washington''s Birthday'),
  ('US', '2026-05-25', 'Memorial Day'),
  ('US', '2026-09-07', 'Labor Day'),
  ('US', '2026-10-12', 'Columbus Day'),
  ('US', '2026-11-26', 'Thanksgiving Day'),
  ('US', '2026-07-03', 'Independence Day (observed)'),
  ('GB', '2026-12-28', 'Christmas (substitute day)'),
  ('AT', '2027-03-29', 'Easter Monday'),
  ('AT', '2027-05-06', 'Ascension Day'),
  ('AT', '2027-05-17', 'Whit Monday'),
  ('AT', '2027-05-27', 'Corpus Christi'),
  ('BE', '2027-03-29', 'Easter Monday'),
  ('BE', '2027-05-06', 'Ascension Day'),
  ('BE', '2027-05-17', 'Whit Monday'),
  ('DE', '2027-03-26', 'Good Friday'),
  ('DE', '2027-03-29', 'Easter Monday'),
  ('DE', '2027-05-06', 'Ascension Day'),
  ('DE', '2027-05-17', 'Whit Monday'),
  ('ES', '2027-03-26', 'Good Friday'),
  ('FR', '2027-03-29', 'Easter Monday'),
  ('FR', '2027-05-06', 'Ascension Day'),
  ('FR', '2027-05-17', 'Whit Monday'),
  ('GB', '2027-03-26', 'Good Friday'),
  ('GB', '2027-03-29', 'Easter Monday'),
  ('IT', '2027-03-29', 'Easter Monday'),
  ('NL', '2027-03-26', 'Good Friday'),
  ('NL', '2027-03-29', 'Easter Monday'),
  ('NL', '2027-05-06', 'Ascension Day'),
  ('NL', '2027-05-17', 'Whit Monday'),
  ('PL', '2027-03-29', 'Easter Monday'),
  ('PL', '2027-05-27', 'Corpus Christi'),
  ('GB', '2027-05-03', 'Early May bank holiday'),
  ('GB', '2027-05-31', 'Spring bank holiday'),
  ('GB', '2027-08-30', 'Summer bank holiday'),
  ('US', '2027-01-18', 'Birthday of Martin Luther King, Jr.'),
  ('US', '2027-02-15', 'Washington''s Birthday'),
  ('US', '2027-05-31', 'Memorial Day'),
  ('US', '2027-09-06', 'Labor Day'),
  ('US', '2027-10-11', 'Columbus Day'),
  ('US', '2027-11-25', 'Thanksgiving Day'),
  ('US', '2027-06-18', 'Juneteenth (observed)'),
  ('US', '2027-07-05', 'Independence Day (observed)'),
  ('US', '2027-12-24', 'Christmas Day (observed)'),
  ('GB', '2027-12-27', 'Christmas (substitute day)'),
  ('GB', '2027-12-28', 'Christmas (substitute day)'),
  ('AT', '2028-04-17', 'Easter Monday'),
  ('AT', '2028-05-25', 'Ascension Day'),
  ('AT', '2028-06-05', 'Whit Monday'),
  ('AT', '2028-06-15', 'Corpus Christi'),
  ('BE', '2028-04-17', 'Easter Monday'),
  ('BE', '2028-05-25', 'Ascension Day'),
  ('BE', '2028-06-05', 'Whit Monday'),
  ('DE', '2028-04-14', 'Good Friday'),
  ('DE', '2028-04-17', 'Easter Monday'),
  ('DE', '2028-05-25', 'Ascension Day'),
  ('DE', '2028-06-05', 'Whit Monday'),
  ('ES', '2028-04-14', 'Good Friday'),
  ('FR', '2028-04-17', 'Easter Monday'),
  ('FR', '2028-05-25', 'Ascension Day'),
  ('FR', '2028-06-05', 'Whit Monday'),
  ('GB', '2028-04-14', 'Good Friday'),
  ('GB', '2028-04-17', 'Easter Monday'),
  ('IT', '2028-04-17', 'Easter Monday'),
  ('NL', '2028-04-14', 'Good Friday'),
  ('NL', '2028-04-17', 'Easter Monday'),
  ('NL', '2028-05-25', 'Ascension Day'),
  ('NL', '2028-06-05', 'Whit Monday'),
  ('PL', '2028-04-17', 'Easter Monday'),
  ('PL', '2028-06-15', 'Corpus Christi'),
  ('GB', '2028-05-01', 'Early May bank holiday'),
  ('GB', '2028-05-29', 'Spring bank holiday'),
  ('GB', '2028-08-28', 'Summer bank holiday'),
  ('US', '2028-01-17', 'Birthday of Martin Luther King, Jr.'),
  ('US', '2028-02-21', 'Washington''s Birthday'),
  ('US', '2028-05-29', 'Memorial Day'),
  ('US', '2028-09-04', 'Labor Day'),
  ('US', '2028-10-09', 'Columbus Day'),
  ('US', '2028-11-23', 'Thanksgiving Day'),
  ('US', '2027-12-31', 'New Year (observed)'),
  ('US', '2028-11-10', 'Veterans Day (observed)'),
  ('GB', '2028-01-03', 'New Year (substitute day)'),
  ('AT', '2029-04-02', 'Easter Monday'),
  ('AT', '2029-05-10', 'Ascension Day'),
  ('AT', '2029-05-21', 'Whit Monday'),
  ('AT', '2029-05-31', 'Corpus Christi'),
  ('BE', '2029-04-02', 'Easter Monday'),
  ('BE', '2029-05-10', 'Ascension Day'),
  ('BE', '2029-05-21', 'Whit Monday'),
  ('DE', '2029-03-30', 'Good Friday'),
  ('DE', '2029-04-02', 'Easter Monday'),
  ('DE', '2029-05-10', 'Ascension Day'),
  ('DE', '2029-05-21', 'Whit Monday'),
  ('ES', '2029-03-30', 'Good Friday'),
  ('FR', '2029-04-02', 'Easter Monday'),
  ('FR', '2029-05-10', 'Ascension Day'),
  ('FR', '2029-05-21', 'Whit Monday'),
  ('GB', '2029-03-30', 'Good Friday'),
  ('GB', '2029-04-02', 'Easter Monday'),
  ('IT', '2029-04-02', 'Easter Monday'),
  ('NL', '2029-03-30', 'Good Friday'),
  ('NL', '2029-04-02', 'Easter Monday'),
  ('NL', '2029-05-10', 'Ascension Day'),
  ('NL', '2029-05-21', 'Whit Monday'),
  ('PL', '2029-04-02', 'Easter Monday'),
  ('PL', '2029-05-31', 'Corpus Christi'),
  ('GB', '2029-05-07', 'Early May bank holiday'),
  ('GB', '2029-05-28', 'Spring bank holiday'),
  ('GB', '2029-08-27', 'Summer bank holiday'),
  ('US', '2029-01-15', 'Birthday of Martin Luther King, Jr.'),
  ('US', '2029-02-19', 'Washington''s Birthday'),
  ('US', '2029-05-28', 'Memorial Day'),
  ('US', '2029-09-03', 'Labor Day'),
  ('US', '2029-10-08', 'Columbus Day'),
  ('US', '2029-11-22', 'Thanksgiving Day'),
  ('US', '2029-11-12', 'Veterans Day (observed)'),
  ('AT', '2030-04-22', 'Easter Monday'),
  ('AT', '2030-05-30', 'Ascension Day'),
  ('AT', '2030-06-10', 'Whit Monday'),
  ('AT', '2030-06-20', 'Corpus Christi'),
  ('BE', '2030-04-22', 'Easter Monday'),
  ('BE', '2030-05-30', 'Ascension Day'),
  ('BE', '2030-06-10', 'Whit Monday'),
  ('DE', '2030-04-19', 'Good Friday'),
  ('DE', '2030-04-22', 'Easter Monday'),
  ('DE', '2030-05-30', 'Ascension Day'),
  ('DE', '2030-06-10', 'Whit Monday'),
  ('ES', '2030-04-19', 'Good Friday'),
  ('FR', '2030-04-22', 'Easter Monday'),
  ('FR', '2030-05-30', 'Ascension Day'),
  ('FR', '2030-06-10', 'Whit Monday'),
  ('GB', '2030-04-19', 'Good Friday'),
  ('GB', '2030-04-22', 'Easter Monday'),
  ('IT', '2030-04-22', 'Easter Monday'),
  ('NL', '2030-04-19', 'Good Friday'),
  ('NL', '2030-04-22', 'Easter Monday'),
  ('NL', '2030-05-30', 'Ascension Day'),
  ('NL', '2030-06-10', 'Whit Monday'),
  ('PL', '2030-04-22', 'Easter Monday'),
  ('PL', '2030-06-20', 'Corpus Christi'),
  ('GB', '2030-05-06', 'Early May bank holiday'),
  ('GB', '2030-05-27', 'Spring bank holiday'),
  ('GB', '2030-08-26', 'Summer bank holiday'),
  ('US', '2030-01-21', 'Birthday of Martin Luther King, Jr.'),
  ('US', '2030-02-18', 'Washington''s Birthday'),
  ('US', '2030-05-27', 'Memorial Day'),
  ('US', '2030-09-02', 'Labor Day'),
  ('US', '2030-10-14', 'Columbus Day'),
  ('US', '2030-11-28', 'Thanksgiving Day'),
  ('AT', '2031-04-14', 'Easter Monday'),
  ('AT', '2031-05-22', 'Ascension Day'),
  ('AT', '2031-06-02', 'Whit Monday'),
  ('AT', '2031-06-12', 'Corpus Christi'),
  ('BE', '2031-04-14', 'Easter Monday'),
  ('BE', '2031-05-22', 'Ascension Day'),
  ('BE', '2031-06-02', 'Whit Monday'),
  ('DE', '2031-04-11', 'Good Friday'),
  ('DE', '2031-04-14', 'Easter Monday'),
  ('DE', '2031-05-22', 'Ascension Day'),
  ('DE', '2031-06-02', 'Whit Monday'),
  ('ES', '2031-04-11', 'Good Friday'),
  ('FR', '2031-04-14', 'Easter Monday'),
  ('FR', '2031-05-22', 'Ascension Day'),
  ('FR', '2031-06-02', 'Whit Monday'),
  ('GB', '2031-04-11', 'Good Friday'),
  ('GB', '2031-04-14', 'Easter Monday'),
  ('IT', '2031-04-14', 'Easter Monday'),
  ('NL', '2031-04-11', 'Good Friday'),
  ('NL', '2031-04-14', 'Easter Monday'),
  ('NL', '2031-05-22', 'Ascension Day'),
  ('NL', '2031-06-02', 'Whit Monday'),
  ('PL', '2031-04-14', 'Easter Monday'),
  ('PL', '2031-06-12', 'Corpus Christi'),
  ('GB', '2031-05-05', 'Early May bank holiday'),
  ('GB', '2031-05-26', 'Spring bank holiday'),
  ('GB', '2031-08-25', 'Summer bank holiday'),
  ('US', '2031-01-20', 'Birthday of Martin Luther King, Jr.'),
  ('US', '2031-02-17', 'Washington''s Birthday'),
  ('US', '2031-05-26', 'Memorial Day'),
  ('US', '2031-09-01', 'Labor Day'),
  ('US', '2031-10-13', 'Columbus Day'),
  ('US', '2031-11-27', 'Thanksgiving Day'),
  ('AT', '2032-03-29', 'Easter Monday'),
  ('AT', '2032-05-06', 'Ascension Day'),
  ('AT', '2032-05-17', 'Whit Monday'),
  ('AT', '2032-05-27', 'Corpus Christi'),
  ('BE', '2032-03-29', 'Easter Monday'),
  ('BE', '2032-05-06', 'Ascension Day'),
  ('BE', '2032-05-17', 'Whit Monday'),
  ('DE', '2032-03-26', 'Good Friday'),
  ('DE', '2032-03-29', 'Easter Monday'),
  ('DE', '2032-05-06', 'Ascension Day'),
  ('DE', '2032-05-17', 'Whit Monday'),
  ('ES', '2032-03-26', 'Good Friday'),
  ('FR', '2032-03-29', 'Easter Monday'),
  ('FR', '2032-05-06', 'Ascension Day'),
  ('FR', '2032-05-17', 'Whit Monday'),
  ('GB', '2032-03-26', 'Good Friday'),
  ('GB', '2032-03-29', 'Easter Monday'),
  ('IT', '2032-03-29', 'Easter Monday'),
  ('NL', '2032-03-26', 'Good Friday'),
  ('NL', '2032-03-29', 'Easter Monday'),
  ('NL', '2032-05-06', 'Ascension Day'),
  ('NL', '2032-05-17', 'Whit Monday'),
  ('PL', '2032-03-29', 'Easter Monday'),
  ('PL', '2032-05-27', 'Corpus Christi'),
  ('GB', '2032-05-03', 'Early May bank holiday'),
  ('GB', '2032-05-31', 'Spring bank holiday'),
  ('GB', '2032-08-30', 'Summer bank holiday'),
  ('US', '2032-01-19', 'Birthday of Martin Luther King, Jr.'),
  ('US', '2032-02-16', 'Washington''s Birthday'),
  ('US', '2032-05-31', 'Memorial Day'),
  ('US', '2032-09-06', 'Labor Day'),
  ('US', '2032-10-11', 'Columbus Day'),
  ('US', '2032-11-25', 'Thanksgiving Day'),
  ('US', '2032-06-18', 'Juneteenth (observed)'),
  ('US', '2032-07-05', 'Independence Day (observed)'),
  ('US', '2032-12-24', 'Christmas Day (observed)'),
  ('GB', '2032-12-27', 'Christmas (substitute day)'),
  ('GB', '2032-12-28', 'Christmas (substitute day)'),
  ('AT', '2033-04-18', 'Easter Monday'),
  ('AT', '2033-05-26', 'Ascension Day'),
  ('AT', '2033-06-06', 'Whit Monday'),
  ('AT', '2033-06-16', 'Corpus Christi'),
  ('BE', '2033-04-18', 'Easter Monday'),
  ('BE', '2033-05-26', 'Ascension Day'),
  ('BE', '2033-06-06', 'Whit Monday'),
  ('DE', '2033-04-15', 'Good Friday'),
  ('DE', '2033-04-18', 'Easter Monday'),
  ('DE', '2033-05-26', 'Ascension Day'),
  ('DE', '2033-06-06', 'Whit Monday'),
  ('ES', '2033-04-15', 'Good Friday'),
  ('FR', '2033-04-18', 'Easter Monday'),
  ('FR', '2033-05-26', 'Ascension Day'),
  ('FR', '2033-06-06', 'Whit Monday'),
  ('GB', '2033-04-15', 'Good Friday'),
  ('GB', '2033-04-18', 'Easter Monday'),
  ('IT', '2033-04-18', 'Easter Monday'),
  ('NL', '2033-04-15', 'Good Friday'),
  ('NL', '2033-04-18', 'Easter Monday'),
  ('NL', '2033-05-26', 'Ascension Day'),
  ('NL', '2033-06-06', 'Whit Monday'),
  ('PL', '2033-04-18', 'Easter Monday'),
  ('PL', '2033-06-16', 'Corpus Christi'),
  ('GB', '2033-05-02', 'Early May bank holiday'),
  ('GB', '2033-05-30', 'Spring bank holiday'),
  ('GB', '2033-08-29', 'Summer bank holiday'),
  ('US', '2033-01-17', 'Birthday of Martin Luther King, Jr.'),
  ('US', '2033-02-21', 'Washington''s Birthday'),
  ('US', '2033-05-30', 'Memorial Day'),
  ('US', '2033-09-05', 'Labor Day'),
  ('US', '2033-10-10', 'Columbus Day'),
  ('US', '2033-11-24', 'Thanksgiving Day'),
  ('US', '2032-12-31', 'New Year (observed)'),
  ('US', '2033-06-20', 'Juneteenth (observed)'),
  ('US', '2033-12-26', 'Christmas Day (observed)'),
  ('GB', '2033-01-03', 'New Year (substitute day)'),
  ('GB', '2033-12-27', 'Christmas (substitute day)'),
  ('AT', '2034-04-10', 'Easter Monday'),
  ('AT', '2034-05-18', 'Ascension Day'),
  ('AT', '2034-05-29', 'Whit Monday'),
  ('AT', '2034-06-08', 'Corpus Christi'),
  ('BE', '2034-04-10', 'Easter Monday'),
  ('BE', '2034-05-18', 'Ascension Day'),
  ('BE', '2034-05-29', 'Whit Monday'),
  ('DE', '2034-04-07', 'Good Friday'),
  ('DE', '2034-04-10', 'Easter Monday'),
  ('DE', '2034-05-18', 'Ascension Day'),
  ('DE', '2034-05-29', 'Whit Monday'),
  ('ES', '2034-04-07', 'Good Friday'),
  ('FR', '2034-04-10', 'Easter Monday'),
  ('FR', '2034-05-18', 'Ascension Day'),
  ('FR', '2034-05-29', 'Whit Monday'),
  ('GB', '2034-04-07', 'Good Friday'),
  ('GB', '2034-04-10', 'Easter Monday'),
  ('IT', '2034-04-10', 'Easter Monday'),
  ('NL', '2034-04-07', 'Good Friday'),
  ('NL', '2034-04-10', 'Easter Monday'),
  ('NL', '2034-05-18', 'Ascension Day'),
  ('NL', '2034-05-29', 'Whit Monday'),
  ('PL', '2034-04-10', 'Easter Monday'),
  ('PL', '2034-06-08', 'Corpus Christi'),
  ('GB', '2034-05-01', 'Early May bank holiday'),
  ('GB', '2034-05-29', 'Spring bank holiday'),
  ('GB', '2034-08-28', 'Summer bank holiday'),
  ('US', '2034-01-16', 'Birthday of Martin Luther King, Jr.'),
  ('US', '2034-02-20', 'Washington''s Birthday'),
  ('US', '2034-05-29', 'Memorial Day'),
  ('US', '2034-09-04', 'Labor Day'),
  ('US', '2034-10-09', 'Columbus Day'),
  ('US', '2034-11-23', 'Thanksgiving Day'),
  ('US', '2034-01-02', 'New Year (observed)'),
  ('US', '2034-11-10', 'Veterans Day (observed)'),
  ('GB', '2034-01-02', 'New Year (substitute day)'),
  ('AT', '2035-03-26', 'Easter Monday'),
  ('AT', '2035-05-03', 'Ascension Day'),
  ('AT', '2035-05-14', 'Whit Monday'),
  ('AT', '2035-05-24', 'Corpus Christi'),
  ('BE', '2035-03-26', 'Easter Monday'),
  ('BE', '2035-05-03', 'Ascension Day'),
  ('BE', '2035-05-14', 'Whit Monday'),
  ('DE', '2035-03-23', 'Good Friday'),
  ('DE', '2035-03-26', 'Easter Monday'),
  ('DE', '2035-05-03', 'Ascension Day'),
  ('DE', '2035-05-14', 'Whit Monday'),
  ('ES', '2035-03-23', 'Good Friday'),
  ('FR', '2035-03-26', 'Easter Monday'),
  ('FR', '2035-05-03', 'Ascension Day'),
  ('FR', '2035-05-14', 'Whit Monday'),
  ('GB', '2035-03-23', 'Good Friday'),
  ('GB', '2035-03-26', 'Easter Monday'),
  ('IT', '2035-03-26', 'Easter Monday'),
  ('NL', '2035-03-23', 'Good Friday'),
  ('NL', '2035-03-26', 'Easter Monday'),
  ('NL', '2035-05-03', 'Ascension Day'),
  ('NL', '2035-05-14', 'Whit Monday'),
  ('PL', '2035-03-26', 'Easter Monday'),
  ('PL', '2035-05-24', 'Corpus Christi'),
  ('GB', '2035-05-07', 'Early May bank holiday'),
  ('GB', '2035-05-28', 'Spring bank holiday'),
  ('GB', '2035-08-27', 'Summer bank holiday'),
  ('US', '2035-01-15', 'Birthday of Martin Luther King, Jr.'),
  ('US', '2035-02-19', 'Washington''s Birthday'),
  ('US', '2035-05-28', 'Memorial Day'),
  ('US', '2035-09-03', 'Labor Day'),
  ('US', '2035-10-08', 'Columbus Day'),
  ('US', '2035-11-22', 'Thanksgiving Day'),
  ('US', '2035-11-12', 'Veterans Day (observed)'),
  ('AT', '2036-04-14', 'Easter Monday'),
  ('AT', '2036-05-22', 'Ascension Day'),
  ('AT', '2036-06-02', 'Whit Monday'),
  ('AT', '2036-06-12', 'Corpus Christi'),
  ('BE', '2036-04-14', 'Easter Monday'),
  ('BE', '2036-05-22', 'Ascension Day'),
  ('BE', '2036-06-02', 'Whit Monday'),
  ('DE', '2036-04-11', 'Good Friday'),
  ('DE', '2036-04-14', 'Easter Monday'),
  ('DE', '2036-05-22', 'Ascension Day'),
  ('DE', '2036-06-02', 'Whit Monday'),
  ('ES', '2036-04-11', 'Good Friday'),
  ('FR', '2036-04-14', 'Easter Monday'),
  ('FR', '2036-05-22', 'Ascension Day'),
  ('FR', '2036-06-02', 'Whit Monday'),
  ('GB', '2036-04-11', 'Good Friday'),
  ('GB', '2036-04-14', 'Easter Monday'),
  ('IT', '2036-04-14', 'Easter Monday'),
  ('NL', '2036-04-11', 'Good Friday'),
  ('NL', '2036-04-14', 'Easter Monday'),
  ('NL', '2036-05-22', 'Ascension Day'),
  ('NL', '2036-06-02', 'Whit Monday'),
  ('PL', '2036-04-14', 'Easter Monday'),
  ('PL', '2036-06-12', 'Corpus Christi'),
  ('GB', '2036-05-05', 'Early May bank holiday'),
  ('GB', '2036-05-26', 'Spring bank holiday'),
  ('GB', '2036-08-25', 'Summer bank holiday'),
  ('US', '2036-01-21', 'Birthday of Martin Luther King, Jr.'),
  ('US', '2036-02-18', 'Washington''s Birthday'),
  ('US', '2036-05-26', 'Memorial Day'),
  ('US', '2036-09-01', 'Labor Day'),
  ('US', '2036-10-13', 'Columbus Day'),
  ('US', '2036-11-27', 'Thanksgiving Day')) v) d
  join (select column1 as country, column2 as source from (values
  ('AT', 'Arbeitsruhegesetz, section 7'),
  ('BE', 'Arrete royal of 18 April 1974'),
  ('DE', 'laws of the Laender, those days that all of them have; Unification Treaty, article 2(2)'),
  ('ES', 'Estatuto de los Trabajadores, article 37.2: national days'),
  ('FR', 'Code du travail, L3133-1'),
  ('GB', 'Banking and Financial Dealings Act 1971, England and Wales'),
  ('IT', 'Legge 260/1949 and later'),
  ('NL', 'Algemene termijnenwet, article 3'),
  ('PL', 'Ustawa o dniach wolnych od pracy (1951)'),
  ('RU', 'Labour Code, article 112'),
  ('TR', 'Law 2429; feasts by the moon are to be entered each year'),
  ('US', '5 U.S.C. 6103')) v) l on l.country = d.country
  where not exists (select 1 from public_holidays p where p.country = d.country and p.day = d.day);
