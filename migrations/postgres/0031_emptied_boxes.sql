-- That nothing is left of a declared box, or of a key that was destroyed, is noted once what was deleted is
-- overwritten too, so that an overwriting that was interrupted or refused is done again.

ALTER TABLE box_care DROP CONSTRAINT box_care_done_check;
ALTER TABLE box_care ADD CONSTRAINT box_care_done_check
    CHECK (done IN ('kept-shut', 'order-forgotten', 'key-end-told', 'box-emptied', 'key-wiped'));
