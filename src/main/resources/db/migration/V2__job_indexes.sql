-- The engine polls its jobs by due date and ships no index for it: with a million waiting timers each poll is a full scan.
create index app_idx_job_due on act_ru_job (duedate_);
-- Serves the question "is another exclusive job of this instance locked", asked for every candidate job.
create index app_idx_job_excl_locked on act_ru_job (process_instance_id_, lock_exp_time_)
    where lock_owner_ is not null and exclusive_ = true;
