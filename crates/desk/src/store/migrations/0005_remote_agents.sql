-- Which other system somebody answers in. They stand among the agents for their name, and can't sign in here.
ALTER TABLE agents ADD COLUMN bridge TEXT;

-- Until now their names told.
UPDATE agents SET bridge = 'redmine' WHERE SUBSTR(name, 1, 8) = 'REDMINE:';
UPDATE agents SET bridge = 'django-helpdesk' WHERE SUBSTR(name, 1, 16) = 'DJANGO-HELPDESK:';
