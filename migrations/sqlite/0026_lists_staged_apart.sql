-- The lines of an attendance list stand in a database of their own while they are imported.
DROP TABLE listed_attendance;
