-- Which holds kept what an act would have destroyed.

alter table qupiya.act_item add column holds jsonb;
comment on column qupiya.act_item.holds is 'Of the ground hold: the cases that held the data when the act ran, with the reason of each and the day of a term of limitation; null if no hold did';
