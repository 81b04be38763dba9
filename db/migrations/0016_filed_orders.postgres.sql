-- SQLite's alone (see its file): here several redeem beside each other, and a smaller id may be committed later.
create table redemption_filing (
  one bigint primary key check (one = 1),
  up_to text not null
);
