-- Deadlines of requests by the laws that hold for them, with a clock that may stand still under that of the UK; and which notes of
-- the drop-in go when the consent goes that they rest on.
alter table requests add column laws text not null default 'gdpr';
alter table requests add column confirm_by bigint;
alter table requests add column paused_at bigint;
alter table requests add column paused_ms bigint not null default 0;
alter table compat_notes add column goes_with text;
