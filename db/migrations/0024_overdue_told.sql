-- That a request of a person is past its last day is told once.
alter table requests add column overdue_told_at bigint;
