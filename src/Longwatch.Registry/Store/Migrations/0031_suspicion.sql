-- A case that a form of follow-up opened knows the suspicion: a form that is corrected does not open a second one.
alter table casework.neoplasm_case add column suspicion uuid unique references watch.suspicion (id);
