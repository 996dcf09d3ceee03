-- The home page and lists by stage read the newest few without sorting all of a stage.
CREATE INDEX project_stage_agreed ON project (stage, agreed_on);
