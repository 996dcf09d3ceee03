-- Officers who keep the key of a sealed box are reminded once, before the day on which they destroy it.

ALTER TABLE box_care DROP CONSTRAINT box_care_done_check;
ALTER TABLE box_care ADD CONSTRAINT box_care_done_check
    CHECK (done IN ('kept-shut', 'order-forgotten', 'key-end-told'));
